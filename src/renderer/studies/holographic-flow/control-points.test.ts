import { describe, expect, it } from 'vitest'
import { addPoint, along, fewestPoints, leastGap, middleOfWidestGap, mostPoints, movePoint, removePoint, type ControlPoint } from './control-points.ts'

const line = (...radii: number[]): ControlPoint[] => radii.map((r) => ({ r, logWarp: r }))
const five = line(0, 0.25, 0.5, 0.75, 1)
const isAscending = (points: readonly ControlPoint[]) => points.every((point, i) => i === 0 || point.r > points[i - 1].r)

describe('control points', () => {
  it('move freely without snapping, onto the grid with it, and leave the others as they were', () => {
    expect(movePoint(five, 1, { r: 0.3141, logWarp: 0.2718 }, false)[1]).toEqual({ r: 0.3141, logWarp: 0.2718 })
    expect(movePoint(five, 1, { r: 0.3141, logWarp: 0.2718 }, true)[1]).toEqual({ r: 0.3, logWarp: 0.25 })
    expect(movePoint(five, 1, { r: 0.3, logWarp: 9 }, true).filter((_, i) => i !== 1)).toEqual(five.filter((_, i) => i !== 1))
  })
  it('stay ascending and apart wherever they are dragged, snapping or not', () => {
    for (const snap of [false, true]) {
      for (let index = 0; index < five.length; index++) {
        for (let r = -2; r <= 3; r += 0.0371) {
          const moved = movePoint(five, index, { r, logWarp: 0 }, snap)
          expect(isAscending(moved)).toBe(true)
          // Half a digit of the four that a drag keeps.
          for (let i = 1; i < moved.length; i++) expect(moved[i].r - moved[i - 1].r).toBeGreaterThanOrEqual(leastGap - 1e-4)
        }
      }
    }
  })
  it('are added where there is room, in order, and never more than a configuration takes', () => {
    const added = addPoint(five, { r: 0.6, logWarp: 0.61 }, false)!
    expect(added.points.map(({ r }) => r)).toEqual([0, 0.25, 0.5, 0.6, 0.75, 1])
    expect(added.points[added.index]).toEqual({ r: 0.6, logWarp: 0.61 })
    expect(addPoint(five, { r: 0.5001, logWarp: 0 }, false)).toBeNull()
    expect(addPoint(five, { r: 0.52, logWarp: 0 }, true), 'snaps onto its neighbour').toBeNull()
    expect(addPoint(line(...Array.from({ length: mostPoints }, (_, i) => i)), { r: 0.5, logWarp: 0 }, false)).toBeNull()
  })
  it('can be removed down to the four that a spline needs', () => {
    const four = removePoint(five, 2)!
    expect(four).toEqual(line(0, 0.25, 0.75, 1))
    expect(four).toHaveLength(fewestPoints)
    expect(removePoint(four, 0)).toBeNull()
  })
  it('leave their widest gap at its middle, and the curve there is read between its neighbours', () => {
    expect(middleOfWidestGap(line(0, 0.25, 0.75, 1))).toBe(0.5)
    expect(along([0, 1, 3], [0, 2, 6], 2)).toBe(4)
    expect([along([0, 1], [5, 6], -1), along([0, 1], [5, 6], 2)]).toEqual([5, 6])
  })
})
