import * as tf from '@tensorflow/tfjs-core'
import type { Tensor, Tensor1D, Tensor2D, Tensor4D } from '@tensorflow/tfjs-core'
import { beforeAll, describe, expect, it } from 'vitest'
import { initialValues } from '../../physics/networks/initial-values.ts'
import { layerKernels, registerLayerKernels } from '../../physics/networks/kernel-registry.ts'
import { simpleUnet } from '../../physics/networks/simple-unet.ts'
import { stockKernels } from '../../physics/networks/stock-kernels.ts'
import { timeFeatures } from '../../physics/networks/time-features.ts'
import { AdamW, type AdamWOptions } from '../../physics/optimisers/adamw.ts'
import { ReferenceAdamW } from '../../physics/optimisers/reference-adamw.test-helper.ts'
import { stream } from '../../physics/random/stream.ts'
import { loadBackend } from '../backends/index.ts'
import { installKernels } from './index.ts'

beforeAll(async () => {
  await loadBackend('tensorflow')
  process.env.HOLOSCOPE_NATIVE = 'off' // the op library has tests of its own
  installKernels()
})

function draw<Result extends Tensor>(name: string, ...shape: number[]): Result {
  const values = new Float32Array(shape.reduce((product, length) => product * length, 1))
  stream(5, name).fillNormal(values)
  return tf.tensor(values, shape) as Result
}

function expectClose(actual: Tensor, expected: Tensor, tolerance: number): void {
  expect(actual.shape).toEqual(expected.shape)
  const other = expected.dataSync<'float32'>()
  const size = Math.sqrt(other.reduce((sum, value) => sum + value * value, 0) / other.length)
  // Rounding is relative to the size of the whole array: sums of both signs cancel.
  actual.dataSync<'float32'>().forEach((value, i) => expect(Math.abs(value - other[i])).toBeLessThan(tolerance * size))
}

function expectAllClose(actual: object, expected: object, tolerance: number): void {
  for (const [name, tensor] of Object.entries(expected)) expectClose(actual[name as keyof typeof actual], tensor as Tensor, tolerance)
}

describe('TensorFlow kernels agree with the stock ones to float32 rounding', () => {
  it.each([[8, 8, 16], [4, 2, 8], [2, 2, 24], [1, 1, 8]])('convolution on %i × %i, %i channels', (height, width, channels) => {
    const x = draw<Tensor4D>('x', 3, height, width, channels)
    const filter = draw<Tensor4D>('filter', 3, 3, channels, 16)
    const bias = draw<Tensor1D>('bias', 16)
    for (const stride of (height > 1 ? [1, 2] : [1]) as (1 | 2)[]) {
      const expected = stockKernels.convolution(x, filter, bias, stride)
      expectClose(layerKernels().convolution(x, filter, bias, stride), expected, 1e-5)
      const biases = draw<Tensor2D>('biases', 3, 16)
      expectClose(layerKernels().convolution(x, filter, biases, stride), stockKernels.convolution(x, filter, biases, stride), 1e-5)
      const dy = draw<Tensor4D>('dy', ...expected.shape)
      expectAllClose(layerKernels().convolutionGradient(x, filter, dy, stride), stockKernels.convolutionGradient(x, filter, dy, stride), 1e-5)
      expectAllClose(layerKernels().convolutionFilterGradient(x, filter, dy, stride), stockKernels.convolutionFilterGradient(x, filter, dy, stride), 1e-5)
    }
  })

  it.each([[4, 4, 16], [1, 2, 8]])('transposed convolution on %i × %i, %i channels', (height, width, channels) => {
    const x = draw<Tensor4D>('x', 3, height, width, channels)
    const filter = draw<Tensor4D>('filter', 4, 4, 24, channels)
    const bias = draw<Tensor1D>('bias', 24)
    const expected = stockKernels.transposedConvolution(x, filter, bias)
    expectClose(layerKernels().transposedConvolution(x, filter, bias), expected, 1e-5)
    const dy = draw<Tensor4D>('dy', ...expected.shape)
    expectAllClose(layerKernels().transposedConvolutionGradient(x, filter, dy), stockKernels.transposedConvolutionGradient(x, filter, dy), 1e-5)
  })

  it.each([[4, 16], [1, 32], [3, 8]])('GroupNorm and SiLU on %i², %i channels, far from mean zero', (size, channels) => {
    const x = tf.add(draw<Tensor4D>('x', 3, size, size, channels), 20) as Tensor4D
    const scale = draw<Tensor1D>('scale', channels)
    const shift = draw<Tensor1D>('shift', channels)
    const expected = stockKernels.groupNormSilu(x, scale, shift, 8)
    const actual = layerKernels().groupNormSilu(x, scale, shift, 8)
    // A mean of 20 deviations leaves 20 · 6e-8 in the centred numbers.
    expectClose(actual.y, expected.y, 5e-5)
    expectClose(layerKernels().groupNormSilu(x, scale, shift, 8, x).y, tf.add(expected.y, x), 5e-5)
    if (size === 1 && channels === 8) return
    const dy = draw<Tensor4D>('dy', 3, size, size, channels)
    expectAllClose(
      layerKernels().groupNormSiluGradient(dy, actual.saved, scale, 8), stockKernels.groupNormSiluGradient(dy, expected.saved, scale, 8), 1e-4)
  })

  it.each([['same', 8], ['halved', 4], ['doubled', 16]] as const)('a block whose images are %s', (sampling, size) => {
    const x = draw<Tensor4D>('x', 3, 8, 8, 16)
    const weights = {
      filter: draw<Tensor4D>('filter', ...(sampling === 'doubled' ? [4, 4, 24, 16] : [3, 3, 16, 24])),
      bias: draw<Tensor1D>('bias', 24), scale: draw<Tensor1D>('scale', 24), shift: draw<Tensor1D>('shift', 24),
    }
    const [added, dy] = [draw<Tensor4D>('added', 3, size, size, 24), draw<Tensor4D>('dy', 3, size, size, 24)]
    const [actual, expected] = [layerKernels(), stockKernels].map((kernels) => {
      const { y, saved } = kernels.convolutionBlock(x, weights, sampling, 8, added)
      const { dx, dFilter, dScale, dShift } = kernels.convolutionBlockGradient(dy, x, saved, weights, sampling, 8)
      return { y, dx, dFilter, dScale, dShift }
    })
    expectAllClose(actual, expected, 1e-4)
  })

  it('dense layers, SiLU, sums', () => {
    const x = draw<Tensor2D>('x', 5, 12)
    const weight = draw<Tensor2D>('weight', 12, 7)
    const bias = draw<Tensor1D>('bias', 7)
    const dy = draw<Tensor2D>('dy', 5, 7)
    expectClose(layerKernels().dense(x, weight, bias), stockKernels.dense(x, weight, bias), 1e-5)
    expectAllClose(layerKernels().denseGradient(x, weight, dy), stockKernels.denseGradient(x, weight, dy), 1e-5)
    expectClose(layerKernels().silu(x), stockKernels.silu(x), 1e-5)
    const [actual, expected] = [layerKernels(), stockKernels].map((kernels) => {
      const { y, z } = kernels.denseSilu(x, weight, bias)
      return { y, z, ...kernels.denseSiluGradient(x, weight, z, dy) }
    })
    expectAllClose(actual, expected, 1e-5)
    expectClose(layerKernels().siluGradient(x, x), stockKernels.siluGradient(x, x), 1e-5)
    const image = draw<Tensor4D>('image', 5, 3, 3, 7)
    expectClose(layerKernels().addChannels(image, dy), stockKernels.addChannels(image, dy), 1e-6)
    expectClose(layerKernels().sumPixels(image), stockKernels.sumPixels(image), 1e-5)
  })

  it('the whole U-Net and its gradient', () => {
    const network = simpleUnet({ inputPlanes: 8, outputPlanes: 8, width: 16, depth: 3 })
    const weights = initialValues(network.parameters, 2).map((values, i) => tf.tensor(values, [...network.parameters[i].shape]))
    const input = draw<Tensor4D>('input', 4, 16, 16, 8)
    const time = tf.tensor2d(timeFeatures([0, 0.3, 0.6, 1]), [4, 128])
    const differentiate = () => tf.valueAndGrads((...tensors: Tensor[]) => tf.sum(tf.square(network.apply(tensors, input, time))))(weights)
    const fast = layerKernels()
    const actual = differentiate()
    registerLayerKernels('tensorflow', stockKernels)
    const expected = differentiate()
    registerLayerKernels('tensorflow', fast)
    expectClose(actual.value, expected.value, 1e-5)
    const joined = (tensors: Tensor[]) => tf.concat1d(tensors.map((tensor) => tf.reshape(tensor, [-1])))
    // Compared as one vector: biases in front of a norm have gradients near zero.
    expectClose(joined(actual.grads), joined(expected.grads), 1e-3)
  })
})

describe('AdamW in resource variables', () => {
  const options: AdamWOptions = {
    schedule: 'cosine', learningRate: 1e-2, finalLearningRateFraction: 0.1, warmupSteps: 0, steps: 20,
    emaDecay: 0.99, emaRamp: true, emaStart: 2, weightDecay: 0.1, clipNorm: 1,
  }
  const zero = { kind: 'constant', value: 0 } as const
  const parameters = [{ name: 'a', shape: [30, 7], initial: zero }, { name: 'b', shape: [11], initial: zero }]
  const values = (name: string, index: number, scale = 1) => [210, 11].map((size) => {
    const drawn = new Float32Array(size)
    stream(index, name, size).fillNormal(drawn, scale)
    return drawn
  })
  const joined = (parts: Float32Array[]) => parts.flatMap((part) => [...part])
  const gradients = (step: number) => values('gradient', step, 0.02 * (1 + step))
  const update = (optimiser: AdamW, step: number) => {
    const tensors = gradients(step).map((data, i) => tf.tensor(data, parameters[i].shape))
    tf.dispose([tensors, optimiser.update(step, tensors)])
  }

  it('follows the float64 formulas over 20 steps', async () => {
    const optimiser = new AdamW(parameters, values('initial', 0), options)
    const reference = new ReferenceAdamW(joined(values('initial', 0)), options)
    for (let step = 0; step < 20; step++) {
      update(optimiser, step)
      reference.update(step, joined(gradients(step)))
    }
    const state = await optimiser.saveState()
    const read = (name: string) => ['a', 'b'].flatMap((part) => [...state.get(`${name}/${part}`)!.data])
    // Weights of order one, 20 roundings of 6e-8; TensorFlow's 1 - 0.999 in float32 is off by 1e-5 of a step of 1e-2.
    read('weights').forEach((value, i) => expect(Math.abs(value - reference.weights[i])).toBeLessThan(4e-6))
    read('average').forEach((value, i) => expect(Math.abs(value - reference.average[i])).toBeLessThan(4e-6))
    optimiser.dispose()
  })

  it('does not let an earlier reading change under the reader', () => {
    const optimiser = new AdamW(parameters, values('initial', 0), { ...options, emaDecay: 0 })
    update(optimiser, 0)
    const before = optimiser.parameters('average')
    const copy = before.map((tensor) => tensor.dataSync().slice())
    update(optimiser, 1)
    before.forEach((tensor, i) => expect(tensor.dataSync()).toEqual(copy[i]))
    tf.dispose(before)
    optimiser.dispose()
  })

  it('continues from its saved state bit for bit, and gives all tensors back', async () => {
    const tensors = tf.memory().numTensors
    const first = new AdamW(parameters, values('initial', 0), options)
    for (let step = 0; step < 5; step++) update(first, step)
    const state = await first.saveState()
    const second = new AdamW(parameters, values('initial', 1), options)
    second.loadState((name) => state.get(name)!.data)
    for (let step = 5; step < 10; step++) {
      update(first, step)
      update(second, step)
    }
    expect(await second.saveState()).toEqual(await first.saveState())
    first.dispose()
    second.dispose()
    // Shapes for reshaping are made once for the life of the process.
    expect(tf.memory().numTensors).toBe(tensors)
  })
})
