import { describe, expect, it } from 'vitest'
import { neuralRgConfigSchema } from '../../../shared/studies/neural-rg/config.ts'
import { expectedStages, stageCosts, stageLessons } from './expected-stages.ts'

const config = (overrides: object = {}) => neuralRgConfigSchema.parse({
  study: 'neural-rg', theory: { kind: 'cphi4', side: 8 }, stageOne: { steps: 100, batchSize: 64 }, stageTwo: { steps: 50, batchSize: 64 },
  cadence: { evaluateEvery: 25, checkpointEvery: 25, logEvery: 5 }, ...overrides,
})
const line = (step: number, seconds: number) => ({ kind: 'train' as const, step, seconds, values: {} })
/** A run whose first stage took 10 s and whose second 40 s. */
const past = (own = config()) => stageLessons({
  summary: { id: 'past', study: 'neural-rg', title: 'Past', created: '', status: { state: 'done', step: 150, totalSteps: 150, updated: '', elapsedSeconds: 50 }, latest: {} },
  config: own, metrics: [line(50, 5), line(100, 10), line(150, 50)],
})

describe('the expected time of a run', () => {
  it('of the very configuration that has run is the time that it took, stage by stage', () => {
    expect(expectedStages(config(), past())?.seconds).toBeCloseTo(50, 9)
    expect(expectedStages(config({ stageTwo: { steps: 0 } }), past())?.seconds).toBeCloseTo(10, 9)
  })

  it('is proportional to the temperatures of a scan, and to the sites', () => {
    const scan = config({ stageOne: { steps: 100, batchSize: 64, furtherTemperatures: [0.7, 0.9] }, stageTwo: { steps: 0 } })
    expect(expectedStages(scan, past())?.seconds).toBeCloseTo(30, 9)
    expect(expectedStages(config({ theory: { kind: 'cphi4', side: 16 } }), past())).toMatchObject({ seconds: expect.closeTo(200, 9), like: ['Past'] })
  })

  it('is not told from other blocks, other theories, or lattices far apart', () => {
    expect(expectedStages(config({ map: { kind: 'coupling' } }), past())).toBeNull()
    expect(expectedStages(config({ theory: { kind: 'xyHS', side: 8 } }), past())).toBeNull()
    expect(expectedStages(config({ theory: { kind: 'cphi4', side: 32 } }), past())).toBeNull()
    // Nor is half a run.
    expect(expectedStages(config(), past(config({ stageTwo: { steps: 0 } })))).toBeNull()
  })

  it('counts evaluations beside steps', () => {
    expect(stageCosts(config()).one).toEqual({ perStep: 64 * 64, perSampling: 500 * 64, total: 100 * 64 * 64 + 4 * 500 * 64 })
    expect(stageCosts(config({ stageTwo: { steps: 0 } })).two).toBeNull()
  })
})
