import { expect, it } from 'vitest'
import { exponentialMean } from './smoothing.ts'

it('leaves a constant alone from its first value on, and skips gaps', () => {
  expect(exponentialMean([3, 3, null, 3], 8)).toEqual([3, 3, null, 3])
})

it('is the weighted mean that the formula states', () => {
  const keep = 1 - 1 / 4
  const [, , third] = exponentialMean([1, 5, 2], 4)
  expect(third).toBeCloseTo((keep ** 2 * 1 + keep * 5 + 2) / (keep ** 2 + keep + 1), 14)
})
