import * as tf from '@tensorflow/tfjs'
import type { Tensor, Tensor2D } from '@tensorflow/tfjs-core'
import { beforeAll, describe, expect, it } from 'vitest'
import { stream } from '../random/stream.ts'
import { fcn } from './fcn.ts'
import { fcnParameters } from './fcn-parameters.ts'
import { initialValues } from './initial-values.ts'
import { elementCount, parameterCount, type Network } from './network.ts'
import { referenceFcn, referenceUnet, type ReferenceArray } from './reference-networks.test-helper.ts'
import { simpleUnet } from './simple-unet.ts'
import { simpleUnetParameters } from './simple-unet-parameters.ts'
import { timeFeatures } from './time-features.ts'

beforeAll(async () => {
  await tf.setBackend('cpu')
})

describe('parameter counts (spec 7, test 56)', () => {
  const unet = (width: number, outputPlanes: number, depth = 3) =>
    parameterCount(simpleUnetParameters({ inputPlanes: 8, outputPlanes, width, depth }))
  const connected = (width: number) => parameterCount(fcnParameters({ inputs: 4, outputs: 4, width, hiddenLayers: 6 }))

  it('equal the published ones', () => {
    expect(unet(64, 4)).toBe(10_596_868)
    expect(unet(64, 8)).toBe(10_599_176)
    expect(connected(1442)).toBe(10_601_588)
  })

  it('follow the table of the scaled versions', () => {
    expect([16, 24, 32].map((width) => unet(width, 4))).toEqual([671_620, 1_501_828, 2_661_636])
    expect([16, 24, 32].map((width) => unet(width, 8))).toEqual([672_200, 1_502_696, 2_662_792])
    expect([16, 32].map((width) => unet(width, 4, 2))).toEqual([170_564, 660_100])
    expect([16, 32].map((width) => unet(width, 8, 2))).toEqual([171_144, 661_256])
    expect([353, 534, 716].map(connected)).toEqual([673_175, 1_501_612, 2_664_956])
  })

  it('break down as printed', () => {
    const parts: Record<string, number> = {}
    for (const { name, shape } of simpleUnetParameters({ inputPlanes: 8, outputPlanes: 4, width: 64, depth: 3 })) {
      const part = name.split('.').slice(0, /^(down|up)/.test(name) ? 2 : 1).join('.')
      parts[part] = (parts[part] ?? 0) + elementCount(shape)
    }
    expect(parts).toEqual({
      time: 49_472, input: 4_672, 'down.0': 221_952, 'down.1': 886_272, 'down.2': 3_542_016, middle: 2_360_832,
      'up.0': 2_688_512, 'up.1': 672_512, 'up.2': 168_320, output: 2_308,
    })
  })
})

describe('time features (spec test 52)', () => {
  it('are sines, then cosines, of 64 frequencies', () => {
    const features = timeFeatures([0, 0.5])
    const expected = { 0: 0.479425538604, 1: 0.419579627564, 64: 0.877582561890, 127: 0.999999998333 }
    // Rounded to float32 once: relative error below 2^-24.
    for (const [index, value] of Object.entries(expected)) {
      expect(Math.abs(features[128 + Number(index)] / value - 1)).toBeLessThan(2 ** -24)
    }
    expect([...features.slice(0, 128)]).toEqual([...new Float32Array(64), ...new Float32Array(64).fill(1)])
  })
})

describe('initial values', () => {
  const parameters = simpleUnetParameters({ inputPlanes: 8, outputPlanes: 8, width: 8, depth: 2, zeroInitialisedOutput: true })
  const values = initialValues(parameters, 3)

  it('fill ±1/sqrt(fan-in) evenly, with the output channels as fan-in of transposed convolutions', () => {
    const check = (name: string, bound: number) => {
      const drawn = values[parameters.findIndex((parameter) => parameter.name === name)]
      const variance = drawn.reduce((sum, value) => sum + value * value, 0) / drawn.length
      expect(Math.max(...drawn.map(Math.abs))).toBeLessThanOrEqual(bound)
      // Variance of a uniform law bound²/3; its estimate from n values has the relative deviation sqrt(4/5n).
      expect(Math.abs(variance / (bound ** 2 / 3) - 1), name).toBeLessThan(4 * Math.sqrt(0.8 / drawn.length))
    }
    check('down.1.convolution.weight', 1 / Math.sqrt(9 * 32))
    check('down.1.convolution.bias', 1 / Math.sqrt(9 * 32))
    check('up.0.double.weight', 1 / Math.sqrt(16 * 16))
    check('time.0.weight', 1 / Math.sqrt(128))
  })

  it('start norms at scale 1, shift 0, and a zero-initialised output at zero', () => {
    const named = (name: string) => new Set(values[parameters.findIndex((parameter) => parameter.name === name)])
    expect(named('middle.norm.scale')).toEqual(new Set([1]))
    expect(named('middle.norm.shift')).toEqual(new Set([0]))
    expect(named('output.weight')).toEqual(new Set([0]))
    expect(named('output.bias')).toEqual(new Set([0]))
  })

  it('depend on the seed, and on nothing else', () => {
    expect(initialValues(parameters, 3)).toEqual(values)
    expect(initialValues(parameters, 4)[0]).not.toEqual(values[0])
  })
})

interface Case {
  name: string
  network: Network
  inputShape: number[]
  outputShape: number[]
  reference: (weights: ReferenceArray[], input: ReferenceArray, time: ReferenceArray) => ReferenceArray
}

const unetOptions = { inputPlanes: 4, outputPlanes: 2, width: 8, depth: 2 }
const fcnOptions = { inputs: 4, outputs: 4, width: 12, hiddenLayers: 3 }
const cases: Case[] = [
  {
    name: 'simple U-Net', network: simpleUnet(unetOptions), inputShape: [2, 4, 4, 4], outputShape: [2, 4, 4, 2],
    reference: (weights, input, time) => referenceUnet(unetOptions.depth, weights, input, time),
  },
  { name: 'FCN', network: fcn(fcnOptions), inputShape: [2, 4], outputShape: [2, 4], reference: referenceFcn },
]

function draws(shape: number[], name: string, index = 0): ReferenceArray {
  const data = new Float64Array(elementCount(shape))
  stream(11, name, index).fillNormal(data)
  return { shape, data: data.map(Math.fround) }
}

const toTensor = ({ shape, data }: ReferenceArray): Tensor => tf.tensor(Float32Array.from(data), shape)

describe.each(cases)('$name', ({ network, inputShape, outputShape, reference }) => {
  // Norm scales and shifts are drawn too, else their part of the formula would go untested.
  const weights = network.parameters.map(({ shape, initial }, index): ReferenceArray => {
    const drawn = draws([...shape], 'weights', index)
    const [centre, size] = initial.kind === 'uniform' ? [0, 0.7 * initial.bound] : [initial.value, 0.3]
    return { shape: [...shape], data: drawn.data.map((value) => Math.fround(centre + size * value)) }
  })
  const input = draws(inputShape, 'input')
  const time: ReferenceArray = { shape: [2, 128], data: Float64Array.from(timeFeatures([0.2, 0.9])) }

  it('agrees with a slow float64 version', () => {
    const output = network.apply(weights.map(toTensor), toTensor(input), toTensor(time) as Tensor2D)
    expect(output.shape).toEqual(outputShape)
    const expected = reference(weights, input, time).data
    // Float32 sums of up to 300 terms through about 15 layers.
    output.dataSync().forEach((value, i) => expect(Math.abs(value - expected[i])).toBeLessThan(2e-5))
  })

  it('treats one time for all samples like the same time given to each', () => {
    const one = timeFeatures([0.4])
    const twice = timeFeatures([0.4, 0.4])
    const tensors = weights.map(toTensor)
    const shared = network.apply(tensors, toTensor(input), tf.tensor2d(one, [1, 128])).dataSync()
    expect(network.apply(tensors, toTensor(input), tf.tensor2d(twice, [2, 128])).dataSync()).toEqual(shared)
  })

  it.each([2, 1])('has the gradient that float64 finite differences give (times: %i)', (timeRows) => {
    const times = timeRows === 2 ? time : { shape: [1, 128], data: time.data.slice(0, 128) }
    const bothTimes = timeRows === 2 ? time : { shape: [2, 128], data: Float64Array.from([...times.data, ...times.data]) }
    const direction = draws(outputShape, 'direction')
    const gradients = tf.grads((...tensors: Tensor[]) =>
      tf.sum(tf.mul(network.apply(tensors, toTensor(input), toTensor(times) as Tensor2D), toTensor(direction))))(weights.map(toTensor))
    const objective = (trial: ReferenceArray[]) =>
      reference(trial, input, bothTimes).data.reduce((sum, value, i) => sum + value * direction.data[i], 0)
    weights.forEach((weight, position) => {
      // One random direction per parameter: exact to h² times the third derivative, and 1e-16 / h from rounding.
      const along = draws(weight.shape, 'probe', position).data
      const h = 1e-5
      const moved = (sign: number) => weights.map((other, index) =>
        index === position ? { ...other, data: other.data.map((value, i) => value + sign * h * along[i]) } : other)
      const difference = (objective(moved(1)) - objective(moved(-1))) / (2 * h)
      const gradient = gradients[position].dataSync()
      const projected = along.reduce((sum, value, i) => sum + value * gradient[i], 0)
      const scale = Math.hypot(...along) * Math.hypot(...gradient) / Math.sqrt(along.length)
      // The norm removes a bias before it, whose gradient is then 0 up to the rounding of float32 sums of order 1.
      expect(Math.abs(projected - difference), network.parameters[position].name).toBeLessThan(1e-4 * scale + 1e-5)
    })
  })

  it('leaves no tensor behind but its output', () => {
    const tensors = weights.map(toTensor)
    const x = toTensor(input)
    const t = toTensor(time) as Tensor2D
    const before = tf.memory().numTensors
    const output = tf.tidy(() => network.apply(tensors, x, t))
    expect(tf.memory().numTensors).toBe(before + 1)
    output.dispose()
  })
})
