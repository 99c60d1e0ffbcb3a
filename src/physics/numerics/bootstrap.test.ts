import { expect, it } from 'vitest'
import { stream } from '../random/stream.ts'
import { bootstrapMeans } from './bootstrap.ts'

it('the band of a mean of normal numbers is 1.96 standard errors wide on either side, for dependent columns alike', () => {
  const rows = 400
  const table = new Float64Array(2 * rows)
  const random = stream(1, 'probe')
  for (let row = 0; row < rows; row++) {
    table[2 * row] = 3 + 2 * random.normal()
    table[2 * row + 1] = -table[2 * row]
  }
  const { mean, low, high } = bootstrapMeans(table, 2, stream(2, 'probe'), { resamples: 2000 })
  // The sample's own deviation is within 3.5 %, the end quantiles of 2000 resamples within 4 %: three times both.
  const halfWidth = (1.96 * 2) / Math.sqrt(rows)
  expect(Math.abs((high[0] - low[0]) / 2 / halfWidth - 1)).toBeLessThan(0.15)
  expect(Math.abs(mean[0] - 3)).toBeLessThan(4 * (2 / Math.sqrt(rows)))
  expect(mean[1]).toBe(-mean[0])
  expect([low[1], high[1]].map((value) => value.toFixed(12))).toEqual([-high[0], -low[0]].map((value) => value.toFixed(12)))
})

it('of equal rows is a point', () => {
  const { mean, low, high } = bootstrapMeans(Float64Array.of(1, 2, 1, 2, 1, 2), 2, stream(1, 'probe'))
  expect([...mean, ...low, ...high]).toEqual([1, 2, 1, 2, 1, 2])
})
