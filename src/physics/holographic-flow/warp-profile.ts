import { cubicSpline } from '../numerics/cubic-spline.ts'

/** The logarithm of a warp factor, A(r) = ln f, and its derivatives. */
export interface WarpProfile {
  logWarp(r: number): number
  derivative(r: number): number
  secondDerivative(r: number): number
  /** Radii, ascending, where A has a kink in some derivative: integrations stop and start there. */
  readonly knots: readonly number[]
}

export interface ControlPoint {
  r: number
  logWarp: number
}

/**
 * A(r) through control points by a C² cubic spline, continued by AdS tails: A' = 1 before the first and after the last point.
 * At those two radii h = A' may jump; the rescaled field stays continuous there. Spec: 3.4.
 */
export function splineProfile(controlPoints: readonly ControlPoint[]): WarpProfile {
  const points = [...controlPoints].sort((a, b) => a.r - b.r)
  const spline = cubicSpline(points.map((point) => point.r), points.map((point) => point.logWarp))
  const first = points[0]
  const last = points[points.length - 1]
  const inside = (r: number) => r >= first.r && r <= last.r
  return {
    logWarp(r) {
      if (inside(r)) return spline.value(r)
      return r < first.r ? first.logWarp + (r - first.r) : last.logWarp + (r - last.r)
    },
    derivative: (r) => (inside(r) ? spline.derivative(r) : 1),
    secondDerivative: (r) => (inside(r) ? spline.secondDerivative(r) : 0),
    knots: points.map((point) => point.r),
  }
}
