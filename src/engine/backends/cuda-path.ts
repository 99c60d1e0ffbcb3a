import { existsSync, realpathSync } from 'node:fs'
import { createRequire } from 'node:module'
import path from 'node:path'

/** What decides whether TensorFlow computes on an NVIDIA card. */
export interface CudaFacts {
  /** TensorFlow took a card when it was loaded. */
  readonly usesCard: boolean
  /** The kernel has NVIDIA's driver. */
  readonly driver: boolean
  /** The runtime that this clone is linked with. */
  readonly build: 'cuda' | 'cpu'
  /** CUDA_VISIBLE_DEVICES, where it is set. */
  readonly visibleDevices: string | undefined
}

/** Which of the two ways TensorFlow computes, why, and what would change it. */
export function explainCudaPath({ usesCard, driver, build, visibleDevices }: CudaFacts): string {
  if (usesCard) return 'By CUDA on the NVIDIA card.'
  if (!driver) return 'On the processor: there is no NVIDIA driver on this machine.'
  if (build === 'cpu') return 'On the processor, though there is an NVIDIA driver: this clone has TensorFlow\'s build for processors. npm run setup takes the one for CUDA.'
  if (visibleDevices !== undefined && /^(-1|)$/.test(visibleDevices.trim())) return 'On the processor: CUDA_VISIBLE_DEVICES hides the NVIDIA card.'
  return 'On the processor, though there are an NVIDIA driver and TensorFlow for CUDA: they find no card that they can use. nvidia-smi tells whether the driver sees one.'
}

/** For TensorFlow as it is loaded in this process. */
export function cudaFacts(usesCard: boolean): CudaFacts {
  return {
    usesCard,
    driver: existsSync('/proc/driver/nvidia/version'),
    build: runtimeBuild(),
    visibleDevices: process.env.CUDA_VISIBLE_DEVICES,
  }
}

/** The folder of the linked runtime names its kind (`scripts/setup/wheels.mjs`). */
function runtimeBuild(): CudaFacts['build'] {
  try {
    const addon = path.dirname(createRequire(import.meta.url).resolve('@tensorflow/tfjs-node-gpu/package.json'))
    return realpathSync(path.join(addon, 'deps', 'lib')).includes('-cuda-') ? 'cuda' : 'cpu'
  } catch {
    return 'cpu'
  }
}
