import { describe, expect, it } from 'vitest'
import { expectedTime, rateOf, type EarlierRun } from './expected-time.ts'

const cost = (perStep: number, steps = 100) => ({ perStep, perSampling: 0, total: steps * perStep })
const run = (title: string, perStep: number, rate: number): EarlierRun => ({ title, cost: cost(perStep), step: 50, evaluateEvery: 10, elapsedSeconds: (50 * perStep) / rate })

describe('expected time', () => {
  it('of the very configuration that has run is the time that it took', () => {
    const earlier = { ...run('same', 1e9, 2e10), cost: { perStep: 1e9, perSampling: 3e9, total: 100e9 + 10 * 3e9 }, step: 100, elapsedSeconds: 42 }
    expect(expectedTime(earlier.cost, [earlier])!.seconds).toBeCloseTo(42, 9)
  })
  it('follows the run of most nearly equal cost, by ratio', () => {
    const earlier = [run('small', 2e8, 5e9), run('large', 3e9, 8e10)]
    expect(rateOf(earlier[0])).toBeCloseTo(5e9)
    expect(expectedTime(cost(1e9), earlier)).toMatchObject({ like: { title: 'large' }, seconds: expect.closeTo(100e9 / 8e10, 9) })
  })
  it('says nothing where no run is of like size, or none has got anywhere', () => {
    expect(expectedTime(cost(1e9), [run('tiny', 1e7, 1e9)])).toBeNull()
    expect(expectedTime(cost(1e9), [{ ...run('begun', 1e9, 1e10), step: 0 }])).toBeNull()
    expect(expectedTime(cost(1e9), [])).toBeNull()
  })
})
