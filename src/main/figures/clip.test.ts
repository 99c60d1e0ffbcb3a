import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { clipPolygon, clipPolyline, withoutRepeats } from './clip.ts'

const box = { x: 0, y: 0, width: 10, height: 5 }
const coordinate = fc.double({ min: -1e6, max: 1e6, noNaN: true })
const line = fc.array(coordinate, { minLength: 4, maxLength: 40 }).map((values) => values.slice(0, values.length - (values.length % 2)))
const pairs = (flat: readonly number[]) => Array.from({ length: flat.length / 2 }, (_, i) => [flat[2 * i], flat[2 * i + 1]])
/** Rounding of intersections of lines with ends up to 1e6 away. */
const slack = 1e-6

describe('polyline', () => {
  it('comes back whole when it is inside', () => {
    expect(clipPolyline([1, 1, 9, 4, 3, 2], box)).toEqual([[1, 1, 9, 4, 3, 2]])
  })

  it('is cut where it crosses the edge, with the slope that it had', () => {
    expect(clipPolyline([-10, 2, 30, 2], box)).toEqual([[0, 2, 10, 2]])
    const [[x0, y0, x1, y1]] = clipPolyline([-2, -1, 4, 2], box)
    expect((y1 - y0) / (x1 - x0)).toBeCloseTo(0.5, 12)
  })

  it('falls into pieces when it leaves and comes back', () => {
    expect(clipPolyline([5, 4, 5, 20, 6, 20, 6, 4], box)).toEqual([[5, 4, 5, 5], [6, 5, 6, 4]])
  })

  it('never leaves the box', () => {
    fc.assert(fc.property(line, (flat) => {
      for (const [x, y] of clipPolyline(flat, box).flatMap(pairs)) {
        expect(x).toBeGreaterThanOrEqual(-slack)
        expect(x).toBeLessThanOrEqual(10 + slack)
        expect(y).toBeGreaterThanOrEqual(-slack)
        expect(y).toBeLessThanOrEqual(5 + slack)
      }
    }))
  })
})

describe('polygon', () => {
  const area = (flat: readonly number[]) => pairs(flat).reduce((sum, [x, y], i, all) => {
    const [nextX, nextY] = all[(i + 1) % all.length]
    return sum + (x * nextY - nextX * y) / 2
  }, 0)

  it('keeps the part inside: a rectangle across the corner, and the whole box from around it', () => {
    expect(area(clipPolygon([5, 2, 20, 2, 20, 9, 5, 9], box))).toBeCloseTo(5 * 3, 12)
    expect(area(clipPolygon([-9, -9, 99, -9, 99, 99, -9, 99], box))).toBeCloseTo(50, 12)
    expect(clipPolygon([20, 20, 30, 20, 30, 30], box)).toEqual([])
  })
})

it('drops points that the files cannot tell apart, never the last one', () => {
  expect(withoutRepeats([0, 0, 0.001, 0.002, 5, 5, 5.004, 5.004])).toEqual([0, 0, 5, 5, 5.004, 5.004])
})
