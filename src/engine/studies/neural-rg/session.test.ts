import { beforeAll, describe, expect, it } from 'vitest'
import { loadBackend } from '../../backends/index.ts'
import type { StudyState, TrainingSession } from '../../study.ts'
import { findEngineStudy } from '../index.ts'

beforeAll(async () => {
  await loadBackend('tensorflow')
})

const study = findEngineStudy('neural-rg')!
const base = {
  study: 'neural-rg', seed: 3,
  theory: { kind: 'cphi4', side: 4, temperature: 0.5, lambda: 1 },
  stageOne: { steps: 12, batchSize: 8 },
  evaluation: { samples: 40, storedSamples: 3, monteCarloSamples: 40 },
}
const prepare = (overrides: object = {}): Promise<TrainingSession> => study.prepare({ ...base, ...overrides }, { points: null })
async function run(session: TrainingSession, from: number, to: number): Promise<void> {
  for (let index = from; index < to; index++) await session.step(index)
}
/** A copy through bytes, as a checkpoint is. */
const copied = (state: StudyState): StudyState => new Map([...state].map(([name, { shape, data }]) => [name, { shape: [...shape], data: data.slice() }]))

describe('a training of the neural RG', () => {
  it.each([
    ['within stage I', 7, {}],
    ['between temperatures', 12, { stageOne: { ...base.stageOne, furtherTemperatures: [0.9] } }],
    ['with a ramp of the coupling', 4, { stageOne: { ...base.stageOne, rampFraction: 0.5 }, theory: { ...base.theory, lambda: 4 } }],
    ['where the bulk begins', 12, { stageTwo: { steps: 8, batchSize: 8 } }],
    ['within stage II', 15, { stageTwo: { steps: 8, batchSize: 8 } }],
    ['within moment matching', 14, { theory: { kind: 'free', side: 4 }, map: { kind: 'u1', activation: 'none' }, stageTwo: { steps: 8, batchSize: 8, estimator: 'moments' } }],
    ['RealNVP of a real field', 5, { theory: { kind: 'isingHS', side: 4 }, map: { kind: 'realNvp', couplings: 2, hidden: 4 } }],
  ])('NRG 36: cut and resumed equals the uninterrupted one bit for bit: %s', async (_, cut, overrides) => {
    const whole = await prepare(overrides)
    await run(whole, 0, whole.totalSteps)
    const first = await prepare(overrides)
    await run(first, 0, cut)
    const state = copied(await first.saveState())
    const resumed = await prepare(overrides)
    await run(resumed, 0, 2) // whatever it did before is forgotten
    resumed.loadState(state)
    await run(resumed, cut, resumed.totalSteps)
    expect(await resumed.takeTrainMetrics()).toEqual(await whole.takeTrainMetrics())
    expect(await resumed.saveState()).toEqual(await whole.saveState())
    const [one, other] = [await resumed.evaluate(resumed.totalSteps), await whole.evaluate(whole.totalSteps)]
    expect(one).toEqual(other)
  })

  it('is not changed by looking at it', async () => {
    const watched = await prepare()
    const alone = await prepare()
    for (let index = 0; index < 6; index++) {
      await watched.step(index)
      await watched.evaluate(index + 1)
      await watched.sample(2, index)
      await alone.step(index)
    }
    expect(await watched.saveState()).toEqual(await alone.saveState())
  })

  it('bounds the exact free energy of 2 × 2 sites from both sides', async () => {
    const session = await prepare({ theory: { ...base.theory, side: 2 }, stageOne: { steps: 1500, batchSize: 32 }, evaluation: { samples: 400, monteCarloSamples: 400 } })
    await run(session, 0, session.totalSteps)
    const { metrics } = await session.evaluate(session.totalSteps)
    // The table of the spec (2.1): −ln Z/N + λρ² at λ = 1, ρ = 4, T = 0.5.
    const exact = -0.3315904181
    expect(metrics.freeEnergyPerSite - metrics.freeEnergyGap).toBeCloseTo(exact, 9)
    expect(metrics.freeEnergyPerSite).toBeGreaterThan(exact)
    if ('lowerBoundPerSite' in metrics) expect(metrics.lowerBoundPerSite).toBeLessThan(exact)
    // Untrained it is above 10.
    expect(metrics.freeEnergyGap).toBeLessThan(1.5)
    expect(metrics.inverseError).toBeLessThan(1e-9)
  })

  it('finds the exact map of a free field on 2 × 2 sites', async () => {
    const session = await prepare({ theory: { kind: 'free', side: 2 }, map: { kind: 'u1', activation: 'none' }, stageOne: { steps: 1500, batchSize: 32 }, evaluation: { samples: 400 } })
    await run(session, 0, session.totalSteps)
    const { metrics, artifacts } = await session.evaluate(session.totalSteps)
    // The mean field is the zero mode itself there, up to a factor.
    expect(metrics.phaseLock).toBeGreaterThan(0.99)
    // Haar wavelets with the right scalings are exact there (2.5); what is left is second order in the distance from them.
    expect(metrics.freeEnergyGap).toBeLessThan(0.01)
    expect(metrics.effectiveSampleShare).toBeGreaterThan(0.95)
    // So its bulk is normal: of n = 4 · 500 variables the kurtosis has an error of 1/√n.
    expect(metrics.residualKurtosis).toBeLessThan(4 / Math.sqrt(4 * 500))
    expect(artifacts.find(({ descriptor }) => descriptor.kind === 'residual-kurtosis')?.shape).toEqual([1, 3])
  })

  it('stores fields with the bulk that they came from, tables, and the map', async () => {
    const session = await prepare({ stageTwo: { steps: 2, batchSize: 8 } })
    await run(session, 0, session.totalSteps)
    const { artifacts } = await session.evaluate(14)
    expect(artifacts.map(({ descriptor, shape }) => [descriptor.kind, shape])).toEqual([
      ['fields', [3, 4, 4, 2]], ['bulk-fields', [3, 4, 4, 2]], ['map-parameters', [48]], ['correlator', [3, 5]], ['bulk-kernel', [19, 5]],
      ['monte-carlo-fields', [40, 4, 4, 2]],
    ])
  })

  it('refuses a map that does not fit the field', async () => {
    await expect(prepare({ theory: { kind: 'isingHS', side: 4 } })).rejects.toMatchObject({ code: 'MapDoesNotFitField' })
  })
})
