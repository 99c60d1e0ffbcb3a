import { describe, expect, it } from 'vitest'
import { generatePoints } from '../../physics/datasets/generate-points.ts'
import { countDuplicates, describePoints } from './describe-points.ts'

describe('description of points', () => {
  it('counts rows that repeat an earlier one; 0 and -0 are the same', () => {
    expect(countDuplicates(Float64Array.of(1, 2, 1, 2, 2, 1, 0, 0, -0, 0, 1, 2))).toBe(3)
    const points = generatePoints('rings', 5000, 1)
    expect(countDuplicates(points)).toBe(0)
    expect(countDuplicates(Float64Array.from([...points, ...points]))).toBe(5000)
    // A grid of few values in many rows: 100 points, 20,000 rows.
    expect(countDuplicates(Float64Array.from({ length: 40_000 }, (_, i) => (i % 2 === 0 ? Math.floor(i / 2) % 10 : Math.floor(i / 20) % 10)))).toBe(19_900)
  })

  it('finds the rows beyond five standard deviations of a coordinate', () => {
    const points = generatePoints('rings', 1000, 1)
    points[1] = 100
    points[20] = -100
    expect(describePoints(points)).toMatchObject({ outliers: 2, min: [-100, expect.any(Number)], max: [expect.any(Number), 100] })
    expect(describePoints(Float64Array.of(3, 4, 3, 4))).toMatchObject({ outliers: 0, mean: [3, 4], duplicates: 1 })
  })

  it('thins the picture evenly to 2,000 rows, and keeps the mean finite for huge coordinates', () => {
    const { sample } = describePoints(Float64Array.from({ length: 20_000 }, (_, i) => Math.floor(i / 2)))
    expect(sample.length).toBe(4000)
    expect([sample[0], sample[2], sample[3998]]).toEqual([0, 5, 9995])
    expect(describePoints(new Float64Array(8).fill(1e100)).mean).toEqual([1e100, 1e100])
  })
})
