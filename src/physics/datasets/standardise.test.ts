import { describe, expect, it } from 'vitest'
import { generatePoints } from './generate-points.ts'
import { checkBox, measureStandardisation, standardise, undoStandardisation } from './standardise.ts'

describe('standardisation', () => {
  it('gives mean 0 and standard deviation 1 over all coordinates, and is undone exactly up to rounding', () => {
    const points = generatePoints('twoMoons', 5000, 3).map((value) => 1e6 + 3 * value)
    const by = measureStandardisation(points)
    const standardised = standardise(points, by)
    const again = measureStandardisation(standardised)
    // The origin lies 10⁶ / 2.4 standard deviations away: 10 of 16 digits remain.
    expect(Math.abs(again.mean)).toBeLessThan(1e-9)
    expect(Math.abs(again.standardDeviation - 1)).toBeLessThan(1e-9)
    undoStandardisation(standardised, by).forEach((value, i) => expect(Math.abs(value - points[i])).toBeLessThan(1e-9))
  })

  it('of the checkerboard is 8/√12 and brings it to |y| <= √3', () => {
    const points = generatePoints('checkerboard', 50_000, 1)
    const by = measureStandardisation(points)
    // Variance of y² for y uniform on [-4, 4): 4⁴ (1/5 - 1/9); 100,000 coordinates; sigma of the root = sigma / (2 root).
    const exact = 8 / Math.sqrt(12)
    expect(Math.abs(by.standardDeviation - exact)).toBeLessThan((4 * Math.sqrt((256 * (1 / 5 - 1 / 9)) / 1e5)) / (2 * exact))
    expect(Math.max(...standardise(points, by))).toBeLessThan(1.02 * Math.sqrt(3))
    expect(checkBox(standardise(points, by), 8, 16)).toBeNull()
  })

  it('refuses no points and points without spread, by name', () => {
    expect(() => measureStandardisation(new Float64Array(0))).toThrow(/no points/)
    expect(() => measureStandardisation(Float64Array.of(0.1, 0.1, 0.1, 0.1, 0.1, 0.1))).toThrow(/standard deviation is zero/)
  })
})

describe('box check', () => {
  it('warns beyond 85 % of half the box, and its own proposal passes', () => {
    expect(checkBox(Float64Array.of(3.4, 0), 8, 16)).toBeNull()
    const points = Float64Array.of(0, -4)
    const issue = checkBox(points, 8, 16)
    expect(issue).toMatchObject({ severity: 'warning', code: 'BoxTooSmall', path: 'encoding.boxLength' })
    const [, length, modes] = /box length of ([\d.]+) with (\d+) modes/.exec(issue!.message)!.map(Number)
    expect(checkBox(points, length, modes)).toBeNull()
    expect(modes / length).toBeGreaterThanOrEqual(16 / 8)
    expect(modes % 8).toBe(0)
  })
})
