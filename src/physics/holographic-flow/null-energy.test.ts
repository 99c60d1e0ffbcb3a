import { describe, expect, it } from 'vitest'
import { makeGeometry } from './make-geometry.ts'
import { nullEnergyViolations, obeysNullEnergyCondition } from './null-energy.ts'
import { splineProfile } from './warp-profile.ts'

const radii = [0, 0.2, 0.4, 0.6, 0.8, 1]
const through = (logWarp: (r: number) => number, at = radii) => at.map((r) => ({ r, logWarp: logWarp(r) }))
const custom = (controlPoints: { r: number; logWarp: number }[]) =>
  makeGeometry({ kind: 'custom', boundaryDimension: 2, conformalDimension: 1.5, rIR: 0, rUV: 1, controlPoints })

describe('null energy condition of a warp profile', () => {
  it('holds for a straight line and for a concave parabola, which the not-a-knot spline reproduces', () => {
    expect(nullEnergyViolations(splineProfile(through((r) => r)), 0, 1)).toEqual([])
    expect(nullEnergyViolations(splineProfile(through((r) => r - r * r / 5)), 0, 1)).toEqual([])
  })
  it('is broken exactly where a cubic curves upward: A = r + (r - a)³ from a on', () => {
    const a = 0.37
    const violations = nullEnergyViolations(splineProfile(through((r) => r + (r - a) ** 3)), 0, 1)
    // The spline is this cubic, to rounding.
    expect(violations).toEqual([[expect.closeTo(a, 9), 1]])
  })
  it('is broken at one radius where a tail of slope 1 meets a steeper curve, and not where it meets a flatter one', () => {
    const inside = [0.2, 0.4, 0.6, 0.8]
    expect(nullEnergyViolations(splineProfile(through((r) => 1.5 * r, inside)), 0, 1)).toEqual([[0.2, 0.2]])
    expect(nullEnergyViolations(splineProfile(through((r) => 0.5 * r, inside)), 0, 1)).toEqual([[0.8, 0.8]])
    expect(nullEnergyViolations(splineProfile(through((r) => r, inside)), 0, 1)).toEqual([])
  })
  it('answers for a geometry as for its profile, on any grid of radii: a narrow bump between them counts', () => {
    const bump = through((r) => r, [0, 0.48, 0.5, 0.52, 1]).map((point) => ({ ...point, logWarp: point.logWarp + (point.r === 0.5 ? 0.01 : 0) }))
    expect(nullEnergyViolations(splineProfile(bump), 0, 1)).not.toEqual([])
    expect(obeysNullEnergyCondition(custom(bump), [0.5])).toBe(false)
    expect(obeysNullEnergyCondition(custom(through((r) => r - r * r / 5)), radii)).toBe(true)
    expect(obeysNullEnergyCondition(custom(through((r) => 1.5 * r, [0.2, 0.4, 0.6, 0.8])), [])).toBe(false)
  })
})
