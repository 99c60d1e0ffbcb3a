import type { Tensor, Tensor1D, Tensor4D } from '@tensorflow/tfjs-core'
import { groupNormEpsilon, type LayerKernels } from '../../physics/networks/layer-kernels.ts'
import type { TensorFlowOps } from './tensorflow-ops.ts'

/**
 * The layers by the op library of `native/`, each op where it takes the shape, and `fallback` for the rest. The library must
 * be loaded.
 */
export function nativeLayerKernels(ops: TensorFlowOps, fallback: LayerKernels, instructionSet: string): LayerKernels {
  const { runMany, attribute } = ops
  const groupNormAttributes = (groups: number) => [attribute.int('groups', groups)]
  const epsilon = attribute.float('epsilon', groupNormEpsilon)
  /** The last axis holds the channels. */
  const inEights = (x: Tensor) => (x.shape.at(-1) as number) % 8 === 0

  return {
    ...fallback,
    name: `native ${instructionSet}, ${fallback.name}`,

    groupNormSilu: (x, scale, shift, groups) => {
      if (!inEights(x)) return fallback.groupNormSilu(x, scale, shift, groups)
      const [y, moments] = runMany('HoloscopeGroupNormSilu', [...groupNormAttributes(groups), epsilon], [x, scale, shift], 2)
      return { y: y as Tensor4D, saved: [x.clone(), shift.clone(), moments] }
    },
    groupNormSiluGradient: (dy, saved, scale, groups) => {
      if (!inEights(dy)) return fallback.groupNormSiluGradient(dy, saved, scale, groups)
      const [x, shift, moments] = saved
      const [dx, dScale, dShift] = runMany('HoloscopeGroupNormSiluGradient', groupNormAttributes(groups), [x, scale, shift, moments, dy], 3)
      return { dx: dx as Tensor4D, dScale: dScale as Tensor1D, dShift: dShift as Tensor1D }
    },
  }
}
