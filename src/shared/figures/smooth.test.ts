import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { decimateMinMax, smoothExponentially, thinnedPoints } from './smooth.ts'

describe('exponential smoothing', () => {
  it('leaves a constant as it is from the first point on: no pull towards zero at the start', () => {
    for (const value of smoothExponentially(Array(50).fill(3.7), 10)) expect(value).toBeCloseTo(3.7, 12)
  })

  it('forgets half of what it knew in every half-life, once the start is far away', () => {
    const step = [...Array<number>(2000).fill(0), ...Array<number>(200).fill(1)]
    const smooth = smoothExponentially(step, 20)
    expect(smooth[1999 + 20]).toBeCloseTo(0.5, 10)
    expect(smooth[1999 + 60]).toBeCloseTo(1 - 1 / 8, 10)
  })

  it('stays between the smallest and the largest datum, keeps gaps, and is the data at half-life zero', () => {
    const column = fc.array(fc.oneof(fc.double({ min: -1e6, max: 1e6, noNaN: true }), fc.constant(null)), { maxLength: 50 })
    fc.assert(fc.property(column, fc.double({ min: 0.1, max: 100, noNaN: true }), (values, halfLife) => {
      const smooth = smoothExponentially(values, halfLife)
      const numbers = values.filter((value) => value !== null)
      smooth.forEach((value, i) => {
        expect(value === null).toBe(values[i] === null)
        if (value === null) return
        // Rounding of sums of numbers up to 1e6.
        expect(value).toBeGreaterThanOrEqual(Math.min(...numbers) - 1e-7)
        expect(value).toBeLessThanOrEqual(Math.max(...numbers) + 1e-7)
      })
    }))
    expect(smoothExponentially([1, null, 5], 0)).toEqual([1, null, 5])
  })
})

describe('decimation', () => {
  it('keeps both ends, the order, the extremes, and says what it did', () => {
    const x = Array.from({ length: 10_000 }, (_, i) => i)
    const y = x.map((i) => Math.sin(i / 50) + (i === 7777 ? 100 : 0) - (i === 1234 ? 100 : 0))
    const thin = decimateMinMax(x, y, 500)
    expect(thin.x.length).toBeLessThanOrEqual(500)
    expect(thin.x[0]).toBe(0)
    expect(thin.x.at(-1)).toBe(9999)
    expect(thin.x).toContain(7777)
    expect(thin.x).toContain(1234)
    expect(thin.x).toEqual([...thin.x].sort((a, b) => Number(a) - Number(b)))
    thin.x.forEach((at, i) => expect(thin.y[i]).toBe(y[Number(at)]))
    expect(thin.note).toBe('Lowest and highest of every 40 of 10,000 points.')
  })

  it('leaves a short curve alone, without a note', () => {
    expect(decimateMinMax([1, 2], [3, null], 500)).toEqual({ x: [1, 2], y: [3, null], note: '' })
  })

  it('keeps a long gap a gap', () => {
    const y = Array.from({ length: 1000 }, (_, i) => (i > 300 && i < 700 ? null : i))
    expect(decimateMinMax(y.map((_, i) => i), y, 50).y).toContain(null)
  })
})

it('thins points row by row and says so', () => {
  const data = Float32Array.from({ length: 20 }, (_, i) => i)
  expect(thinnedPoints(data, 4)).toEqual({ x: [0, 6, 12, 18], y: [1, 7, 13, 19], note: 'every 3rd of 10 points' })
  expect(thinnedPoints(data, 10).note).toBe('')
})
