import type { BackendName } from '../../shared/run-config.ts'

/** The numerical back end that a process has loaded, as shown to the user and kept in a run's provenance. */
export interface BackendDescription {
  name: BackendName
  /** Of the library that computes: TensorFlow's own, or tfjs's for WebGPU and WebAssembly. */
  version: string
  /** The card or processor that computes. */
  device: string
  /** CPU threads that share the work; 1 where a card or a single thread does it. */
  threads: number
  /** The processor imitates a graphics card: right results, slower than WebAssembly, never chosen by itself. */
  software: boolean
}

/** A loaded back end and why it is this one. */
export interface LoadedBackend extends BackendDescription {
  reason: string
}
