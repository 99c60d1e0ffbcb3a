import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { sampleDensity } from './sample-density.ts'

describe('points of a density on pixels', () => {
  it('fall into pixels as often as these weigh, and evenly inside', () => {
    const weights = Float64Array.of(1, 0, 3, -2, 4, 2)
    const count = 60_000
    const points = sampleDensity({ width: 3, height: 2, weights }, count, 5)!
    const found = new Float64Array(6)
    let inside = 0
    for (let i = 0; i < points.length; i += 2) {
      found[(1 - Math.floor(points[i + 1])) * 3 + Math.floor(points[i])]++
      inside += points[i] - Math.floor(points[i])
    }
    // Binomial standard deviation at most 0.5 / sqrt(N) = 0.002; five of them.
    for (let i = 0; i < 6; i++) expect(Math.abs(found[i] / count - Math.max(0, weights[i]) / 10)).toBeLessThan(0.01)
    expect(found[1] + found[3]).toBe(0)
    // The mean of a uniform number: 0.29 / sqrt(N) = 0.0012.
    expect(Math.abs(inside / count - 0.5)).toBeLessThan(0.006)
  })

  it('are the same for the same seed, in the same order, and inside the picture', () => {
    fc.assert(fc.property(fc.integer({ min: 1, max: 6 }), fc.integer({ min: 1, max: 6 }), fc.integer({ min: 0, max: 2 ** 32 - 1 }), (width, height, seed) => {
      const density = { width, height, weights: Float64Array.from({ length: width * height }, (_, i) => (i * 7) % 3) }
      const many = sampleDensity(density, 40, seed)
      expect(many === null).toBe(density.weights.every((weight) => weight === 0))
      if (many === null) return
      expect(many.subarray(0, 20)).toEqual(sampleDensity(density, 10, seed))
      for (let i = 0; i < many.length; i += 2) expect(many[i] >= 0 && many[i] < width && many[i + 1] > 0 && many[i + 1] <= height).toBe(true)
    }), { numRuns: 100 })
  })

  it('do not exist where nothing weighs anything', () => expect(sampleDensity({ width: 2, height: 1, weights: new Float64Array(2) }, 5, 0)).toBeNull())
})
