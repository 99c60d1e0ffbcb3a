import * as tf from '@tensorflow/tfjs-core'
import { beforeAll, describe, expect, it } from 'vitest'
import { measureStandardisation } from '../../../physics/datasets/standardise.ts'
import { parameterCount as closedFormCount } from '../../../physics/holographic-flow/parameter-counts.ts'
import { stream } from '../../../physics/random/stream.ts'
import { Problem } from '../../../shared/problem.ts'
import { holographicFlowConfigSchema, type HolographicFlowConfig } from '../../../shared/studies/holographic-flow/config.ts'
import { holographicFlowPresets } from '../../../shared/studies/holographic-flow/presets.ts'
import { loadBackend } from '../../backends/index.ts'
import { keptConstants } from '../../kernels/index.ts'
import type { StudyState, TrainingSession } from '../../study.ts'
import { findEngineStudy } from '../index.ts'
import { flowData } from './training-data.ts'

beforeAll(async () => {
  await loadBackend('tensorflow')
})

/** Small enough for milliseconds a step, and the whole machinery on. */
const tiny = {
  study: 'holographic-flow', seed: 3,
  data: { kind: 'generator', points: 200 },
  encoding: { modes: 8 },
  network: { kind: 'unet', width: 8, depth: 2 },
  training: { steps: 60, batchSize: 16, schedule: 'warmupCosine', warmupSteps: 5, emaStart: 3 },
  sampling: { solverSteps: 2, solver: 'heun', points: 50, referencePoints: 100 },
}
const study = findEngineStudy('holographic-flow')!
const prepare = (overrides: object = {}, points: Float64Array | null = null): Promise<TrainingSession> =>
  study.prepare({ ...tiny, ...overrides }, { points })

function run(session: TrainingSession, from: number, to: number): void {
  for (let index = from; index < to; index++) session.step(index)
}

/** A copy through bytes, as a checkpoint is. */
const copied = (state: StudyState): StudyState =>
  new Map([...state].map(([name, { shape, data }]) => [name, { shape: [...shape], data: data.slice() }]))

describe('a training session', () => {
  it.each([
    ['U-Net', {}],
    ['U-Net, preconditioned Hermite', { model: { variant: 'ads-kg-hermite', preconditioning: 'analytic' } }],
    ['FCN', { model: { variant: 'fcn', basePrior: 'white' }, network: { kind: 'fcn', width: 24, hiddenLayers: 2 } }],
  ])('resumed from a saved state equals the uninterrupted one bit for bit: %s', async (_, overrides) => {
    const whole = await prepare(overrides)
    run(whole, 0, 20)
    const cut = await prepare(overrides)
    run(cut, 0, 13)
    const state = copied(await cut.saveState())
    cut.dispose()
    const resumed = await prepare(overrides)
    run(resumed, 0, 2) // whatever it did before is forgotten
    resumed.loadState(state)
    run(resumed, 13, 20)
    expect(await resumed.takeTrainMetrics()).toEqual(await whole.takeTrainMetrics())
    expect(await resumed.saveState()).toEqual(await whole.saveState())
    expect((await resumed.evaluate(20)).artifacts).toEqual((await whole.evaluate(20)).artifacts)
    whole.dispose()
    resumed.dispose()
  })

  it('is the same twice (spec test 58), and another one with another seed', async () => {
    const samples = await Promise.all([3, 3, 4].map(async (seed) => {
      const session = await prepare({ seed })
      run(session, 0, 3)
      const { data } = await session.sample(5, 7)
      session.dispose()
      return data
    }))
    expect(samples[1]).toEqual(samples[0])
    expect(samples[2]).not.toEqual(samples[0])
  })

  it('is not changed by looking at it', async () => {
    const watched = await prepare()
    const alone = await prepare()
    for (let index = 0; index < 6; index++) {
      watched.step(index)
      await watched.evaluate(index)
      await watched.sample(3, index)
      await watched.saveState()
      alone.step(index)
    }
    expect(await watched.saveState()).toEqual(await alone.saveState())
    watched.dispose()
    alone.dispose()
  })

  it('holds as many tensors after 10 steps as after 60, evaluations included, and none when disposed', async () => {
    // The kernels' constants are made once and stay.
    const bare = () => tf.memory().numTensors - keptConstants()
    const before = bare()
    const session = await prepare()
    run(session, 0, 10)
    await session.takeTrainMetrics()
    const held = session.tensorCount()
    run(session, 10, 60)
    expect(session.tensorCount()).toBe(held) // readings in waiting do not count
    await session.evaluate(60)
    await session.takeTrainMetrics()
    expect(bare()).toBe(held)
    session.dispose()
    expect(bare()).toBe(before)
  })

  it('reports loss, its ratio to a network of zeros, gradient norm and learning rate, as means since the last time', async () => {
    const session = await prepare({ training: { ...tiny.training, schedule: 'constant', learningRate: 1e-4 } })
    const single: Record<string, number>[] = []
    for (let index = 0; index < 4; index++) {
      session.step(index)
      single.push(await session.takeTrainMetrics())
    }
    const again = await prepare({ training: { ...tiny.training, schedule: 'constant', learningRate: 1e-4 } })
    run(again, 0, 4)
    const mean = await again.takeTrainMetrics()
    for (const name of ['loss', 'lossRatio', 'gradientNorm', 'learningRate']) {
      expect(mean[name]).toBeCloseTo(single.reduce((sum, values) => sum + values[name], 0) / 4, 6)
    }
    expect(mean.learningRate).toBeCloseTo(1e-4, 9)
    // An untrained network is off by about as much as one that outputs zero.
    expect(mean.lossRatio).toBeGreaterThan(0.5)
    expect(mean.lossRatio).toBeLessThan(2)
    session.dispose()
    again.dispose()
  })

  it('learns: the loss falls well below that of a network of zeros', async () => {
    const session = await prepare({ model: { variant: 'ads', preconditioning: 'none' }, training: { steps: 150, batchSize: 32, learningRate: 3e-3 } })
    run(session, 0, 130)
    await session.takeTrainMetrics()
    run(session, 130, 150)
    const { lossRatio } = await session.takeTrainMetrics()
    expect(lossRatio).toBeLessThan(0.8)
    session.dispose()
  })

  it('writes samples, training data and reference in data units', async () => {
    const session = await prepare()
    const { metrics, artifacts: [samples] } = await session.evaluate(40)
    expect(samples.descriptor).toMatchObject({ file: 'samples-step-000040.npy', kind: 'samples', step: 40 })
    expect(samples.shape).toEqual([50, 2])
    expect(Object.keys(metrics)).toEqual(expect.arrayContaining(['boundaryViolation', 'energyDistance', 'withinCellEnergyDistance', 'slicedWasserstein']))
    const [training, reference] = session.initialArtifacts()
    expect([training.descriptor.kind, training.shape, reference.descriptor.kind, reference.shape]).toEqual(['training-data', [200, 2], 'reference', [100, 2]])
    expect(Math.max(...training.data)).toBeGreaterThan(3.5)
    session.dispose()
  })

  it.each([
    ['modes', {}, ['log-density.npy', 'residual-share.npy', 'shell-spectrum.npy']],
    ['points', { model: { variant: 'fcn', basePrior: 'white' }, network: { kind: 'fcn', width: 24, hiddenLayers: 2 } }, ['log-density.npy', 'residual-share.npy']],
  ])('diagnoses a flow of %s from seed and weights alone, leaves no tensors and changes nothing', async (state, overrides, files) => {
    const session = await prepare(overrides)
    run(session, 0, 3)
    const saved = copied(await session.saveState())
    const options = { seed: 5, likelihood: { items: 6, probes: 2 }, dynamics: { samples: 20 } }
    const first = await session.diagnose!(options)
    const held = tf.memory().numTensors - keptConstants()
    const second = await session.diagnose!(options)
    expect(tf.memory().numTensors - keptConstants()).toBe(held)
    expect(second).toEqual(first)
    expect(await session.saveState()).toEqual(saved)
    expect(first.artifacts.map(({ descriptor }) => descriptor.file)).toEqual(files)
    for (const { shape, data, descriptor } of first.artifacts) {
      expect(shape.reduce((product, length) => product * length, 1)).toBe(data.length)
      descriptor.coordinates?.forEach((values, axis) => expect(values?.length ?? shape[axis]).toBe(shape[axis]))
    }
    expect(first.metrics.bitsPerModeTraceError > 0).toBe(state === 'modes')
    // The checkerboard has the log-density -ln 32 on its tiles: more, on average, no model can have.
    if (state === 'points') expect(first.metrics.pointLogDensityBound - 4 * first.metrics.pointLogDensityBoundError).toBeLessThan(-Math.log(32))
    session.dispose()
  })

  it('tells how far the dynamics are measured, from the first chunk to the end', async () => {
    const session = await prepare()
    const shares: number[] = []
    await session.analyse!('dynamics', { step: 0, seed: 2, onProgress: (share) => void shares.push(share) })
    expect(shares.length).toBeGreaterThan(2)
    expect(shares).toEqual(shares.toSorted((a, b) => a - b))
    expect(shares[0]).toBeGreaterThan(0)
    // A sum of two shares, up to rounding.
    expect(shares.at(-1)).toBeCloseTo(1, 12)
    session.dispose()
  })

  it('has no likelihood of more points than it has', async () => {
    const session = await prepare()
    await expect(session.diagnose!({ seed: 1, likelihood: { items: 101, probes: 1 } })).rejects.toThrow(/100 reference points/)
    session.dispose()
  })

  it('refuses a state of another network', async () => {
    const session = await prepare()
    const other = await prepare({ network: { kind: 'unet', width: 16, depth: 2 } })
    const state = await other.saveState()
    expect(() => session.loadState(state)).toThrow(Problem)
    session.dispose()
    other.dispose()
  })

  it('refuses impossible physics with the reason', async () => {
    await expect(prepare({ geometry: { kind: 'ads', conformalDimension: 1 } })).rejects.toThrow(Problem)
    await expect(prepare({ model: { variant: 'fcn' } })).rejects.toThrow(Problem)
  })
})

describe('own data', () => {
  const points = new Float64Array(2 * 400)
  stream(1, 'probe').fillNormal(points)
  const hash = '0'.repeat(64)
  const config = (overrides: object = {}): HolographicFlowConfig =>
    holographicFlowConfigSchema.parse({ ...tiny, data: { kind: 'dataset', id: 'mine', hash }, ...overrides })

  it('holds a tenth out of the training, and nothing is in both', async () => {
    const { training, reference, board } = await flowData(config(), points)
    expect([training.length / 2, reference.length / 2, board]).toEqual([360, 40, false])
    const rows = (array: Float64Array) => Array.from({ length: array.length / 2 }, (_, i) => `${array[2 * i]},${array[2 * i + 1]}`)
    expect(new Set([...rows(training), ...rows(reference)])).toEqual(new Set(rows(points)))
  })

  it('standardises by the training points alone', async () => {
    const { training, standardised, standardisation } = await flowData(config(), points)
    expect(standardisation).toEqual(measureStandardisation(training))
    const mean = standardised.reduce((sum, value) => sum + value, 0) / standardised.length
    expect(Math.abs(mean)).toBeLessThan(1e-12)
  })

  it('is not divided when there is little of it', async () => {
    const few = points.subarray(0, 100)
    const { training, reference } = await flowData(config(), few)
    expect(reference).toEqual(training)
  })

  it('must fill a batch', async () => {
    await expect(flowData(config({ training: { batchSize: 500 } }), points)).rejects.toThrow(/360/)
    await expect(flowData(config(), null)).rejects.toThrow(Problem)
  })
})

describe('parameter counts', () => {
  it.each(holographicFlowPresets.filter((preset) => preset.effort !== 'paper').map((preset) => preset.id))('of %s: built network and closed form agree', async (id) => {
    const config = holographicFlowConfigSchema.parse(holographicFlowPresets.find((preset) => preset.id === id)!.config)
    const session = await prepare({ ...config, data: { kind: 'generator', points: 2 * config.training.batchSize } })
    expect(session.parameterCount).toBe(closedFormCount(config).total)
    session.dispose()
  })
})
