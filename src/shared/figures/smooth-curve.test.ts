import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { smoothCurve } from './smooth-curve.ts'

/** The definition, sum by sum. */
function slow(values: (number | null)[], halfLife: number): (number | null)[] {
  return values.map((value, i) => {
    if (value === null) return null
    let [s0, s1, s2, t0, t1] = [0, 0, 0, 0, 0]
    values.forEach((y, j) => {
      if (y === null) return
      const w = 2 ** (-Math.abs(i - j) / halfLife)
      s0 += w
      s1 += w * (j - i)
      s2 += w * (j - i) ** 2
      t0 += w * y
      t1 += w * (j - i) * y
    })
    const determinant = s0 * s2 - s1 * s1
    return determinant > 1e-9 * s0 * s2 ? (s2 * t0 - s1 * t1) / determinant : t0 / s0
  })
}

describe('smoothCurve', () => {
  it('reproduces straight lines to their ends, gaps included', () => {
    const line = Array.from({ length: 200 }, (_, i) => (i % 17 === 3 ? null : 5 - 0.3 * i))
    smoothCurve(line, 7).forEach((value, i) => {
      if (line[i] === null) expect(value).toBeNull()
      else expect(value).toBeCloseTo(5 - 0.3 * i, 9) // sums of some hundred numbers up to 55
    })
  })

  it('is the fit that its comment defines', () => {
    const column = fc.array(fc.oneof({ weight: 5, arbitrary: fc.double({ min: -100, max: 100, noNaN: true }) }, { weight: 1, arbitrary: fc.constant(null) }), { maxLength: 40 })
    fc.assert(fc.property(column, fc.double({ min: 0.5, max: 30, noNaN: true }), (values, halfLife) => {
      const expected = slow(values, halfLife)
      smoothCurve(values, halfLife).forEach((value, i) => {
        if (expected[i] === null) expect(value).toBeNull()
        else expect(Math.abs(Number(value) - Number(expected[i]))).toBeLessThan(1e-6) // determinants near 1e-9 lose six digits
      })
    }))
  })

  it('reproduces exponentials on a log axis, where they are the straight lines, and leaves out what has no logarithm', () => {
    const decay = Array.from({ length: 60 }, (_, i) => (i % 13 === 5 ? (i % 2 ? -1 : 0) : 1e4 * Math.exp(-0.7 * i)))
    smoothCurve(decay, 5, 'log').forEach((value, i) => {
      if (decay[i] <= 0) expect(value).toBeNull()
      else expect(Number(value) / decay[i]).toBeCloseTo(1, 9) // logarithms of some tens, sums of some tens of them
    })
    // The line through the values themselves is decades off where the loss falls fastest.
    expect(Number(smoothCurve(decay, 5)[10])).toBeGreaterThan(10 * decay[10])
  })

  it('averages noise: the variance of white noise falls below a tenth at a half-life of 10', () => {
    const noise = Array.from({ length: 400 }, (_, i) => Math.sin(12.9898 * i * i))
    const variance = (values: (number | null)[]) => values.reduce<number>((sum, value) => sum + Number(value) ** 2, 0) / values.length
    expect(variance(smoothCurve(noise, 10).slice(50, 350))).toBeLessThan(0.1 * variance(noise))
  })

  it('returns the data at half-life 0 and for a single point', () => {
    expect(smoothCurve([1, null, 5], 0)).toEqual([1, null, 5])
    expect(smoothCurve([4], 5)).toEqual([4])
  })
})
