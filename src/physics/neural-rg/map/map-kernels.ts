import * as tf from '@tensorflow/tfjs-core'
import type { Tensor1D, Tensor4D } from '@tensorflow/tfjs-core'
import type { TensorMapResult } from './holographic-map.ts'
import type { BlockMap } from './make-map.ts'

/**
 * A whole step direction of the map in one op with its own gradient, for back ends that bring one; `tensor-map.ts` in stock ops
 * is its oracle and its fallback.
 */
export interface MapKernels {
  /** What computes, for the provenance of a run. */
  readonly name: string
  /** Null for maps that it does not take. */
  generate(map: BlockMap, parameters: Tensor1D, zeta: Tensor4D): TensorMapResult | null
}

const registered = new Map<string, MapKernels>()

export function registerMapKernels(tfjsBackend: string, kernels: MapKernels): void {
  registered.set(tfjsBackend, kernels)
}

/** Of the back end that is active now. */
export function mapKernels(): MapKernels | undefined {
  return registered.get(tf.getBackend())
}
