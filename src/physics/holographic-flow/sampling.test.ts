import * as tf from '@tensorflow/tfjs'
import type { Tensor, Tensor4D } from '@tensorflow/tfjs-core'
import { beforeAll, describe, expect, it } from 'vitest'
import { holographicFlowConfigSchema } from '../../shared/studies/holographic-flow/config.ts'
import { initialValues } from '../networks/initial-values.ts'
import { stream } from '../random/stream.ts'
import { decodeFields, fieldOnGrid } from './decode-fields.ts'
import { decodePoints } from './decode-points.ts'
import { encodePoints } from './encode-points.ts'
import { encodingEnvelopes } from './envelopes.ts'
import { flowModel } from './flow-model.ts'
import { flowNetwork } from './flow-network.ts'
import { integrate, steps } from './integrators.ts'
import { modeLattice } from './mode-lattice.ts'
import { positionField } from './position-field.ts'
import { baseStates, samplePoints } from './sample-points.ts'
import { velocityField } from './velocity-field.ts'

beforeAll(async () => {
  await tf.setBackend('cpu')
})

const configOf = (overrides: object = {}) => holographicFlowConfigSchema.parse({ study: 'holographic-flow', ...overrides })

describe('solvers', () => {
  // x' = -x + sin 3t, x(0) = 1: the exact solution is e^-t plus the particular solution, in closed form.
  const velocity = (x: Tensor, t: number) => tf.tidy(() => tf.add(tf.neg(x), Math.sin(3 * t)))
  const exact = (() => {
    const particular = (t: number) => (Math.sin(3 * t) - 3 * Math.cos(3 * t)) / 10
    return particular(1) + (1 - particular(0)) * Math.exp(-1)
  })()

  it.each([['rk4', 4, 4], ['heun', 2, 8], ['midpoint', 2, 8], ['euler', 1, 32]] as const)('%s converges with order %i', async (solver, order, n) => {
    const error = async (count: number) => {
      const end = await integrate(velocity, tf.tensor1d([1]), solver, count)
      return Math.abs(end.dataSync()[0] - exact)
    }
    // Asymptotic only: within 20 % of the order; float32 leaves room for one doubling of a fourth-order method.
    const measured = Math.log2((await error(n)) / (await error(2 * n)))
    expect(Math.abs(measured - order)).toBeLessThan(0.2 * order)
  })

  it('never look at times beyond 1', async () => {
    for (const solver of Object.keys(steps) as (keyof typeof steps)[]) {
      const times: number[] = []
      await integrate((x, t) => {
        times.push(t)
        return tf.zerosLike(x)
      }, tf.tensor1d([1]), solver, 7)
      expect(Math.min(...times)).toBe(0)
      expect(Math.max(...times)).toBeLessThanOrEqual(1 + 1e-15)
    }
  })
})

describe('free evolution, N = 0, alpha = 1', () => {
  // The flow is linear, so the variance at the UV follows from where it carries (1, 0) and (0, 1). It depends on |k| alone: a
  // 4² lattice will do whose first mode has the wanted |k|; (3, 4) at L = 8 has |n| = 5.
  it.each([
    ['k = 0', 8, 0, 1.21976702049],
    ['k = 1', 2 * Math.PI, 1, 0.853178840076],
    ['n = (3, 4)', 8 / 5, 1, 2.28827774282],
  ])('has the variances of spec test 48 at the UV, %s', async (_, boxLength, site, exact) => {
    const config = configOf({ model: { variant: 'ads-kg-hermite', preconditioning: 'none' }, encoding: { modes: 4, boxLength } })
    const model = flowModel(config)
    const units = Float32Array.from({ length: 2 * 16 * 8 }, (_, i) => ((i % 8 < 4) === (i < 16 * 8) ? 1 : 0))
    const end = await integrate(velocityField(model, flowNetwork(config), null), tf.tensor4d(units, [2, 4, 4, 8]), 'rk4', 40)
    const values = end.dataSync<'float32'>()
    const fromField = values[site * 8]
    const fromMomentum = values[(16 + site) * 8]
    const variance = (fromField * model.baseField[site]) ** 2 + (fromMomentum * model.baseMomentum[site]) ** 2
    expect(Math.abs(variance / exact - 1)).toBeLessThan(1e-5)
  })

  it('carries (psi, varpi) of the IR to those of the UV', async () => {
    const config = configOf({ model: { variant: 'ads-kg-linear', preconditioning: 'none' }, encoding: { modes: 8 } })
    const model = flowModel(config)
    const { geometry } = model.moments
    const table = (r: number) => Float32Array.from({ length: 64 * 8 }, (_, i) => {
      const { psi, varpi } = geometry.propagator(Math.sqrt(model.lattice!.kSquared[Math.floor(i / 8)]), r)
      return i % 8 < 4 ? psi : varpi
    })
    const end = await integrate(velocityField(model, flowNetwork(config), null), tf.tensor4d(table(0), [1, 8, 8, 8]), 'rk4', 20)
    const exact = table(1)
    // Float32 over 20 steps; the growing solution amplifies the first rounding by up to 10 at |k| = 4.4.
    end.dataSync().forEach((value, i) => expect(Math.abs(value - exact[i])).toBeLessThan(1e-5))
  })
})

describe('velocity field', () => {
  const draw = (seed: number, shape: number[]) => {
    const values = new Float32Array(shape.reduce((a, b) => a * b, 1))
    stream(seed, 'probe').fillNormal(values)
    return tf.tensor(values, shape)
  }
  it.each(['ads-kg-hermite', 'ads-kg-linear', 'ads', 'fcn'])('of %s: the network adds to the backbone, on both planes or on pi alone', (variant) => {
    const fcn = variant === 'fcn'
    for (const preconditioning of ['none', 'analytic']) {
      const config = configOf({
        model: { variant, preconditioning }, encoding: { modes: 4 },
        network: fcn ? { kind: 'fcn', width: 8, hiddenLayers: 1 } : { kind: 'unet', width: 8, depth: 1 },
      })
      const model = flowModel(config)
      const network = flowNetwork(config)
      const weights = initialValues(network.parameters, 1).map((values, i) => tf.tensor(values, [...network.parameters[i].shape]))
      const state = fcn ? draw(1, [3, 4]) : draw(1, [3, 4, 4, 8])
      const learned = tf.sub(velocityField(model, network, weights)(state, 0.3), velocityField(model, network, null)(state, 0.3)).dataSync<'float32'>()
      const half = model.planes
      const rms = (offset: number) => Math.sqrt(learned.filter((_, i) => i % (2 * half) >= offset && i % (2 * half) < offset + half).reduce((sum, v) => sum + v * v, 0) / learned.length)
      expect(rms(half)).toBeGreaterThan(0.01)
      if (variant === 'ads-kg-hermite') expect(rms(0)).toBeLessThan(1e-6)
      else expect(rms(0)).toBeGreaterThan(0.01)
    }
  })
})

describe('decoders in tensors', () => {
  const encode = (points: Float64Array, overrides: object = {}) => {
    const envelopes = encodingEnvelopes(configOf(overrides))
    const { phi } = encodePoints(points, envelopes)
    const { modes } = envelopes.lattice
    return { phi, lattice: envelopes.lattice, tensor: tf.tensor4d(Float32Array.from(phi), [points.length / 2, modes, modes, 4]) }
  }
  const options = (decoder: 'softArgmax' | 'phaseGradient' | 'circularSoftArgmax') => ({ decoder, decoderGrid: 128 })
  const random = new Float64Array(16)
  stream(2, 'probe').fillUniform(random, -3.5, 3.5)

  it('find the point of spec test 40 again', async () => {
    const { tensor, lattice } = encode(Float64Array.of(0.5, -1.25))
    for (const decoder of ['softArgmax', 'phaseGradient', 'circularSoftArgmax'] as const) {
      const [x, y] = await decodeFields(tensor, lattice, options(decoder))
      expect(Math.abs(x - 0.5), decoder).toBeLessThan(1e-5)
      expect(Math.abs(y + 1.25), decoder).toBeLessThan(1e-5)
    }
    const field = fieldOnGrid(tensor, lattice, 128).dataSync<'float32'>()
    const largest = field.indexOf(Math.max(...field))
    expect([Math.floor(largest / 128), largest % 128]).toEqual([72, 44])
    expect(field[largest] / 2).toBeCloseTo(0.213641671083, 6)
  })

  it('see the field of the float64 version, noise and all', () => {
    const lattice = modeLattice(8, 6)
    const phi = new Float64Array(2 * 64 * 4)
    stream(3, 'probe').fillNormal(phi)
    const field = fieldOnGrid(tf.tensor4d(Float32Array.from(phi), [2, 8, 8, 4]) as Tensor4D, lattice, 20).dataSync()
    const exact = [...positionField(phi.subarray(0, 256), lattice, 20), ...positionField(phi.subarray(256), lattice, 20)]
    exact.forEach((value, i) => expect(Math.abs(field[i] - value)).toBeLessThan(1e-6))
  })

  it.each(['softArgmax', 'phaseGradient', 'circularSoftArgmax'] as const)('%s agrees with float64 on noisy fields', async (decoder) => {
    const { phi, lattice } = encode(random)
    const noise = new Float64Array(phi.length)
    stream(4, 'probe').fillNormal(noise, 0.1)
    const noisy = phi.map((value, i) => value + noise[i])
    const expected = decodePoints(noisy, lattice, options(decoder))
    const decoded = await decodeFields(tf.tensor4d(Float32Array.from(noisy), [8, 16, 16, 4]), lattice, options(decoder))
    decoded.forEach((value, i) => expect(Math.abs(value - expected[i])).toBeLessThan(2e-5))
  })
})

describe('sampling', () => {
  const config = configOf({ model: { variant: 'ads', preconditioning: 'none' }, encoding: { modes: 4 }, network: { kind: 'unet', width: 8, depth: 1 } })
  const model = flowModel(config)
  const network = flowNetwork(config)
  const draw = async (count: number, chunk: number) => {
    const weights = initialValues(network.parameters, 1).map((values, i) => tf.tensor(values, [...network.parameters[i].shape]))
    const points = await samplePoints(model, velocityField(model, network, weights), count, stream(5, 'sample'), { solver: 'heun', solverSteps: 3, chunk })
    tf.dispose(weights)
    return points
  }

  it('gives the same points whatever the chunk, and the first ones of a longer draw', async () => {
    const all = await draw(7, 7)
    const chunked = await draw(7, 3)
    all.forEach((value, i) => expect(Math.abs(value - chunked[i])).toBeLessThan(1e-5))
    const fewer = await draw(3, 3)
    fewer.forEach((value, i) => expect(Math.abs(value - all[i])).toBeLessThan(1e-5))
  })

  it('is finite without lift noise, where the zero mode has no momentum at t = 1 to be scaled by', async () => {
    const bare = configOf({ model: { variant: 'ads-kg-hermite', preconditioning: 'analytic' }, encoding: { modes: 4, liftNoiseSigma: 0 }, network: { kind: 'unet', width: 8, depth: 1 } })
    const [bareModel, bareNetwork] = [flowModel(bare), flowNetwork(bare)]
    const weights = initialValues(bareNetwork.parameters, 1).map((values, i) => tf.tensor(values, [...bareNetwork.parameters[i].shape]))
    const points = await samplePoints(bareModel, velocityField(bareModel, bareNetwork, weights), 4, stream(5, 'sample'), { solver: 'rk4', solverSteps: 2, chunk: 4 })
    expect(Array.from(points).every(Number.isFinite)).toBe(true)
  })

  it('leaves no tensors behind', async () => {
    const before = tf.memory().numTensors
    await draw(5, 2)
    expect(tf.memory().numTensors).toBe(before)
  })

  it('draws bases with the variances of 6.1', () => {
    const states = baseStates(model, 500, stream(6, 'sample')).dataSync<'float32'>()
    for (const [site, plane, variance] of [[0, 0, 1], [0, 5, 0.55], [1, 2, 1 / (1 + (Math.PI / 4) ** 2)], [5, 7, 0.55 / (1 + 2 * (Math.PI / 4) ** 2)]]) {
      let sum = 0
      for (let sample = 0; sample < 500; sample++) sum += states[(sample * 16 + site) * 8 + plane] ** 2
      expect(Math.abs(sum / 500 / variance - 1)).toBeLessThan(4 * Math.sqrt(2 / 500))
    }
  })
})
