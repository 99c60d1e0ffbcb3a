import * as tf from '@tensorflow/tfjs-core'
import type { Tensor1D, Tensor2D, Tensor4D } from '@tensorflow/tfjs-core'
import { blocksOfParts, type SingleLayerKernels } from './blocks-of-parts.ts'
import { groupNormEpsilon, type LayerKernels } from './layer-kernels.ts'

/** The layers in plain tfjs-core ops: for every back end, and the oracle for faster kernels. */

type Size4 = [number, number, number, number]

/** One pixel of zeros around each image. */
const pad = (x: Tensor4D): Tensor4D => tf.pad(x, [[0, 0], [1, 1], [1, 1], [0, 0]])
const sumAllButChannels = (x: tf.Tensor): Tensor1D => tf.sum(x, x.shape.map((_, axis) => axis).slice(0, -1))
const perChannel = (x: tf.Tensor): Tensor4D => tf.reshape(x, [x.shape[0], 1, 1, x.shape[1] as number])

function filterGradient(x: Tensor4D, filter: Tensor4D, dy: Tensor4D, stride: 1 | 2) {
  return tf.tidy(() => ({
    dFilter: conv2dFilterGradient(pad(x), dy, filter.shape, stride, 'valid'),
    dBias: sumAllButChannels(dy),
  }))
}

/** Mean over each image and group, spread back over the group's channels: `[B, C]` from sums over pixels `[B, C]`. */
function groupMean(pixelSums: Tensor2D, pixels: number, groups: number): Tensor2D {
  const [batch, channels] = pixelSums.shape
  const perGroup = tf.reshape(pixelSums, [batch, groups, channels / groups])
  const mean = tf.div(tf.sum(perGroup, 2, true), pixels * (channels / groups))
  return tf.reshape(tf.tile(mean, [1, 1, channels / groups]), [batch, channels])
}

const sumPixels = (x: Tensor4D): Tensor2D => tf.sum(x, [1, 2])

const layers: SingleLayerKernels = {
  name: 'tfjs',

  convolution: (x, filter, bias, stride) => tf.tidy(() =>
    tf.add(tf.conv2d(pad(x), filter, stride, 'valid'), bias.rank === 1 ? bias : perChannel(bias))),

  convolutionFilterGradient: filterGradient,

  convolutionGradient: (x, filter, dy, stride) => tf.tidy(() => {
    const [batch, height, width, channels] = x.shape
    const padded: Size4 = [batch, height + 2, width + 2, channels]
    const dPadded = conv2dInputGradient(padded, dy, filter, stride, 'valid')
    return { dx: tf.slice(dPadded, [0, 1, 1, 0], x.shape), ...filterGradient(x, filter, dy, stride) }
  }),

  // For even sizes, 'same' padding of a 4×4 stride-2 filter is one pixel on every side.
  transposedConvolution: (x, filter, bias) => tf.tidy(() => {
    const [batch, height, width] = x.shape
    return tf.add(tf.conv2dTranspose(x, filter, [batch, 2 * height, 2 * width, filter.shape[2]], 2, 'same'), bias)
  }),

  transposedConvolutionGradient: (x, filter, dy) => tf.tidy(() => ({
    dx: tf.conv2d(dy, filter, 2, 'same'),
    dFilter: conv2dFilterGradient(dy, x, filter.shape, 2, 'same'),
    dBias: sumAllButChannels(dy),
  })),

  dense: (x, weight, bias) => tf.tidy(() => tf.add(tf.matMul(x, weight), bias)),

  denseGradient: (x, weight, dy) => tf.tidy(() => ({
    dx: tf.matMul<Tensor2D>(dy, weight, false, true),
    dWeight: tf.matMul<Tensor2D>(x, dy, true, false),
    dBias: sumAllButChannels(dy),
  })),

  groupNormSilu: (x, scale, shift, groups, added) => {
    const [y, z, centred, factor] = tf.tidy(() => {
      const pixels = x.shape[1] * x.shape[2]
      const centredX: Tensor4D = tf.sub(x, perChannel(groupMean(sumPixels(x), pixels, groups)))
      const variance = groupMean(sumPixels(tf.square(centredX)), pixels, groups)
      const inverseDeviation = tf.rsqrt(tf.add(variance, groupNormEpsilon))
      const affine: Tensor4D = tf.add(tf.mul(centredX, perChannel(tf.mul(inverseDeviation, scale))), shift)
      const active = tf.mul(affine, tf.sigmoid(affine))
      return [added ? tf.add(active, added) : active, affine, centredX, inverseDeviation]
    }) as [Tensor4D, Tensor4D, Tensor4D, Tensor2D]
    return { y, saved: [z, centred, factor] }
  },

  // With z = scale x' + shift, x' = centred · factor, and g = dL/dx' = scale dL/dz:
  // dL/dx = factor (g - <g> - x' <g x'>), means over image and group.
  groupNormSiluGradient: (dy, saved, scale, groups) => tf.tidy(() => {
    const [z, centred, factor] = saved as [Tensor4D, Tensor4D, Tensor2D]
    const pixels = z.shape[1] * z.shape[2]
    const sigmoid = tf.sigmoid(z)
    const dz: Tensor4D = tf.mul(dy, tf.mul(sigmoid, tf.add(1, tf.mul(z, tf.sub(1, sigmoid)))))
    const shiftSums = sumPixels(dz)
    const scaleSums: Tensor2D = tf.mul(sumPixels(tf.mul(dz, centred)), factor)
    const meanG = groupMean(tf.mul(shiftSums, scale), pixels, groups)
    const meanGx = groupMean(tf.mul(scaleSums, scale), pixels, groups)
    const dx: Tensor4D = tf.sub(
      tf.sub(tf.mul(dz, perChannel(tf.mul(factor, scale))), perChannel(tf.mul(factor, meanG))),
      tf.mul(centred, perChannel(tf.mul(tf.square(factor), meanGx))),
    )
    return { dx, dScale: tf.sum(scaleSums, 0) as Tensor1D, dShift: tf.sum(shiftSums, 0) as Tensor1D }
  }),

  silu: (x) => tf.tidy(() => tf.mul(x, tf.sigmoid(x))),

  siluGradient: (x, dy) => tf.tidy(() => {
    const sigmoid = tf.sigmoid(x)
    return tf.mul(dy, tf.mul(sigmoid, tf.add(1, tf.mul(x, tf.sub(1, sigmoid)))))
  }),

  addChannels: (x, vector) => tf.tidy(() => tf.add(x, perChannel(vector))),

  sumPixels,

  combination: (terms) => tf.tidy(() => tf.addN(terms.map(([factor, term]) => (factor === 1 ? term.clone() : tf.mul(term, factor))))),
  weightedSquares: (x, target, weight) => tf.tidy(() => tf.sum(tf.mul(weight, tf.squaredDifference(x, target)))),
  weightedSquaresGradient: (x, target, weight, dLoss) => tf.tidy(() => tf.mul(tf.mul(weight, tf.mul(2, dLoss)), tf.sub(x, target))),
}

export const stockKernels: LayerKernels = { ...layers, ...blocksOfParts(layers) }

/** dL/dx of conv2d: the kernel behind tfjs's own gradient, which has no public name. */
function conv2dInputGradient(inputShape: Size4, dy: Tensor4D, filter: Tensor4D, stride: number, padding: 'same' | 'valid'): Tensor4D {
  return tf.engine().runKernel(tf.Conv2DBackpropInput, { dy, filter }, {
    inputShape, strides: stride, pad: padding, dataFormat: 'NHWC',
  }) as Tensor4D
}

/** dL/dfilter of conv2d. */
function conv2dFilterGradient(x: Tensor4D, dy: Tensor4D, filterShape: Size4, stride: number, padding: 'same' | 'valid'): Tensor4D {
  return tf.engine().runKernel(tf.Conv2DBackpropFilter, { x, dy }, {
    filterShape, strides: stride, pad: padding, dataFormat: 'NHWC',
  }) as Tensor4D
}
