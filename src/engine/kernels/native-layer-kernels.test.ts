import * as tf from '@tensorflow/tfjs-core'
import type { Tensor, Tensor1D, Tensor2D, Tensor4D } from '@tensorflow/tfjs-core'
import { beforeAll, describe, expect, it } from 'vitest'
import { blocksOfParts } from '../../physics/networks/blocks-of-parts.ts'
import { initialValues } from '../../physics/networks/initial-values.ts'
import { registerLayerKernels } from '../../physics/networks/kernel-registry.ts'
import type { LayerKernels } from '../../physics/networks/layer-kernels.ts'
import { simpleUnet } from '../../physics/networks/simple-unet.ts'
import { stockKernels } from '../../physics/networks/stock-kernels.ts'
import { timeFeatures } from '../../physics/networks/time-features.ts'
import { stream } from '../../physics/random/stream.ts'
import { loadBackend } from '../backends/index.ts'
import { nativeLayerKernels } from './native-layer-kernels.ts'
import { loadNativeLibrary } from './native-library.ts'
import { differenceGradient, referenceConvolution, referenceGroupNormSilu, referenceTransposedConvolution } from './reference-layers.test-helper.ts'
import { tensorFlowOps } from './tensorflow-ops.ts'

/** Known before the tests are, so that they can be left out where the library is not there. */
await loadBackend('tensorflow')
const { instructionSet, reason } = loadNativeLibrary()
let kernels: LayerKernels

beforeAll(() => {
  if (instructionSet) kernels = nativeLayerKernels(tensorFlowOps(), stockKernels, instructionSet)
})

function draw<Result extends Tensor>(name: string, ...shape: number[]): Result {
  const values = new Float32Array(shape.reduce((product, length) => product * length, 1))
  stream(7, name).fillNormal(values)
  return tf.tensor(values, shape) as Result
}

/** Root mean square of the difference over that of what is expected. */
function relativeError(actual: Tensor, expected: ArrayLike<number>): number {
  const values = actual.dataSync()
  expect(values.length).toBe(expected.length)
  let [difference, size] = [0, 0]
  for (let i = 0; i < values.length; i++) {
    difference += (values[i] - expected[i]) ** 2
    size += expected[i] ** 2
  }
  return Math.sqrt(difference / size)
}

it('the op library is there, or says why not', () => {
  if (instructionSet) expect(kernels.name).toContain(instructionSet)
  else expect(reason).toMatch(/\.$/)
})

describe.skipIf(!instructionSet)('GroupNorm and SiLU', () => {
  it.each([[3, 1, 1, 16], [2, 2, 2, 8], [1, 3, 5, 24], [3, 4, 4, 40], [2, 7, 7, 64], [1, 2, 2, 128]])(
    'batch %i, %i × %i pixels, %i channels: y and all gradients against float64', (batch, height, width, channels) => {
      const groups = 8
      const shape = { batch, pixels: height * width, channels, groups }
      const x = draw<Tensor4D>('x', batch, height, width, channels)
      const [scale, shift] = [draw<Tensor1D>('scale', channels), draw<Tensor1D>('shift', channels)]
      const dy = draw<Tensor4D>('dy', batch, height, width, channels)
      const [xs, scales, shifts, dys] = [x, scale, shift, dy].map((tensor) => tensor.dataSync())
      const { y, saved } = kernels.groupNormSilu(x, scale, shift, groups)
      const { dx, dScale, dShift } = kernels.groupNormSiluGradient(dy, saved, scale, groups)
      // A few roundings of 6e-8 an element; sums in double.
      expect(relativeError(y, referenceGroupNormSilu(shape, xs, scales, shifts))).toBeLessThan(1e-6)
      expect(relativeError(dScale, differenceGradient((s) => referenceGroupNormSilu(shape, xs, s, shifts), scales, dys))).toBeLessThan(2e-6)
      expect(relativeError(dShift, differenceGradient((t) => referenceGroupNormSilu(shape, xs, scales, t), shifts, dys))).toBeLessThan(2e-6)
      if (xs.length > 500) return // as many evaluations of the whole as there are elements
      // Two members normalise to ±1 whatever they are: dx is what is left of terms that cancel to one part in a hundred.
      const tolerance = height * width * (channels / groups) === 2 ? 1e-4 : 2e-6
      expect(relativeError(dx, differenceGradient((v) => referenceGroupNormSilu(shape, v, scales, shifts), xs, dys))).toBeLessThan(tolerance)
    })

  it('agrees with the stock op on a whole batch, and far from mean zero', () => {
    const x = tf.add(draw<Tensor4D>('x', 64, 16, 16, 32), 20) as Tensor4D
    const [scale, shift, dy] = [draw<Tensor1D>('scale', 32), draw<Tensor1D>('shift', 32), draw<Tensor4D>('dy', 64, 16, 16, 32)]
    const [ours, stock] = [kernels, stockKernels].map((layers) => layers.groupNormSilu(x, scale, shift, 8))
    // A mean of 20 deviations leaves 20 · 6e-8 in the centred numbers, of either.
    expect(relativeError(ours.y, stock.y.dataSync())).toBeLessThan(5e-6)
    const [ourGradient, stockGradient] = [
      kernels.groupNormSiluGradient(dy, ours.saved, scale, 8), stockKernels.groupNormSiluGradient(dy, stock.saved, scale, 8)]
    for (const name of ['dx', 'dScale', 'dShift'] as const) {
      expect(relativeError(ourGradient[name], stockGradient[name].dataSync())).toBeLessThan(2e-5)
    }
  })

  it('a skip connection is added to y, to the last bit', () => {
    const [x, added] = [draw<Tensor4D>('x', 3, 5, 4, 24), draw<Tensor4D>('added', 3, 5, 4, 24)]
    const scale = draw<Tensor1D>('scale', 24)
    const sum = tf.add(kernels.groupNormSilu(x, scale, scale, 8).y, added)
    expect(kernels.groupNormSilu(x, scale, scale, 8, added).y.dataSync()).toEqual(sum.dataSync())
  })

  it('leaves channels that do not come in eights to the other kernels', () => {
    const [x, scale, shift] = [draw<Tensor4D>('x', 2, 2, 2, 12), draw<Tensor1D>('scale', 12), draw<Tensor1D>('shift', 12)]
    const { y, saved } = kernels.groupNormSilu(x, scale, shift, 4)
    expect(y.dataSync()).toEqual(stockKernels.groupNormSilu(x, scale, shift, 4).y.dataSync())
    expect(kernels.groupNormSiluGradient(x, saved, scale, 4).dx.dataSync()).toEqual(stockKernels.groupNormSiluGradient(x, saved, scale, 4).dx.dataSync())
  })

  it('stays finite where the sigmoid is 0 or 1 to all digits', () => {
    const x = draw<Tensor4D>('x', 2, 2, 2, 16)
    const scale = tf.fill([16], 1e4) as Tensor1D
    const { y, saved } = kernels.groupNormSilu(x, scale, tf.zeros([16]), 8)
    const { dx } = kernels.groupNormSiluGradient(x, saved, scale, 8)
    for (const tensor of [y, dx]) expect([...tensor.dataSync()].every(Number.isFinite)).toBe(true)
  })
})

describe.skipIf(!instructionSet)('sums in one pass', () => {
  it('sums over the pixels of each image', () => {
    const x = draw<Tensor4D>('x', 3, 5, 4, 24)
    expect(relativeError(kernels.sumPixels(x), stockKernels.sumPixels(x).dataSync())).toBeLessThan(1e-6)
  })

  // One number, less than a vector, more than a task's piece.
  it.each([[[1]], [[3, 5]], [[7, 5, 3, 2]], [[3, 60, 60, 1]]])('a combination of arrays %j is that of its numbers', (shape) => {
    const terms = [2, -0.5, 1 / 3].map((factor, i) => [factor, draw(`term ${i}`, ...shape)] as const)
    const columns = terms.map(([, term]) => term.dataSync())
    const expected = Float64Array.from(columns[0], (_, at) => terms.reduce((sum, [factor], i) => sum + factor * columns[i][at], 0))
    expect(relativeError(kernels.combination(terms), expected)).toBeLessThan(2e-7) // three roundings of 6e-8
  })

  it.each([[[1, 1]], [[4, 3]], [[5, 7, 3, 2]], [[3, 60, 60, 1]]])('weighted squares and their gradient on %j, weights by number and by image', (shape) => {
    const [x, target] = [draw('x', ...shape), draw('target', ...shape)]
    for (const weightShape of [shape, [shape[0], ...shape.slice(1).map(() => 1)]]) {
      const weight = draw('weight', ...weightShape)
      const dLoss = tf.scalar(-1.5)
      const [xs, targets, weights] = [x, target, weight].map((tensor) => tensor.dataSync())
      const weightAt = (at: number) => weights[Math.floor(at / (xs.length / weights.length))]
      const terms = Array.from(xs, (value, at) => weightAt(at) * (value - targets[at]) ** 2)
      const loss = kernels.weightedSquares(x, target, weight).dataSync()[0]
      const size = terms.reduce((sum, term) => sum + Math.abs(term), 0)
      expect(Math.abs(loss - terms.reduce((sum, term) => sum + term, 0)) / size).toBeLessThan(1e-6)
      const gradient = Float64Array.from(xs, (value, at) => -3 * weightAt(at) * (value - targets[at]))
      expect(relativeError(kernels.weightedSquaresGradient(x, target, weight, dLoss), gradient)).toBeLessThan(2e-7)
    }
  })
})

describe.skipIf(!instructionSet)('convolutions', () => {
  /** Winograd's transforms cost about a digit: sums of a few terms of 30 times the size of the result. */
  const tolerance = 5e-6

  it.each([
    // batch, height, width, input and output channels
    [2, 16, 16, 16, 32], [3, 7, 7, 48, 56], [2, 4, 4, 72, 32], [2, 5, 3, 24, 40], [1, 8, 8, 8, 16], [3, 3, 9, 16, 8],
    [35, 2, 2, 40, 32], [9, 1, 1, 16, 24], [2, 1, 2, 8, 8], [1, 2, 6, 128, 128],
    // The filter's gradient in several parts, added up, and a slice of channels that is not full.
    [9, 16, 16, 40, 16],
  ])('3 × 3 on batch %i, %i × %i pixels, %i -> %i channels: y and gradients against float64', (batch, height, width, input, output) => {
    const x = draw<Tensor4D>('x', batch, height, width, input)
    const filter = draw<Tensor4D>('filter', 3, 3, input, output)
    const bias = draw<Tensor1D>('bias', output)
    for (const stride of [1, 2] as const) {
      const dy = draw<Tensor4D>('dy', batch, Math.ceil(height / stride), Math.ceil(width / stride), output)
      const expected = referenceConvolution({ batch, height, width, input, output, stride }, {
        x: x.dataSync(), filter: filter.dataSync(), bias: bias.dataSync(), dy: dy.dataSync(),
      })
      const actual = { y: kernels.convolution(x, filter, bias, stride), ...kernels.convolutionGradient(x, filter, dy, stride) }
      expect(actual.y.shape).toEqual(dy.shape)
      for (const name of ['y', 'dx', 'dFilter', 'dBias'] as const) expect(relativeError(actual[name], expected[name])).toBeLessThan(tolerance)
      const alone = kernels.convolutionFilterGradient(x, filter, dy, stride)
      expect(alone.dFilter.dataSync()).toEqual(actual.dFilter.dataSync())
      expect(alone.dBias.dataSync()).toEqual(actual.dBias.dataSync())
    }
  })

  it.each([[16, 16, 1], [5, 3, 1], [8, 8, 2], [2, 2, 1]] as const)(
    'a bias for each image is that vector at each of its pixels: %i × %i pixels, stride %i', (height, width, stride) => {
      const x = draw<Tensor4D>('x', 3, height, width, 16)
      const filter = draw<Tensor4D>('filter', 3, 3, 16, 24)
      const bias = draw<Tensor2D>('bias', 3, 24)
      const expected = stockKernels.convolution(x, filter, bias, stride)
      expect(relativeError(kernels.convolution(x, filter, bias, stride), expected.dataSync())).toBeLessThan(tolerance)
    })

  it.each([[2, 8, 8, 32, 16], [33, 2, 2, 24, 40], [3, 1, 1, 16, 8], [2, 3, 5, 8, 72]])(
    'transposed 4 × 4 on batch %i, %i × %i pixels, %i -> %i channels: y and gradients against float64', (batch, height, width, input, output) => {
      const x = draw<Tensor4D>('x', batch, height, width, input)
      const filter = draw<Tensor4D>('filter', 4, 4, output, input)
      const bias = draw<Tensor1D>('bias', output)
      const dy = draw<Tensor4D>('dy', batch, 2 * height, 2 * width, output)
      const expected = referenceTransposedConvolution({ batch, height, width, input, output }, {
        x: x.dataSync(), filter: filter.dataSync(), bias: bias.dataSync(), dy: dy.dataSync(),
      })
      const actual = { y: kernels.transposedConvolution(x, filter, bias), ...kernels.transposedConvolutionGradient(x, filter, dy) }
      expect(actual.y.shape).toEqual(dy.shape)
      for (const name of ['y', 'dx', 'dFilter', 'dBias'] as const) expect(relativeError(actual[name], expected[name])).toBeLessThan(1e-6)
    })

  it('agree with the stock ops on a whole batch', () => {
    const x = draw<Tensor4D>('x', 64, 16, 16, 16)
    const [filter, bias] = [draw<Tensor4D>('filter', 3, 3, 16, 16), draw<Tensor1D>('bias', 16)]
    const stock = stockKernels.convolutionGradient(x, filter, x, 1)
    const actual = kernels.convolutionGradient(x, filter, x, 1)
    expect(relativeError(kernels.convolution(x, filter, bias, 1), stockKernels.convolution(x, filter, bias, 1).dataSync())).toBeLessThan(tolerance)
    for (const name of ['dx', 'dFilter', 'dBias'] as const) expect(relativeError(actual[name], stock[name].dataSync())).toBeLessThan(tolerance)
  })

  it('leave channels that do not come in eights to the other kernels', () => {
    const [x, filter, bias] = [draw<Tensor4D>('x', 2, 4, 4, 16), draw<Tensor4D>('filter', 3, 3, 16, 4), draw<Tensor1D>('bias', 4)]
    expect(kernels.convolution(x, filter, bias, 1).dataSync()).toEqual(stockKernels.convolution(x, filter, bias, 1).dataSync())
  })

  it('leave no tensors behind', () => {
    const [x, filter] = [draw<Tensor4D>('x', 2, 4, 4, 16), draw<Tensor4D>('filter', 3, 3, 16, 16)]
    const before = tf.memory().numTensors
    tf.dispose({ ...kernels.convolutionFilterGradient(x, filter, x, 1) })
    tf.dispose({ ...kernels.convolutionGradient(x, filter, x, 1) })
    expect(tf.memory().numTensors).toBe(before)
  })
})

describe.skipIf(!instructionSet)('dense layers', () => {
  // One number, less than a vector, a panel and a strip that are not full, several panels, a batch that is not full.
  it.each([[1, 1, 1], [3, 5, 7], [8, 32, 32], [64, 33, 65], [13, 353, 100], [2, 129, 16]])('%i rows, %i -> %i, with SiLU and without', (rows, inputs, outputs) => {
    const [x, dy] = [draw<Tensor2D>('x', rows, inputs), draw<Tensor2D>('dy', rows, outputs)]
    const [weight, bias] = [draw<Tensor2D>('weight', inputs, outputs), draw<Tensor1D>('bias', outputs)]
    const [actual, expected] = [kernels, stockKernels].map((layers) => {
      const { y, z } = layers.denseSilu(x, weight, bias)
      return { plain: { y: layers.dense(x, weight, bias), ...layers.denseGradient(x, weight, dy) }, silu: { y, z, ...layers.denseSiluGradient(x, weight, z, dy) } }
    })
    // Sums of a few hundred terms in float32, in two orders.
    for (const name of ['y', 'dx', 'dWeight', 'dBias'] as const) expect(relativeError(actual.plain[name], expected.plain[name].dataSync())).toBeLessThan(2e-6)
    for (const name of ['y', 'z', 'dx', 'dWeight', 'dBias'] as const) expect(relativeError(actual.silu[name], expected.silu[name].dataSync())).toBeLessThan(2e-6)
  })

  it('leave no tensors behind', () => {
    const [x, weight, bias] = [draw<Tensor2D>('x', 3, 5), draw<Tensor2D>('weight', 5, 7), draw<Tensor1D>('bias', 7)]
    const before = tf.memory().numTensors
    const y = kernels.dense(x, weight, bias)
    tf.dispose([y, { ...kernels.denseGradient(x, weight, y) }])
    expect(tf.memory().numTensors).toBe(before)
  })
})

describe.skipIf(!instructionSet)('a block of convolution, GroupNorm and SiLU', () => {
  it.each([
    // Winograd's tiles, the map between grids, images that are not square, a last group of images that is not full.
    ['same', 3, 8, 8, 16, 24], ['same', 9, 2, 2, 32, 16], ['halved', 2, 6, 4, 8, 16], ['halved', 13, 2, 2, 24, 48], ['doubled', 3, 4, 4, 24, 8], ['doubled', 11, 1, 2, 16, 40],
  ] as const)('%s, batch %i, %i × %i pixels, %i -> %i channels: y and gradients are those of its layers', (sampling, batch, height, width, input, output) => {
    const factor = { same: 1, halved: 1 / 2, doubled: 2 }[sampling]
    const x = draw<Tensor4D>('x', batch, height, width, input)
    const weights = {
      filter: sampling === 'doubled' ? draw<Tensor4D>('filter', 4, 4, output, input) : draw<Tensor4D>('filter', 3, 3, input, output),
      bias: draw<Tensor1D>('bias', output), scale: draw<Tensor1D>('scale', output), shift: draw<Tensor1D>('shift', output),
    }
    const [added, dy] = ['added', 'dy'].map((name) => draw<Tensor4D>(name, batch, height * factor, width * factor, output))
    for (const skip of [undefined, added]) {
      const [block, layers] = [kernels, blocksOfParts(kernels)].map((taken) => {
        const { y, saved } = taken.convolutionBlock(x, weights, sampling, 8, skip)
        return { y, ...taken.convolutionBlockGradient(dy, x, saved, weights, sampling, 8) }
      })
      for (const name of ['y', 'dx', 'dFilter', 'dScale', 'dShift'] as const) expect(block[name].dataSync()).toEqual(layers[name].dataSync())
      // The only number that is added up in another order; it is small against its terms, because GroupNorm takes the mean out.
      const [ours, theirs] = [block, layers].map(({ dBias }) => dBias.dataSync())
      const size = Math.hypot(...tf.sum(tf.abs(layers.dx), [0, 1, 2]).dataSync())
      expect(Math.hypot(...ours.map((value, i) => value - theirs[i])) / size).toBeLessThan(1e-6)
    }
  })

  it('leaves channels that do not come in eights to the other kernels, and no tensors behind', () => {
    const x = draw<Tensor4D>('x', 2, 4, 4, 16)
    for (const output of [12, 16]) {
      const weights = {
        filter: draw<Tensor4D>('filter', 3, 3, 16, output), bias: draw<Tensor1D>('bias', output), scale: draw<Tensor1D>('scale', output), shift: draw<Tensor1D>('shift', output),
      }
      const before = tf.memory().numTensors
      const { y, saved } = kernels.convolutionBlock(x, weights, 'same', 4)
      const gradient = kernels.convolutionBlockGradient(y, x, saved, weights, 'same', 4)
      if (output === 12) expect(y.dataSync()).toEqual(stockKernels.convolutionBlock(x, weights, 'same', 4).y.dataSync())
      tf.dispose([y, [...saved], { ...gradient }])
      if (output === 16) expect(tf.memory().numTensors).toBe(before)
    }
  })
})

it.skipIf(!instructionSet)('the whole U-Net and its gradient agree with the stock ops, also where a width is no multiple of 16', () => {
  const network = simpleUnet({ inputPlanes: 8, outputPlanes: 4, width: 24, depth: 3 })
  const weights = initialValues(network.parameters, 2).map((values, i) => tf.tensor(values, [...network.parameters[i].shape]))
  const input = draw<Tensor4D>('input', 4, 16, 16, 8)
  const time = tf.tensor2d(timeFeatures([0, 0.3, 0.6, 1]), [4, 128])
  const [ours, stock] = [kernels, stockKernels].map((layers) => {
    registerLayerKernels('tensorflow', layers)
    return tf.valueAndGrads((...tensors: Tensor[]) => tf.sum(tf.square(network.apply(tensors, input, time))))(weights)
  })
  expect(relativeError(ours.value, stock.value.dataSync())).toBeLessThan(1e-5)
  const joined = (tensors: Tensor[]) => tf.concat1d(tensors.map((tensor) => tf.reshape(tensor, [-1])))
  // Fourteen layers of a few 1e-6 each, compared as one vector: biases in front of a norm have gradients near zero.
  expect(relativeError(joined(ours.grads), joined(stock.grads).dataSync())).toBeLessThan(1e-4)
})
