import type { BackendName } from '../../shared/run-config.ts'

export const backendTitles: Record<BackendName, string> = { tensorflow: 'TensorFlow', webgpu: 'WebGPU', wasm: 'WebAssembly' }
