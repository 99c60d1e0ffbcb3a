import * as tf from '@tensorflow/tfjs'
import type { Tensor1D, Tensor4D } from '@tensorflow/tfjs-core'
import { beforeAll, describe, expect, it } from 'vitest'
import { stream } from '../../random/stream.ts'
import { goldenBulkField } from './golden-map.ts'
import { makeHolographicMap } from './make-map.ts'
import type { MapOptions } from './map-options.ts'
import { refuseOverflow } from './overflow.ts'
import { tensorMap } from './tensor-map.ts'

beforeAll(async () => {
  await tf.setBackend('cpu')
})

interface Case { name: string; options: MapOptions; side: number; components: 1 | 2; amplitude?: number }
const cases: Case[] = [
  { name: 'U(1), asinh', options: { kind: 'u1', depth: 0, activation: 'asinh', repeats: 1 }, side: 8, components: 2 },
  { name: 'U(1), L = 2', options: { kind: 'u1', depth: 0, activation: 'asinh', repeats: 1 }, side: 2, components: 2 },
  { name: 'U(1), sinh', options: { kind: 'u1', depth: 0, activation: 'sinh', repeats: 1 }, side: 4, components: 2, amplitude: 0.1 },
  { name: 'U(1), linear', options: { kind: 'u1', depth: 0, activation: 'none', repeats: 1 }, side: 4, components: 2 },
  { name: 'U(1), two pairs a layer, truncated', options: { kind: 'u1', depth: 2, activation: 'asinh', repeats: 2 }, side: 8, components: 2 },
  { name: 'U(1)-equivariant coupling', options: { kind: 'coupling', depth: 0, couplings: 4, hidden: 5 }, side: 4, components: 2 },
  { name: 'RealNVP of a real field', options: { kind: 'realNvp', depth: 0, couplings: 3, hidden: 4, hiddenLayers: 2, repeats: 2 }, side: 4, components: 1 },
  { name: 'RealNVP of two components', options: { kind: 'realNvp', depth: 1, couplings: 2, hidden: 4, hiddenLayers: 1, repeats: 1 }, side: 4, components: 2 },
]

describe.each(cases)('$name as tensors', ({ options, side, components, amplitude = 1 }) => {
  const batch = 3
  const map = makeHolographicMap(options, side, components, 3)
  const noise = new Float64Array(map.parameterCount)
  stream(5, 'weights').fillNormal(noise, 0.1)
  const parameters = map.initialParameters().map((value, k) => Math.fround(value + noise[k]))
  const single = goldenBulkField(map)
  const zeta = Float64Array.from({ length: batch * single.length }, (_, k) => Math.fround(amplitude * (1 - 0.4 * Math.floor(k / single.length)) * single[k % single.length]))
  const shape: [number, number, number, number] = [batch, side, side, components]
  const oracle = map.workspace(batch)
  oracle.setParameters(parameters)
  const [phi, logDetJ] = [new Float64Array(zeta.length), new Float64Array(batch)]
  oracle.generate(zeta, phi, logDetJ)
  const tensors = tensorMap(map)
  const vector = (values: Float64Array) => tf.tensor1d(Float32Array.from(values))
  const lattice = (values: Float64Array) => tf.tensor4d(Float32Array.from(values), shape)

  /** Largest difference over the largest of the expected numbers. */
  const relativeError = (actual: tf.Tensor, expected: ArrayLike<number>) => {
    const values = Array.from(expected)
    const scale = Math.max(1, ...values.map(Math.abs))
    return Array.from(actual.dataSync()).reduce((largest, x, k) => Math.max(largest, Math.abs(x - values[k]) / scale), 0)
  }

  it('generates as the float64 oracle', () => {
    const result = tensors.generate(vector(parameters), lattice(zeta))
    expect(result.field.shape).toEqual(shape)
    expect(relativeError(result.field, phi)).toBeLessThan(1e-6)
    expect(relativeError(result.logDetJ, logDetJ)).toBeLessThan(1e-6)
  })

  it('renormalises as the oracle, with the same warning of overflow', () => {
    const boundary = phi.map(Math.fround)
    const [bulk, logDetBack] = [new Float64Array(zeta.length), new Float64Array(batch)]
    oracle.renormalize(boundary, bulk, logDetBack)
    const result = tensors.renormalize(vector(parameters), lattice(boundary))
    // sinh sinh amplifies the rounding of each layer by its slope, a few.
    expect(relativeError(result.field, bulk)).toBeLessThan(5e-6)
    expect(relativeError(result.logDetJ, logDetBack)).toBeLessThan(5e-6)
    const hasSinh = options.kind === 'coupling' || (options.kind === 'u1' && options.activation === 'asinh')
    expect(result.largestModulus !== null).toBe(hasSinh)
    if (result.largestModulus) {
      expect(() => refuseOverflow(result.largestModulus!.dataSync()[0])).not.toThrow()
      const wild = tensors.renormalize(vector(map.initialParameters()), tf.fill(shape, 20))
      expect(() => refuseOverflow(wild.largestModulus!.dataSync()[0])).toThrow(/float32/)
    }
  })

  it('NRG 10: RG undoes generation in float32', () => {
    const there = tensors.generate(vector(parameters), lattice(zeta))
    const back = tensors.renormalize(vector(parameters), there.field)
    expect(relativeError(back.field, zeta)).toBeLessThan(1e-4)
    expect(relativeError(back.logDetJ, logDetJ.map((x) => -x))).toBeLessThan(1e-4)
  })

  it('has the oracle’s gradients in parameters and bulk field, and leaves no tensors behind', () => {
    const weights = zeta.map((_, k) => Math.fround(Math.sin(1 + 2.3 * k)))
    const logDetWeights = Float64Array.of(1, -0.5, 2)
    const [dZeta, dParameters] = [new Float64Array(zeta.length), new Float64Array(parameters.length)]
    oracle.generate(zeta, phi, logDetJ)
    oracle.pullBack(weights, logDetWeights, dZeta, dParameters)
    const inputs: [Tensor1D, Tensor4D] = [vector(parameters), lattice(zeta)]
    const gradient = tf.grads((p, z) => {
      const result = tensors.generate(p as Tensor1D, z as Tensor4D)
      return tf.add(tf.sum(tf.mul(result.field, lattice(weights))), tf.sum(tf.mul(result.logDetJ, vector(logDetWeights))))
    })
    const before = tf.memory().numTensors
    const [ofParameters, ofZeta] = gradient(inputs)
    expect(tf.memory().numTensors).toBe(before + 2)
    expect(relativeError(ofZeta, dZeta)).toBeLessThan(2e-6)
    expect(relativeError(ofParameters, dParameters)).toBeLessThan(2e-6)
  })

  it('has the oracle’s slope of ln q on the boundary', () => {
    const slopes = new Float64Array(zeta.length)
    oracle.generate(zeta, phi, logDetJ)
    oracle.logDensitySlope(zeta.map((x) => -2 * x), slopes)
    const gradient = tf.grad((boundary) => {
      const { field, logDetJ: logDet } = tensors.renormalize(vector(parameters), boundary as Tensor4D)
      return tf.sub(tf.sum(logDet), tf.sum(tf.square(field)))
    })
    expect(relativeError(gradient(lattice(phi)), slopes)).toBeLessThan(1e-5)
  })
})
