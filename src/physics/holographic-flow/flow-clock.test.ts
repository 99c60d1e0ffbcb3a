import { describe, expect, it } from 'vitest'
import { holographicFlowConfigSchema } from '../../shared/studies/holographic-flow/config.ts'
import { expectRelative, expectWithin } from '../testing/expect-printed.test-helper.ts'
import { radiusClock, resolutionClock } from './flow-clock.ts'
import { flowModel } from './flow-model.ts'

const configOf = (model: object) => holographicFlowConfigSchema.parse({ study: 'holographic-flow', model })

describe('clock of a flow', () => {
  it.each([0.5, 0.006, 3e-4])('by resolution, resolved at %s, runs from 0 to 1, forward, and back to the same time', (resolvedAt) => {
    const { time, reading, rate } = resolutionClock(resolvedAt)
    expect([time(0), time(1), reading(0)]).toEqual([0, 1, 0])
    expectWithin(reading(1), 1, 1e-15)
    for (const tau of [1e-9, 1e-3, 0.2, 0.5, 0.9, 1 - 1e-9]) {
      const t = time(tau)
      expectWithin(reading(t), tau, 1e-14)
      const h = 1e-4 * t
      // Central differences: (h/t)² = 1e-8 times a number of order one, and rounding 1e-16 tau/h.
      if (t + h < 1) expectRelative((reading(t + h) - reading(t - h)) / (2 * h), rate(t), 1e-6)
      expect(rate(t)).toBeGreaterThan(0.5)
    }
  })

  it('gives equal steps of its second half to equal factors of time, once the point is being resolved', () => {
    const { reading } = resolutionClock(1e-4)
    const ofLogarithm = (t: number) => reading(t) - t / 2
    // asinh x = ln 2x up to 1/4x²: 25 at t = 10 t_*.
    expectRelative(ofLogarithm(1e-2) - ofLogarithm(1e-3), ofLogarithm(1e-1) - ofLogarithm(1e-2), 2e-3)
  })

  it('is the radius itself where nothing else is asked for', () => {
    expect(flowModel(configOf({ variant: 'ads' })).clock).toBe(radiusClock)
    expect(flowModel(configOf({ variant: 'ads', clock: 'resolution' })).clock.time(0.5)).toBeLessThan(0.5)
  })
})
