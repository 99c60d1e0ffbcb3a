import * as tf from '@tensorflow/tfjs'
import { beforeAll, describe, expect, it } from 'vitest'
import { holographicFlowConfigSchema } from '../../shared/studies/holographic-flow/config.ts'
import { initialValues } from '../networks/initial-values.ts'
import { stream } from '../random/stream.ts'
import { fieldSlices, flowsInModes, modeTrajectories, type ModeFlow } from './bulk-pictures.ts'
import { encodedStates } from './encoded-states.ts'
import { flowModel, stateSize } from './flow-model.ts'
import { flowNetwork } from './flow-network.ts'
import { makeGeometry } from './make-geometry.ts'
import { recordFlow } from './record-flow.ts'
import { samplePoints } from './sample-points.ts'
import { transferMatrix } from './transfer-matrix.ts'
import { velocityField } from './velocity-field.ts'

beforeAll(async () => {
  await tf.setBackend('cpu')
})

const configOf = (overrides: object = {}) => holographicFlowConfigSchema.parse({
  study: 'holographic-flow', encoding: { modes: 4, decoderGrid: 32 }, network: { kind: 'unet', width: 8, depth: 1 }, ...overrides,
})
function modeFlow(overrides: object = {}): ModeFlow {
  const model = flowModel(configOf(overrides))
  if (!flowsInModes(model)) throw new Error('This variant has no modes.')
  return model
}
function weightsOf(config: ReturnType<typeof configOf>): tf.Tensor[] {
  const { parameters } = flowNetwork(config)
  const values = initialValues(parameters, 5)
  // The network's last layer starts at zero: every number gets a share, so that N does not vanish.
  return parameters.map(({ shape }, index) => tf.tensor(values[index].map((value, i) => value + 0.03 * Math.sin(i)), [...shape]))
}

describe('trajectories of modes', () => {
  it.each([
    ['AdS', {}],
    ['HSV', { geometry: { kind: 'hsv', hsvP: 1.5 } }],
  ])('without a network are the exact free evolution: %s', async (_, overrides) => {
    const config = configOf({ model: { variant: 'ads-kg-hermite' }, ...overrides })
    const model = modeFlow({ model: { variant: 'ads-kg-hermite' }, ...overrides })
    const record = await recordFlow(model, velocityField(model, flowNetwork(config), null), stream(1, 'sample'), {
      solver: 'rk4', solverSteps: 80, count: 2, recorded: 2, chunk: 2, cloudTimes: [],
    })
    const modes = modeTrajectories(model, record)
    const geometry = makeGeometry(config.geometry)
    const { sites, planes, extent } = model
    const R = record.times.length
    expect(R).toBe(41)
    let worst = 0
    let worstFree = 0
    const exactly = model.moments.groups.map(({ k }) => Array.from(record.times, (t) => transferMatrix(geometry, k, geometry.rIR, geometry.rIR + t * extent)))
    for (let sample = 0; sample < 2; sample++) {
      for (let site = 0; site < sites; site++) {
        const base = record.states.subarray(sample * stateSize(model) + site * 2 * planes)
        const phi0 = (base[0] + base[2]) / 2
        const pi0 = (base[4] + base[6]) / 2
        for (let frame = 0; frame < R; frame++) {
          const [[a, b], [c, d]] = exactly[model.groupOf[site]][frame]
          const exact = [a * phi0 + b * pi0, c * phi0 + d * pi0]
          const size = Math.max(1, ...exact.map(Math.abs))
          const at = ((sample * R + frame) * sites + site) * 12
          worst = Math.max(worst, Math.abs(modes[at] - exact[0]) / size, Math.abs(modes[at + 2] - exact[1]) / size)
          worstFree = Math.max(worstFree, Math.abs(modes[at + 4] - exact[0]) / size, Math.abs(modes[at + 6] - exact[1]) / size)
        }
      }
    }
    // float32 states over 80 steps of a stable method: a few hundred roundings of 6e-8; the reference rounds once.
    expect(worst).toBeLessThan(2e-5)
    expect(worstFree).toBeLessThan(5e-7)
  })

  it('begin and end on the path that joins their ends', async () => {
    const config = configOf({ model: { variant: 'ads-kg-hermite' } })
    const model = modeFlow({ model: { variant: 'ads-kg-hermite' } })
    const weights = weightsOf(config)
    const record = await recordFlow(model, velocityField(model, flowNetwork(config), weights), stream(2, 'sample'), {
      solver: 'heun', solverSteps: 6, count: 1, recorded: 1, chunk: 1, cloudTimes: [],
    })
    tf.dispose(weights)
    const modes = modeTrajectories(model, record)
    const curve = (frame: number, site: number, which: number) => modes.slice((frame * model.sites + site) * 12 + 4 * which, (frame * model.sites + site) * 12 + 4 * which + 4)
    let apart = 0
    for (let site = 0; site < model.sites; site++) {
      for (const frame of [0, 6]) {
        const [own, path] = [curve(frame, site, 0), curve(frame, site, 2)]
        own.forEach((value, i) => expect(Math.abs(value - path[i])).toBeLessThan(1e-5 * Math.max(1, Math.abs(value))))
      }
      curve(3, site, 0).forEach((value, i) => (apart = Math.max(apart, Math.abs(value - curve(3, site, 2)[i]))))
    }
    expect(apart).toBeGreaterThan(1e-3) // in between it is the network that decides
  })
})

describe('field slices', () => {
  it.each([[0.5, -1.25], [-2, 2.5]])('at the UV of an encoded point (%f, %f) peak at the point', (x, y) => {
    const model = modeFlow({ encoding: { modes: 8, liftNoiseSigma: 0 } })
    const states = encodedStates(model, Float64Array.of(x, y), stream(1, 'lift'))
    const grid = 128
    const slice = fieldSlices(model, { states, times: Float64Array.of(1) }, 0, grid)
    const peak = slice.indexOf(slice.reduce((a, b) => Math.max(a, b)))
    const { boxLength } = model.lattice
    const coordinate = (m: number) => -boxLength / 2 + (m * boxLength) / grid
    // The even lattice has an unpaired row of modes, which moves the maximum by less than a pixel.
    expect(Math.abs(coordinate(Math.floor(peak / grid)) - x)).toBeLessThanOrEqual(boxLength / grid)
    expect(Math.abs(coordinate(peak % grid) - y)).toBeLessThanOrEqual(boxLength / grid)
  })
})

describe('decoded clouds', () => {
  it.each(['ads-kg-hermite', 'fcn'] as const)('end in the samples, whatever the chunk: %s', async (variant) => {
    const config = configOf({ model: { variant }, ...(variant === 'fcn' ? { network: { kind: 'fcn', width: 8, hiddenLayers: 1 } } : {}) })
    const model = flowModel(config)
    const weights = weightsOf(config)
    const velocity = velocityField(model, flowNetwork(config), weights)
    const options = { solver: 'euler', solverSteps: 7 } as const
    const before = tf.memory().numTensors
    const record = await recordFlow(model, velocity, stream(3, 'sample'), { ...options, count: 7, recorded: 2, chunk: 3 })
    expect(tf.memory().numTensors).toBe(before)
    const samples = await samplePoints(model, velocity, 7, stream(3, 'sample'), { ...options, chunk: 7 })
    tf.dispose(weights)
    expect([...record.cloudTimes]).toEqual([0, 1, 3, 4, 6, 7].map((step) => step / 7))
    expect(record.clouds.length).toBe(6 * 7 * 2)
    const last = record.clouds.subarray(5 * 14)
    // The same operations on other batch sizes: float32 rounding, magnified by the decoder.
    samples.forEach((value, i) => expect(Math.abs(last[i] - value)).toBeLessThan(1e-3))
    expect(Math.max(...last.map((value, i) => Math.abs(value - record.clouds[i])))).toBeGreaterThan(0.05)
  })
})
