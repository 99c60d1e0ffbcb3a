import type { Geometry } from './geometry.ts'
import type { WarpProfile } from './warp-profile.ts'

/** A'' of a straight line through rounded control points: no violation yet. */
const roundingOfCurvature = 1e-9
/** A' may differ by so much on both sides of a knot where it is continuous: the probes stand apart by 2e-9 of the slab. */
const roundingOfSlope = 1e-6

/**
 * Whether A'' <= 0 at all radii given, at the cut-offs and at every knot, where the A'' of a spline has its extremes; and A' never jumps up
 * (where an AdS tail meets the spline, A'' holds a delta function). Spec: 3.2.
 */
export function obeysNullEnergyCondition(geometry: Geometry, radii: readonly number[]): boolean {
  const curved = [...radii, geometry.rIR, ...geometry.knots, geometry.rUV].some((r) => geometry.logWarpSecondDerivative(r) > roundingOfCurvature)
  const probe = 1e-9 * (geometry.rUV - geometry.rIR)
  const kinked = geometry.knots.some((r) => geometry.logWarpDerivative(r + probe) - geometry.logWarpDerivative(r - probe) > roundingOfSlope)
  return !curved && !kinked
}

/**
 * Where between the cut-offs a warp profile breaks the null energy condition: intervals of A'' > 0, exact because the A'' of
 * a cubic spline is linear between knots; of no length where A' jumps up. Ascending.
 */
export function nullEnergyViolations(profile: WarpProfile, rIR: number, rUV: number): [number, number][] {
  const inner = profile.knots.filter((knot) => knot > rIR && knot < rUV)
  const ends = [rIR, ...inner, rUV]
  const violations: [number, number][] = []
  for (let i = 0; i + 1 < ends.length; i++) {
    const interval = positivePart(profile, ends[i], ends[i + 1])
    const last = violations.at(-1)
    if (interval && last && last[1] === interval[0]) last[1] = interval[1]
    else if (interval) violations.push(interval)
  }
  const probe = 1e-9 * (rUV - rIR)
  const kinks = inner.filter((r) => profile.derivative(r + probe) - profile.derivative(r - probe) > roundingOfSlope)
  return [...violations, ...kinks.map((r): [number, number] => [r, r])].sort((a, b) => a[0] - b[0])
}

/** The part of a knot interval where the linear function A'' is positive. Two inner samples fix the line: A'' may jump at its ends. */
function positivePart(profile: WarpProfile, from: number, to: number): [number, number] | null {
  const width = to - from
  const a = profile.secondDerivative(from + width / 3)
  const b = profile.secondDerivative(from + (2 * width) / 3)
  const [left, right] = [2 * a - b, 2 * b - a]
  if (left <= roundingOfCurvature && right <= roundingOfCurvature) return null
  if (left >= 0 && right >= 0) return [from, to]
  const zero = from + (width * left) / (left - right)
  return left > 0 ? [from, zero] : [zero, to]
}
