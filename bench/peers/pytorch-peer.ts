import { fileURLToPath } from 'node:url'
import type { PyTorch } from '../measurement.ts'
import { PeerProcess } from './peer-process.ts'

/**
 * A program of `pytorch/` at its work. Threads and the compiler's cache are its environment and not a setting within it: PyTorch
 * reads both once, when it is loaded.
 *
 * @throws where PyTorch is absent, or cannot do this work
 */
export function startPyTorchPeer<Ready>(pytorch: PyTorch, program: `${string}.py`, work: { readonly threads: number }): Promise<PeerProcess<Ready>> {
  if ('absent' in pytorch) throw new Error(pytorch.absent)
  return PeerProcess.start<Ready>({
    command: pytorch.python,
    parameters: [fileURLToPath(new URL(`pytorch/${program}`, import.meta.url)), JSON.stringify({ ...work, compile: pytorch.compile })],
    environment: {
      ...process.env, OMP_NUM_THREADS: String(work.threads), TORCHINDUCTOR_CACHE_DIR: pytorch.compilerCache,
      // Its advice on settings that the bench compares on purpose would fill the log that an early end is explained from.
      PYTHONWARNINGS: 'ignore',
    },
  })
}
