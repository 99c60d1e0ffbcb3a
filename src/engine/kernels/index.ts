import * as tf from '@tensorflow/tfjs-core'
import { layerKernels, registerLayerKernels } from '../../physics/networks/kernel-registry.ts'
import { mapWorkspaceName } from '../../physics/neural-rg/map/workspace-registry.ts'
import { registerWeightVectors } from '../../physics/optimisers/weight-vectors.ts'
import { installNativeAddition } from './native-addition.ts'
import { nativeLayerKernels } from './native-layer-kernels.ts'
import { loadNativeLibrary } from './native-library.ts'
import { nativeWeightVectors } from './native-weight-vectors.ts'
import { tensorFlowLayerKernels } from './tensorflow-layer-kernels.ts'
import { tensorFlowWeightVectors } from './tensorflow-weight-vectors.ts'
import { tensorFlowOps } from './tensorflow-ops.ts'

let registered = false

/** Gives the active back end the fastest kernels that we have for it. Once is enough; again does nothing. */
export function installKernels(): void {
  if (registered || tf.getBackend() !== 'tensorflow') return
  const ops = tensorFlowOps()
  const stockOps = tensorFlowLayerKernels(ops)
  const { instructionSet } = loadNativeLibrary()
  registerLayerKernels('tensorflow', instructionSet ? nativeLayerKernels(ops, stockOps, instructionSet) : stockOps)
  registerWeightVectors('tensorflow', instructionSet ? nativeWeightVectors(ops) : tensorFlowWeightVectors(ops))
  if (instructionSet) installNativeAddition(ops)
  registered = true
}

/** What computes in this thread, for the provenance of a run: two sets of kernels agree to rounding, not to bits. */
export function kernelNames(): string {
  const maps = mapWorkspaceName()
  return maps === null ? layerKernels().name : `${layerKernels().name}; maps: ${maps}`
}

/**
 * Small tensors (axes, shapes, averaging matrices) that the kernels made once and keep for the life of the process. New batch
 * sizes add some, which is no leak.
 */
export function keptConstants(): number {
  return registered ? tensorFlowOps().constantCount() : 0
}
