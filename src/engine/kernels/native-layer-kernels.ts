import * as tf from '@tensorflow/tfjs-core'
import type { Scalar, Tensor, Tensor1D, Tensor2D, Tensor4D } from '@tensorflow/tfjs-core'
import { groupNormEpsilon, type LayerKernels, type Sampling } from '../../physics/networks/layer-kernels.ts'
import type { TensorFlowOps } from './tensorflow-ops.ts'

/**
 * The layers by the op library of `native/`, each op where it takes the shape, and `fallback` for the rest. The library must
 * be loaded.
 */
export function nativeLayerKernels(ops: TensorFlowOps, fallback: LayerKernels, instructionSet: string): LayerKernels {
  const { run, runMany, attribute } = ops
  const groupNormAttributes = (groups: number) => [attribute.int('groups', groups)]
  const epsilon = attribute.float('epsilon', groupNormEpsilon)
  /** The last axis holds the channels. */
  const inEights = (x: Tensor) => (x.shape.at(-1) as number) % 8 === 0

  const filterInEights = ({ shape }: Tensor4D) => shape[2] % 8 === 0 && shape[3] % 8 === 0
  /** Only the Winograd convolution has a bias for each image. */
  const takesImageBias = ({ shape }: Tensor4D, stride: 1 | 2) => stride === 1 && shape[1] >= 3 && shape[2] >= 3
  const convolutionAttributes = (stride: 1 | 2, transposed: boolean) => [attribute.int('stride', stride), attribute.bool('transposed', transposed)]
  const attributesOf = { same: convolutionAttributes(1, false), halved: convolutionAttributes(2, false), doubled: convolutionAttributes(2, true) }
  const samplingOf = { 1: 'same', 2: 'halved' } as const
  const convolve = (x: Tensor4D, filter: Tensor4D, bias: Tensor1D | Tensor2D, sampling: Sampling) =>
    runMany('HoloscopeConvolution', attributesOf[sampling], [x, filter, bias], 1)[0] as Tensor4D
  const convolutionGradient = (x: Tensor4D, filter: Tensor4D, dy: Tensor4D, sampling: Sampling, needDx: boolean) => {
    const attributes = [...attributesOf[sampling], attribute.bool('need_dx', needDx)]
    const [dx, dFilter, dBias] = runMany('HoloscopeConvolutionGradient', attributes, [x, filter, dy], 3)
    return { dx: dx as Tensor4D, dFilter: dFilter as Tensor4D, dBias: dBias as Tensor1D }
  }

  const denseGradient = (inputs: Tensor[]) => {
    const [dx, dWeight, dBias] = runMany('HoloscopeDenseGradient', [attribute.int('N', inputs.length - 3)], inputs, 3)
    return { dx: dx as Tensor2D, dWeight: dWeight as Tensor2D, dBias: dBias as Tensor1D }
  }

  return {
    ...fallback,
    name: `native ${instructionSet}, ${fallback.name}`,

    convolution: (x, filter, bias, stride) =>
      filterInEights(filter) && (bias.rank === 1 || takesImageBias(x, stride)) ? convolve(x, filter, bias, samplingOf[stride]) : fallback.convolution(x, filter, bias, stride),
    convolutionGradient: (x, filter, dy, stride) =>
      filterInEights(filter) ? convolutionGradient(x, filter, dy, samplingOf[stride], true) : fallback.convolutionGradient(x, filter, dy, stride),
    convolutionFilterGradient: (x, filter, dy, stride) => {
      if (!filterInEights(filter)) return fallback.convolutionFilterGradient(x, filter, dy, stride)
      const { dx: empty, dFilter, dBias } = convolutionGradient(x, filter, dy, samplingOf[stride], false)
      empty.dispose()
      return { dFilter, dBias }
    },
    transposedConvolution: (x, filter, bias) =>
      filterInEights(filter) ? convolve(x, filter, bias, 'doubled') : fallback.transposedConvolution(x, filter, bias),
    transposedConvolutionGradient: (x, filter, dy) =>
      filterInEights(filter) ? convolutionGradient(x, filter, dy, 'doubled', true) : fallback.transposedConvolutionGradient(x, filter, dy),

    dense: (x, weight, bias) => {
      const [y, empty] = runMany('HoloscopeDense', [attribute.bool('silu', false)], [x, weight, bias], 2)
      empty.dispose()
      return y as Tensor2D
    },
    denseGradient: (x, weight, dy) => denseGradient([x, weight, dy]),
    denseSilu: (x, weight, bias) => {
      const [y, z] = runMany('HoloscopeDense', [attribute.bool('silu', true)], [x, weight, bias], 2)
      return { y: y as Tensor2D, z: z as Tensor2D }
    },
    denseSiluGradient: (x, weight, z, dy) => denseGradient([x, weight, dy, z]),

    groupNormSilu: (x, scale, shift, groups, added) => {
      if (!inEights(x)) return fallback.groupNormSilu(x, scale, shift, groups, added)
      const attributes = [...groupNormAttributes(groups), epsilon, attribute.int('N', added ? 1 : 0)]
      const [y, moments] = runMany('HoloscopeGroupNormSilu', attributes, [x, scale, shift, ...(added ? [added] : [])], 2)
      return { y: y as Tensor4D, saved: [x.clone(), shift.clone(), moments] }
    },
    groupNormSiluGradient: (dy, saved, scale, groups) => {
      if (!inEights(dy)) return fallback.groupNormSiluGradient(dy, saved, scale, groups)
      const [x, shift, moments] = saved
      const [dx, dScale, dShift] = runMany('HoloscopeGroupNormSiluGradient', groupNormAttributes(groups), [x, scale, shift, moments, dy], 3)
      return { dx: dx as Tensor4D, dScale: dScale as Tensor1D, dShift: dShift as Tensor1D }
    },

    convolutionBlock: (x, weights, sampling, groups, added) => {
      const { filter, bias, scale, shift } = weights
      if (!filterInEights(filter)) return fallback.convolutionBlock(x, weights, sampling, groups, added)
      const attributes = [...attributesOf[sampling], ...groupNormAttributes(groups), epsilon, attribute.int('N', added ? 1 : 0)]
      const [y, convolved, moments] = runMany('HoloscopeConvolutionBlock', attributes, [x, filter, bias, scale, shift, ...(added ? [added] : [])], 3)
      return { y: y as Tensor4D, saved: [convolved, shift.clone(), moments] }
    },
    convolutionBlockGradient: (dy, x, saved, weights, sampling, groups) => {
      const { filter, scale } = weights
      if (!filterInEights(filter)) return fallback.convolutionBlockGradient(dy, x, saved, weights, sampling, groups)
      const [convolved, shift, moments] = saved
      const [dx, dFilter, dBias, dScale, dShift] = runMany('HoloscopeConvolutionBlockGradient', [...attributesOf[sampling], ...groupNormAttributes(groups)],
        [x, filter, convolved, scale, shift, moments, dy], 5)
      return { dx: dx as Tensor4D, dFilter: dFilter as Tensor4D, dBias: dBias as Tensor1D, dScale: dScale as Tensor1D, dShift: dShift as Tensor1D }
    },

    sumPixels: (x) => (inEights(x) ? run('HoloscopePixelSums', [], [x]) as Tensor2D : fallback.sumPixels(x)),
    combination: (terms) => tf.tidy(() => run('HoloscopeCombination', [attribute.int('N', terms.length)], [
      tf.tensor1d(terms.map(([factor]) => factor)), ...terms.map(([, term]) => term),
    ])),
    weightedSquares: (x, target, weight) => run('HoloscopeWeightedSquares', [], [x, target, weight]) as Scalar,
    weightedSquaresGradient: (x, target, weight, dLoss) => run('HoloscopeWeightedSquaresGradient', [], [x, target, weight, dLoss]),
  }
}
