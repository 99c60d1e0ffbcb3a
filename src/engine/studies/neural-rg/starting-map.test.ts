import { beforeAll, describe, expect, it } from 'vitest'
import { anyRunConfigSchema } from '../../../shared/run-config.ts'
import { neuralRgConfigSchema } from '../../../shared/studies/neural-rg/config.ts'
import { loadBackend } from '../../backends/index.ts'
import type { StartingRun, TrainingSession } from '../../study.ts'
import { findEngineStudy } from '../index.ts'

beforeAll(async () => {
  await loadBackend('tensorflow')
})

const study = findEngineStudy('neural-rg')!
const source = {
  study: 'neural-rg', seed: 3, theory: { kind: 'cphi4', side: 4, temperature: 0.5, lambda: 1 },
  stageOne: { steps: 60, batchSize: 16 }, evaluation: { samples: 200, storedSamples: 2, monteCarloSamples: 0 },
}
const starting = { kind: 'run', run: 'the other one' }

async function trained(overrides: object = {}, steps?: number): Promise<{ session: TrainingSession; start: StartingRun }> {
  const config = { ...source, ...overrides }
  const session = await study.prepare(config, { points: null })
  const step = steps ?? session.totalSteps
  for (let index = 0; index < step; index++) await session.step(index)
  return { session, start: { config: anyRunConfigSchema.parse(neuralRgConfigSchema.parse(config)), step, state: await session.saveState() } }
}
const begin = (start: StartingRun | undefined, overrides: object = {}) => study.prepare({ ...source, start: starting, ...overrides }, { points: null, ...(start && { start }) })
const metricsAt = async (session: TrainingSession, step: number) => (await session.evaluate(step)).metrics

describe('a run that starts from another one', () => {
  it.each([
    ['U(1) blocks, float64', {}],
    ['couplings, float64', { map: { kind: 'coupling', couplings: 2, hidden: 4 } }],
    ['couplings of larger networks, float32', { map: { kind: 'coupling', couplings: 1, hidden: 33 }, stageOne: { steps: 3, batchSize: 8 } }],
  ])('begins where that one was: %s', async (_, overrides) => {
    const { session, start } = await trained(overrides)
    const next = await begin(start, overrides)
    expect(await metricsAt(next, 0)).toEqual(await metricsAt(session, start.step))
  })

  it('takes the map of the nearest temperature of a scan, of those that are done', async () => {
    const scan = { stageOne: { steps: 20, batchSize: 8, furtherTemperatures: [0.8, 1.2] } }
    const at = (temperature: number) => ({ theory: { ...source.theory, temperature } })
    const { start } = await trained(scan)
    const finished = (place: number) => start.state.get(`map/finished/${place}`)!.data
    const parametersOf = async (session: TrainingSession) => (await session.saveState()).get('map/values')!.data
    expect(await parametersOf(await begin(start, at(0.75)))).toEqual(finished(1))
    expect(await parametersOf(await begin(start, at(2)))).toEqual(finished(2))
    expect(await parametersOf(await begin(start, at(0.1)))).toEqual(finished(0))
    const { start: early } = await trained(scan, 30)
    expect(await parametersOf(await begin(early, at(2)))).toEqual(early.state.get('map/values')!.data)
  })

  it('on twice the lattice begins far below a fresh one, in nats a site', async () => {
    const { start } = await trained({ stageOne: { steps: 400, batchSize: 16 } })
    const large = { theory: { ...source.theory, side: 8 } }
    const bound = async (session: TrainingSession) => (await metricsAt(session, 0)).freeEnergyPerSite
    const [fresh, extended] = [await bound(await begin(undefined, { ...large, start: { kind: 'fresh' } })), await bound(await begin(start, large))]
    // Untrained maps are some 10 nats a site above the exact −0.4 of this theory; trained ones some tenths.
    expect(extended).toBeLessThan(fresh / 3)
  })

  it('says what does not fit', async () => {
    const { start } = await trained({ stageOne: { steps: 1, batchSize: 8 } })
    await expect(begin(undefined)).rejects.toMatchObject({ code: 'StartMissing' })
    await expect(begin(start, { start: { kind: 'run' } })).rejects.toMatchObject({ code: 'NoRunChosen' })
    await expect(begin(start, { map: { kind: 'u1', repeats: 2 } })).rejects.toMatchObject({ code: 'BlocksDiffer' })
    await expect(begin({ ...start, config: { ...start.config, study: 'holographic-flow' } })).rejects.toMatchObject({ code: 'StartIsAnotherStudy' })
    const damaged = new Map(start.state).set('map/values', { shape: [48], data: new Float64Array(48).fill(Number.NaN) })
    await expect(begin({ ...start, state: damaged })).rejects.toMatchObject({ code: 'StartDoesNotFit' })
  })
})
