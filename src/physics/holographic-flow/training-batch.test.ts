import * as tf from '@tensorflow/tfjs'
import { beforeAll, describe, expect, it } from 'vitest'
import { holographicFlowConfigSchema, type HolographicFlowConfig } from '../../shared/studies/holographic-flow/config.ts'
import { generatePoints } from '../datasets/generate-points.ts'
import { measureStandardisation, standardise } from '../datasets/standardise.ts'
import { encodePoints } from './encode-points.ts'
import { encodingEnvelopes } from './envelopes.ts'
import { flowLoss } from './flow-loss.ts'
import { flowModel } from './flow-model.ts'
import { evaluate, residual } from './paths.ts'
import { batchSpace, type TrainingBatch, trainingBatch } from './training-batch.ts'
import { zeroNetworkLoss } from './zero-network-loss.ts'

beforeAll(async () => {
  await tf.setBackend('cpu')
})

type Overrides = { geometry?: object; encoding?: object; model: object }
const configOf = (overrides: Overrides): HolographicFlowConfig => {
  const fcn = (overrides.model as { variant?: string }).variant === 'fcn'
  return holographicFlowConfigSchema.parse({
    study: 'holographic-flow', ...overrides, model: { preconditioning: 'none', ...overrides.model }, network: { kind: fcn ? 'fcn' : 'unet' },
  })
}

const board = generatePoints('checkerboard', 20_000, 1)
const standardised = standardise(board, measureStandardisation(board))

/** Loss of a network that outputs zero, through the loss that trains. Weights are spread out: the JavaScript back end broadcasts slowly. */
function lossOfZero(batch: TrainingBatch): number {
  const repeats = batch.target.length / batch.weight.length
  const weight = Float32Array.from(batch.target, (_, i) => batch.weight[Math.floor(i / repeats)])
  return tf.tidy(() => {
    const target = tf.tensor1d(batch.target)
    return flowLoss(tf.zerosLike(target), { target, weight: tf.tensor1d(weight) }).dataSync()[0]
  })
}

/** Mean and its standard error from `count` batches of 64 points. */
function measuredLoss(config: HolographicFlowConfig, count: number) {
  const model = flowModel(config)
  const losses = Array.from({ length: count }, (_, step) =>
    lossOfZero(trainingBatch(model, { points: standardised.subarray(128 * step, 128 * (step + 1)), seed: 3, step })))
  const mean = losses.reduce((sum, loss) => sum + loss, 0) / count
  const variance = losses.reduce((sum, loss) => sum + (loss - mean) ** 2, 0) / (count - 1)
  return { mean, standardError: Math.sqrt(variance / count) }
}

/**
 * The exact expectation must lie within four standard errors of the mean over 40 batches (2,560 points), and the standard
 * errors themselves must be small enough that this says something.
 */
const batches = 40
const scatterAt10000: Record<string, number> = { H: 0.02, L: 0.011, other: 0.006 }

const model = (variant: string, more: object = {}) => ({ variant, basePrior: 'sobolev', ...more })
const rows: [name: string, overrides: Overrides, exact: number, scatter: keyof typeof scatterAt10000][] = [
  ['45, AdS + KG (Hermite)', { model: model('ads-kg-hermite') }, 4280.01988, 'H'],
  ['45, AdS + KG (linear)', { model: model('ads-kg-linear') }, 1564.1455, 'L'],
  ['45, AdS', { model: model('ads') }, 169.793498, 'other'],
  ['45, Hermite, preconditioned', { model: model('ads-kg-hermite', { preconditioning: 'analytic' }) }, 4280.01988, 'H'],
  ['45, linear, preconditioned', { model: model('ads-kg-linear', { preconditioning: 'analytic' }) }, 1564.1455, 'L'],
  ['46, spectral CNN', { model: model('cnn-spectral', { lossWeight: 'none' }) }, 161.453078, 'other'],
  ['46, no envelope', { model: model('none-warped') }, 515.766388, 'L'],
  ['46, Hermite without lift noise', { encoding: { liftNoiseSigma: 0 }, model: model('ads-kg-hermite') }, 3821.85018, 'H'],
  ['46, Hermite, lift noise 0.2', { encoding: { liftNoiseSigma: 0.2 }, model: model('ads-kg-hermite') }, 5654.529, 'H'],
  ['47, white, Hermite', { model: model('ads-kg-hermite', { basePrior: 'white' }) }, 87118.6752, 'H'],
  ['47, white, linear', { model: model('ads-kg-linear', { basePrior: 'white' }) }, 56049.2507, 'L'],
  ['47, white, AdS', { model: model('ads', { basePrior: 'white' }) }, 1338.69342, 'other'],
  ['47, white, spectral CNN', { model: model('cnn-spectral', { basePrior: 'white', lossWeight: 'none' }) }, 527.36, 'other'],
  ['59, Delta = 2', { geometry: { kind: 'ads', conformalDimension: 2 }, model: model('ads-kg-hermite') }, 5238.79793, 'H'],
  ['59, HSV p = 0.1', { geometry: { kind: 'hsv', hsvP: 0.1 }, model: model('ads-kg-hermite') }, 4567.39479, 'H'],
  ['59, HSV p = 0.5', { geometry: { kind: 'hsv', hsvP: 0.5 }, model: model('ads-kg-hermite') }, 3021.52823, 'H'],
  ['59, HSV p = 1', { geometry: { kind: 'hsv', hsvP: 1 }, model: model('ads-kg-hermite') }, 2324.13124, 'H'],
]

describe('zero-network loss through the code that trains (spec tests 45-47, 59)', () => {
  it.each(rows)('%s', (_, overrides, exact, scatter) => {
    const { mean, standardError } = measuredLoss(configOf(overrides), batches)
    expect(Math.abs(mean - exact)).toBeLessThan(4 * standardError)
    expect(standardError / exact).toBeLessThan(2 * scatterAt10000[scatter] * Math.sqrt(10_000 / (64 * batches)))
  })

  it.each([['sliceVolume', 8.17799181], ['none', 2.56]] as const)('46, FCN, weight %s', (lossWeight, exact) => {
    const { mean, standardError } = measuredLoss(configOf({ model: { variant: 'fcn', lossWeight, basePrior: 'white' } }), 300)
    expect(Math.abs(mean - exact)).toBeLessThan(4 * standardError)
    expect(standardError / exact).toBeLessThan(0.02)
  })

  it('covers own warp factors, other rescalings and the radial path, against the quadrature of 6.9', () => {
    const variants: Overrides[] = [
      { geometry: { kind: 'custom', controlPoints: [{ r: 0, logWarp: 0 }, { r: 0.3, logWarp: 0.5 }, { r: 0.7, logWarp: 0.8 }, { r: 1, logWarp: 1.2 }] }, model: model('ads-kg-hermite') },
      { encoding: { fieldRescaling: 'vev' }, model: model('ads-kg-linear') },
      { encoding: { envelopeGain: 'released' }, geometry: { kind: 'hsv', hsvP: 0.25 }, model: model('ads-kg-hermite', { hermiteParameter: 'radial' }) },
      { model: model('heat') },
      { model: model('matern') },
      { encoding: { modes: 8 }, model: model('ads-kg-hermite', { preconditioning: 'source', clock: 'resolution' }) },
      { encoding: { modes: 8 }, model: model('ads-kg-linear', { preconditioning: 'source', lossWeight: 'resolution' }) },
    ]
    for (const overrides of variants) {
      const config = configOf(overrides)
      const { mean, standardError } = measuredLoss(config, batches)
      expect(Math.abs(mean - zeroNetworkLoss(config).total), JSON.stringify(overrides)).toBeLessThan(4 * standardError)
    }
  })
})

describe('a training batch', () => {
  const overrides = { encoding: { modes: 8, liftNoiseSigma: 0 } }
  const points = standardised.subarray(0, 6)

  it.each(['none', 'source'])('is the same wherever it is made, preconditioning %s', (preconditioning) => {
    const flow = flowModel(configOf({ encoding: { modes: 8 }, model: model('ads', { preconditioning }) }))
    const space = batchSpace(flow, 3)
    const numbers = ({ input, target, weight, times }: TrainingBatch) => [input, target, weight, times].map((array) => [...array])
    trainingBatch(flow, { points: standardised.subarray(6, 12), seed: 1, step: 3 }, space)
    const again = numbers(trainingBatch(flow, { points, seed: 1, step: 4 }, space))
    expect(again).toEqual(numbers(trainingBatch(flow, { points, seed: 1, step: 4 })))
  })

  it.each(['ads-kg-hermite', 'ads-kg-linear', 'ads'])('of %s is the path and its target at the end points, mode by mode', (variant) => {
    const flow = flowModel(configOf({ ...overrides, model: model(variant) }))
    const batch = trainingBatch(flow, { points, seed: 1, step: 4 })
    const data = encodePoints(points, encodingEnvelopes(flow.config))
    const { geometry, path, variant: { alpha } } = flow.moments
    const { sites, planes, outputPlanes } = flow
    // The base is what the path leaves from: solved for from the first two of four linear relations, checked on the others.
    for (let sample = 0; sample < 3; sample++) {
      const t = batch.times[sample]
      const point = path.at(t)
      for (let site = 0; site < sites; site += 5) {
        for (let plane = 0; plane < planes; plane++) {
          const at = (sample * sites + site) * planes + plane
          const inputAt = (sample * sites + site) * 2 * planes + plane
          const phi = batch.input[inputAt]
          const pi = batch.input[inputAt + planes]
          const [a, b] = [point.phi, point.pi]
          const restPhi = phi - a[2] * data.phi[at] - a[3] * data.pi[at]
          const restPi = pi - b[2] * data.phi[at] - b[3] * data.pi[at]
          const determinant = a[0] * b[1] - a[1] * b[0]
          const endpoints = [
            (restPhi * b[1] - a[1] * restPi) / determinant, (a[0] * restPi - restPhi * b[0]) / determinant, data.phi[at], data.pi[at],
          ] as const
          const target = residual(geometry, alpha, t, flow.lattice!.kSquared[site], point)
          const outputAt = (sample * sites + site) * outputPlanes + plane
          // Float32 inputs, amplified by the inversion and by k² < 80.
          const tolerance = 1e-4 * (1 + 1 / Math.abs(determinant))
          expect(Math.abs(batch.target[outputAt + outputPlanes - planes] - evaluate(target.pi, endpoints))).toBeLessThan(tolerance)
          if (outputPlanes > planes) expect(Math.abs(batch.target[outputAt] - evaluate(target.phi, endpoints))).toBeLessThan(tolerance)
        }
      }
    }
  })

  it('depends on seed and step alone', () => {
    const flow = flowModel(configOf({ model: model('ads') }))
    const first = trainingBatch(flow, { points, seed: 1, step: 4 })
    expect(trainingBatch(flow, { points, seed: 1, step: 4 })).toEqual(first)
    expect(trainingBatch(flow, { points, seed: 1, step: 5 }).times).not.toEqual(first.times)
    expect(trainingBatch(flow, { points, seed: 2, step: 4 }).times).not.toEqual(first.times)
  })

  it('is unchanged by preconditioning but for the scales: unit variance in and out, the same loss', () => {
    const plain = flowModel(configOf({ model: model('ads-kg-linear') }))
    const scaled = flowModel(configOf({ model: model('ads-kg-linear', { preconditioning: 'analytic' }) }))
    const many = standardised.subarray(0, 2 * 512)
    const batch = trainingBatch(scaled, { points: many, seed: 1, step: 0 })
    const meanSquare = (values: Float32Array) => values.reduce((sum, value) => sum + value * value, 0) / values.length
    // About 512 independent samples of the data part, 1e6 numbers of the base.
    expect(Math.abs(meanSquare(batch.input) - 1)).toBeLessThan(0.05)
    expect(Math.abs(meanSquare(batch.target) - 1)).toBeLessThan(0.05)
    const loss = lossOfZero(trainingBatch(plain, { points: many, seed: 1, step: 0 }))
    expect(Math.abs(lossOfZero(batch) / loss - 1)).toBeLessThan(1e-5)
  })
})

describe('the loss', () => {
  it('has the gradient 2 w (output - target), for both shapes of the weight', () => {
    const output = tf.tensor3d([[[0.5, -1]], [[2, 0.25]]])
    const target = tf.tensor3d([[[0.25, 1]], [[1, 0.5]]])
    for (const [values, shape] of [[[2, 3], [2, 1, 1]], [[1, 2, 3, 4], [2, 1, 2]]] as const) {
      const weight = tf.tensor3d([...values], [...shape])
      const { value, grad } = tf.valueAndGrad((x) => flowLoss(x, { target, weight }))(output)
      const expected = tf.mul(weight, tf.sub(output, target))
      expect([...grad.dataSync()]).toEqual([...tf.mul(expected, 2).dataSync()])
      expect(value.dataSync()[0]).toBeCloseTo(tf.sum(tf.mul(expected, tf.sub(output, target))).dataSync()[0], 6)
    }
  })
})
