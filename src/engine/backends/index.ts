import { backendNames, type BackendName } from '../../shared/run-config.ts'
import { Problem } from '../../shared/problem.ts'
import type { BackendDescription, LoadedBackend } from './description.ts'

export type { LoadedBackend } from './description.ts'
export { memoryEnvironment, tensorflowEnvironment } from './tensorflow.ts'

export interface LoadOptions {
  /** CPU threads for TensorFlow; 0 takes all cores. In a worker thread see `tensorflowEnvironment`. @default 0 */
  threads?: number
}

/**
 * Loads a numerical back end into this thread and makes it tfjs-core's. Once a thread: a second call with another name
 * is a defect of the caller, because a loaded library cannot be unloaded.
 *
 * `auto` takes the best that loads: TensorFlow, then WebGPU on a real card, then WebAssembly, and says why not the better
 * ones. A back end that is asked for by name is loaded or refused, never replaced.
 *
 * @throws Problem where the one that was asked for does not load
 */
export async function loadBackend(requested: 'auto' | BackendName, options: LoadOptions = {}): Promise<LoadedBackend> {
  if (requested !== 'auto') return { ...(await load(requested, options)), reason: 'Asked for in the configuration.' }
  const refusals: string[] = []
  for (const name of backendNames) {
    try {
      const backend = await load(name, options)
      if (backend.software) refusals.push(`WebGPU has no graphics card here, only ${backend.device}, which is slower than WebAssembly.`)
      else return { ...backend, reason: reasonFor(name, refusals) }
    } catch (error) {
      refusals.push(error instanceof Problem ? error.message : `${labels[name]} failed: ${error instanceof Error ? error.message : String(error)}`)
    }
  }
  throw new Problem('backend.none', `No numerical back end loads. ${refusals.join(' ')}`, 'Run npm run setup and see what it says.')
}

const labels: Record<BackendName, string> = { tensorflow: 'TensorFlow', webgpu: 'WebGPU', wasm: 'WebAssembly' }

function reasonFor(name: BackendName, refusals: readonly string[]): string {
  if (name === 'tensorflow') return 'TensorFlow is the fastest and loads.'
  return `${labels[name]} is the best that loads. ${refusals.join(' ')}`
}

async function load(name: BackendName, options: LoadOptions): Promise<BackendDescription> {
  switch (name) {
    case 'tensorflow': return (await import('./tensorflow.ts')).loadTensorFlow(options)
    case 'webgpu': return (await import('./webgpu.ts')).loadWebGpu()
    case 'wasm': return (await import('./wasm.ts')).loadWasm()
  }
}
