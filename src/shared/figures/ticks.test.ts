import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { axisTicks, fixed } from './ticks.ts'

const labels = (scale: 'linear' | 'log', ends: [number, number], count = 6) => axisTicks(scale, ends, count).major.map((tick) => tick.label)

describe('linear ticks', () => {
  it('stand at steps of 1, 2 or 5 times a power of ten, with a true minus sign and no rounding dust', () => {
    expect(labels('linear', [0, 1])).toEqual(['0.0', '0.2', '0.4', '0.6', '0.8', '1.0'])
    expect(labels('linear', [-4.6, 4.6], 9)).toEqual(['−4', '−3', '−2', '−1', '0', '1', '2', '3', '4'])
    expect(labels('linear', [0, 78_100], 5)).toEqual(['0', '20\u2009000', '40\u2009000', '60\u2009000'])
    expect(axisTicks('linear', [0, 0.35], 4).major.map((tick) => tick.value)).toEqual([0, 0.1, 0.2, 0.3])
  })

  it('take a common power of ten out of large and small numbers, and an offset out of nearly equal ones', () => {
    expect(axisTicks('linear', [0, 4e6], 5)).toMatchObject({ common: '$\\times10^{6}$' })
    expect(labels('linear', [0, 4e6], 5)).toEqual(['0', '1', '2', '3', '4'])
    expect(axisTicks('linear', [0, 1e-4], 6).common).toBe('$\\times10^{−4}$')
    expect(axisTicks('linear', [1e9, 1e9 + 2], 5).common).toBe('+\u2009$10^{9}$')
    expect(labels('linear', [1e9, 1e9 + 2], 5)).toEqual(['0.0', '0.5', '1.0', '1.5', '2.0'])
  })

  it('are within the ends, ascending, at most as many as asked for, evenly spaced, for any range', () => {
    const end = fc.double({ min: -1e300, max: 1e300, noNaN: true })
    fc.assert(fc.property(end, end, fc.integer({ min: 2, max: 12 }), (a, b, count) => {
      fc.pre(Math.abs(a - b) > 1e-9 * Math.max(Math.abs(a), Math.abs(b)) && Math.abs(a - b) > 1e-280)
      const [low, high] = [Math.min(a, b), Math.max(a, b)]
      const values = axisTicks('linear', [a, b], count).major.map((tick) => tick.value)
      expect(values.length).toBeLessThanOrEqual(count)
      const slack = (high - low) * 1e-6
      const step = values[1] - values[0]
      values.forEach((value, i) => {
        expect(value).toBeGreaterThanOrEqual(low - slack)
        expect(value).toBeLessThanOrEqual(high + slack)
        if (i > 0) expect(Math.abs(value - values[i - 1] - step)).toBeLessThan(slack)
      })
    }))
  })

  it('always give two labels when four are allowed: the next finer step would fit too', () => {
    fc.assert(fc.property(fc.double({ min: -1e6, max: 1e6, noNaN: true }), fc.double({ min: 1e-3, max: 1e6, noNaN: true }), (low, span) => {
      expect(axisTicks('linear', [low, low + span], 4).major.length).toBeGreaterThanOrEqual(2)
    }))
  })
})

describe('log ticks', () => {
  it('are powers of ten with minor ticks at 2 to 9', () => {
    const { major, minor } = axisTicks('log', [0.5, 2000], 6)
    expect(major.map((tick) => tick.label)).toEqual(['$10^{0}$', '$10^{1}$', '$10^{2}$', '$10^{3}$'])
    expect(minor.slice(0, 9)).toEqual([0.5, 0.6, 0.7, 0.8, 0.9, 2, 3, 4, 5])
  })

  it('skip decades evenly on a long axis, with the skipped ones as minor ticks', () => {
    const { major, minor } = axisTicks('log', [1e-12, 1e12], 6)
    expect(major.map((tick) => Math.round(Math.log10(tick.value)))).toEqual([-10, -5, 0, 5, 10])
    expect(minor).toContain(10)
  })

  it('label 1, 2 and 5 within a decade, and fall back to even steps in a sliver of one', () => {
    expect(labels('log', [30, 300])).toEqual(['50', '100', '200'])
    expect(labels('log', [4.1, 4.4], 4).length).toBeGreaterThanOrEqual(2)
  })
})

it('writes decimals without a negative zero', () => {
  expect(fixed(-0.001, 2)).toBe('0.00')
  expect(fixed(-12345.678, 1)).toBe('−12\u2009345.7')
})
