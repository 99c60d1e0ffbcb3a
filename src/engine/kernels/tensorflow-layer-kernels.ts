import * as tf from '@tensorflow/tfjs-core'
import type { Tensor, Tensor1D, Tensor2D, Tensor4D } from '@tensorflow/tfjs-core'
import { blocksOfParts, type SingleLayerKernels } from '../../physics/networks/blocks-of-parts.ts'
import { groupNormEpsilon, type LayerKernels } from '../../physics/networks/layer-kernels.ts'
import { stockKernels } from '../../physics/networks/stock-kernels.ts'
import type { TensorFlowOps } from './tensorflow-ops.ts'

/** The layers in raw TensorFlow ops, with as few passes over the data as stock ops allow. */
export function tensorFlowLayerKernels(ops: TensorFlowOps): LayerKernels {
  const { run, float, attribute, vector, scalar } = ops

  const add = (a: Tensor, b: Tensor) => run('AddV2', float, [a, b])
  const subtract = (a: Tensor, b: Tensor) => run('Sub', float, [a, b])
  const multiply = (a: Tensor, b: Tensor) => run('Mul', float, [a, b])

  const reshapeAttributes = [...float, attribute.type('Tshape', 'int32')]
  const reshape = (x: Tensor, shape: readonly number[]) => run('Reshape', reshapeAttributes, [x, vector(shape)])
  const perChannel = (x: Tensor) => reshape(x, [x.shape[0], 1, 1, x.shape[1] as number])

  const sumAttributes = [attribute.bool('keep_dims', false), ...float, attribute.type('Tidx', 'int32')]
  const sum = (x: Tensor, axes: readonly number[]) => run('Sum', sumAttributes, [x, vector(axes)])
  const sumPixels = (x: Tensor4D) => sum(x, [1, 2]) as Tensor2D

  const biasAttributes = [...float, attribute.string('data_format', 'NHWC')]
  const addBias = (x: Tensor, bias: Tensor) => run('BiasAdd', biasAttributes, [x, bias])
  /** `[O]`, or one for each image `[B, O]`. */
  const addConvolutionBias = (x: Tensor, bias: Tensor) => (bias.rank === 1 ? addBias(x, bias) : add(x, perChannel(bias)))
  const biasGradient = (dy: Tensor) => run('BiasAddGrad', biasAttributes, [dy]) as Tensor1D

  const matMulAttributes = ([false, true] as const).map((transposeA) => ([false, true] as const).map((transposeB) =>
    [...float, attribute.bool('transpose_a', transposeA), attribute.bool('transpose_b', transposeB)]))
  const matMul = (a: Tensor, b: Tensor, transposeA: 0 | 1 = 0, transposeB: 0 | 1 = 0) =>
    run('MatMul', matMulAttributes[transposeA][transposeB], [a, b]) as Tensor2D

  const convolutionAttributes = (stride: 1 | 2, padding: 'SAME' | 'VALID') => [
    ...float, attribute.int('strides', [1, stride, stride, 1]), attribute.string('padding', padding),
    attribute.string('data_format', 'NHWC'), attribute.int('dilations', [1, 1, 1, 1]), attribute.bool('use_cudnn_on_gpu', true),
  ]
  const same1 = convolutionAttributes(1, 'SAME')
  const same2 = convolutionAttributes(2, 'SAME')
  const valid2 = convolutionAttributes(2, 'VALID')

  /**
   * One pixel of zeros above and to the left, the only ones that a 3×3 stride-2 convolution of an even size with padding 1
   * reads. TensorFlow's own padding 'EXPLICIT' would say the same, but its input gradient leaves the fast path (oneDNN).
   */
  const padding = ops.constant('padding', () => tf.tensor2d([[0, 0], [1, 0], [1, 0], [0, 0]], [4, 2], 'int32'))
  const padAttributes = [...float, attribute.type('Tpaddings', 'int32')]
  const pad = (x: Tensor) => run('PadV2', padAttributes, [x, padding, scalar(0)])
  const sliceAttributes = [...float, attribute.type('Index', 'int32')]
  const unpad = (x: Tensor, shape: readonly number[]) => run('Slice', sliceAttributes, [x, vector([0, 1, 1, 0]), vector(shape)])

  const filterGradient = (x: Tensor4D, filter: Tensor4D, dy: Tensor4D, stride: 1 | 2) => ({
    dFilter: (stride === 1
      ? run('Conv2DBackpropFilter', same1, [x, vector(filter.shape), dy])
      : run('Conv2DBackpropFilter', valid2, [pad(x), vector(filter.shape), dy])) as Tensor4D,
    dBias: biasGradient(dy),
  })

  const inputGradient = (x: Tensor4D, filter: Tensor4D, dy: Tensor4D, stride: 1 | 2) => {
    if (stride === 1) return run('Conv2DBackpropInput', same1, [vector(x.shape), filter, dy]) as Tensor4D
    const [batch, height, width, channels] = x.shape
    return unpad(run('Conv2DBackpropInput', valid2, [vector([batch, height + 1, width + 1, channels]), filter, dy]), x.shape) as Tensor4D
  }

  /**
   * The `[C, C]` matrix that replaces sums over pixels by means over pixels and group, spread over the group's channels: one
   * small matrix product instead of reshape, sum, division and tiling.
   */
  const groupAverage = (channels: number, groups: number, pixels: number) =>
    ops.constant(`groupAverage ${channels} ${groups} ${pixels}`, () => {
      const size = channels / groups
      const values = new Float32Array(channels * channels)
      for (let row = 0; row < channels; row++) {
        const first = Math.floor(row / size) * size
        values.fill(1 / (size * pixels), row * channels + first, row * channels + first + size)
      }
      return tf.tensor2d(values, [channels, channels])
    })

  const silu = (x: Tensor) => multiply(x, run('Sigmoid', float, [x]))
  /** dy · d(z sigmoid(z))/dz from z and s = sigmoid(z). */
  const siluGradient = (z: Tensor, s: Tensor, dy: Tensor) => add(multiply(dy, s), multiply(z, run('SigmoidGrad', float, [s, dy])))

  const layers: SingleLayerKernels = {
    name: 'tensorflow',

    convolution: (x, filter, bias, stride) => tf.tidy(() =>
      addConvolutionBias(stride === 1 ? run('Conv2D', same1, [x, filter]) : run('Conv2D', valid2, [pad(x), filter]), bias) as Tensor4D),
    convolutionFilterGradient: (x, filter, dy, stride) => tf.tidy(() => filterGradient(x, filter, dy, stride)),
    convolutionGradient: (x, filter, dy, stride) => tf.tidy(() =>
      ({ dx: inputGradient(x, filter, dy, stride), ...filterGradient(x, filter, dy, stride) })),

    // For even sizes, 'SAME' padding of a 4×4 stride-2 filter is one pixel on every side.
    transposedConvolution: (x, filter, bias) => tf.tidy(() => {
      const [batch, height, width] = x.shape
      const shape = vector([batch, 2 * height, 2 * width, filter.shape[2]])
      return addBias(run('Conv2DBackpropInput', same2, [shape, filter, x]), bias) as Tensor4D
    }),
    transposedConvolutionGradient: (x, filter, dy) => ({
      dx: run('Conv2D', same2, [dy, filter]) as Tensor4D,
      dFilter: run('Conv2DBackpropFilter', same2, [dy, vector(filter.shape), x]) as Tensor4D,
      dBias: biasGradient(dy),
    }),

    dense: (x, weight, bias) => tf.tidy(() => addBias(matMul(x, weight), bias) as Tensor2D),
    denseGradient: (x, weight, dy) => ({ dx: matMul(dy, weight, 0, 1), dWeight: matMul(x, dy, 1, 0), dBias: biasGradient(dy) }),

    groupNormSilu: (x, scale, shift, groups, added) => {
      const [y, ...saved] = tf.tidy(() => {
        const average = groupAverage(x.shape[3], groups, x.shape[1] * x.shape[2])
        const centred = subtract(x, perChannel(matMul(sumPixels(x), average))) as Tensor4D
        const variance = matMul(sumPixels(run('Square', float, [centred]) as Tensor4D), average)
        const factor = run('Rsqrt', float, [add(variance, scalar(groupNormEpsilon))])
        const z = addBias(multiply(centred, perChannel(multiply(factor, scale))), shift)
        const s = run('Sigmoid', float, [z])
        const active = multiply(z, s)
        return [added ? add(active, added) : active, z, s, centred, factor]
      })
      return { y: y as Tensor4D, saved }
    },

    // See `stockKernels`. With sums over pixels of dz and dz·centred, dx = factor·scale·dz + centred·B + C.
    groupNormSiluGradient: (dy, [z, s, centred, factor], scale, groups) => tf.tidy(() => {
      const average = groupAverage(z.shape[3] as number, groups, (z.shape[1] as number) * (z.shape[2] as number))
      const dz = siluGradient(z, s, dy) as Tensor4D
      const shiftSums = sumPixels(dz)
      const scaleSums = multiply(sumPixels(multiply(dz, centred) as Tensor4D), factor)
      const meanG = matMul(multiply(shiftSums, scale), average)
      const meanGx = matMul(multiply(scaleSums, scale), average)
      const linear = multiply(run('Square', float, [factor]), meanGx)
      const dx = subtract(
        subtract(multiply(dz, perChannel(multiply(factor, scale))), multiply(centred, perChannel(linear))),
        perChannel(multiply(factor, meanG)),
      )
      return { dx: dx as Tensor4D, dScale: biasGradient(scaleSums), dShift: biasGradient(shiftSums) }
    }),

    silu: (x) => tf.tidy(() => silu(x) as Tensor2D),
    siluGradient: (x, dy) => tf.tidy(() => siluGradient(x, run('Sigmoid', float, [x]), dy) as Tensor2D),

    addChannels: (x, vectorPerSample) => tf.tidy(() => add(x, perChannel(vectorPerSample)) as Tensor4D),
    sumPixels,

    // A handful of ops each, a few times a step: nothing to gain from raw ones.
    combination: stockKernels.combination,
    weightedSquares: stockKernels.weightedSquares,
    weightedSquaresGradient: stockKernels.weightedSquaresGradient,
  }
  return { ...layers, ...blocksOfParts(layers) }
}
