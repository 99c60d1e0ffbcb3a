import * as tf from '@tensorflow/tfjs'
import { beforeAll, describe, expect, it } from 'vitest'
import { holographicFlowConfigSchema } from '../../shared/studies/holographic-flow/config.ts'
import { besselI } from '../numerics/bessel-i.ts'
import { stream } from '../random/stream.ts'
import { expectWithin } from '../testing/expect-printed.test-helper.ts'
import { encodedStates } from './encoded-states.ts'
import { flowModel, type FlowModel } from './flow-model.ts'
import { readPoints } from './sample-points.ts'
import { sourcesOf } from './source-decoder.ts'
import { writePhases } from './training-batch.ts'

beforeAll(async () => {
  await tf.setBackend('cpu')
})

const modelOf = (overrides: { encoding?: object; geometry?: object } = {}) => flowModel(holographicFlowConfigSchema.parse({
  study: 'holographic-flow', ...overrides, encoding: { modes: 8, liftNoiseSigma: 0, decoder: 'sourceReadout', ...overrides.encoding },
}))
const points = Float64Array.of(0.5, -1.25, -3.98, 2, 3, 0)
const stateOf = (model: FlowModel, values: Float32Array) => tf.tensor(values, [values.length / (model.sites * 2 * model.planes), ...model.siteShape, 2 * model.planes])

describe('source readout', () => {
  it.each([
    ['AdS', {}], ['AdS, Δ = 2.4', { geometry: { kind: 'ads', conformalDimension: 2.4 } }],
    ['HSV', { geometry: { kind: 'hsv', hsvP: 0.3 } }],
    ['own warp factor', { geometry: { kind: 'custom', conformalDimension: 1.7, controlPoints: [0, 0.35, 0.6, 1].map((r, i) => ({ r, logWarp: [0, 0.5, 0.55, 1.2][i] })) } }],
    ['VEV variables', { encoding: { fieldRescaling: 'vev' } }],
    ['released gain', { encoding: { envelopeGain: 'released' } }],
  ])('of encoded points is their bare phases: %s', (_, overrides) => {
    const model = modelOf(overrides)
    const sources = sourcesOf(model, stateOf(model, encodedStates(model, points, stream(1, 'lift')))).dataSync<'float32'>()
    const phases = new Float64Array(model.sites * model.planes)
    for (let n = 0; n < 3; n++) {
      writePhases(model, points[2 * n], points[2 * n + 1], phases)
      phases.forEach((value, i) => expectWithin(sources[n * phases.length + i], value, 1e-5))
    }
  })

  it('finds points anywhere in the box, at its edge too; the error is that of a peak as narrow as the grid', async () => {
    const model = modelOf()
    const decoded = await readPoints(model, stateOf(model, encodedStates(model, points, stream(1, 'lift'))))
    decoded.forEach((value, i) => expectWithin(value, points[i], 2e-3))
  })

  it('is blind to the response, a solution without source, which misleads the soft-argmax', async () => {
    // u^nu I_nu(u) of a wrong point on top; its momentum is -u^(nu+1) I_(nu-1)(u). Self-check 16.
    const shifted = async (decoder: string) => {
      const model = modelOf({ encoding: { decoder } })
      const states = encodedStates(model, points.subarray(0, 2), stream(1, 'lift'))
      const wrong = new Float64Array(model.sites * model.planes)
      writePhases(model, -2, 2, wrong)
      for (let site = 0; site < model.sites; site++) {
        if (site === 0) continue // the zero mode carries no place
        const u = model.moments.groups[model.groupOf[site]].k * Math.exp(-1)
        for (let plane = 0; plane < model.planes; plane++) {
          const at = site * 2 * model.planes + plane
          states[at] += 3 * u ** 0.5 * besselI(0.5, u) * wrong[site * model.planes + plane]
          states[at + model.planes] -= 3 * u ** 1.5 * besselI(-0.5, u) * wrong[site * model.planes + plane]
        }
      }
      const [x, y] = await readPoints(model, stateOf(model, states))
      return Math.hypot(x - points[0], y - points[1])
    }
    expect(await shifted('sourceReadout')).toBeLessThan(2e-3)
    expect(await shifted('softArgmax')).toBeGreaterThan(0.5)
  })

  it('with noise on field and momentum errs less than the soft-argmax of the field', async () => {
    // Per real plane 0.2, encoder units: 0.019 against 0.024 measured at K = 16.
    const error = async (decoder: string) => {
      const model = modelOf({ encoding: { decoder, modes: 16, liftNoiseSigma: 0.2 } })
      const many = new Float64Array(120)
      stream(2, 'probe').fillUniform(many, -3.5, 3.5)
      const states = encodedStates(model, many, stream(1, 'lift'))
      const noise = new Float64Array(states.length)
      stream(3, 'probe').fillNormal(noise, 0.2)
      // The momentum has its noise already.
      const noisy = states.map((value, i) => (i % 8 < 4 ? value + noise[i] : value))
      const decoded = await readPoints(model, stateOf(model, noisy))
      return Math.sqrt(decoded.reduce((sum, value, i) => sum + (value - many[i]) ** 2, 0) / 60)
    }
    const [bySource, byField] = [await error('sourceReadout'), await error('softArgmax')]
    expect(bySource).toBeLessThan(0.9 * byField)
    expect(bySource).toBeLessThan(0.04)
  })
})
