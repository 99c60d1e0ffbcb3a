import * as tf from '@tensorflow/tfjs-core'
import type { LayerKernels } from './layer-kernels.ts'
import { stockKernels } from './stock-kernels.ts'

const registered = new Map<string, LayerKernels>()

/** Makes kernels the ones for a tfjs back end, from its next layer on. */
export function registerLayerKernels(tfjsBackend: string, kernels: LayerKernels): void {
  registered.set(tfjsBackend, kernels)
}

/** The kernels for the back end that is active now. */
export function layerKernels(): LayerKernels {
  return registered.get(tf.getBackend()) ?? stockKernels
}
