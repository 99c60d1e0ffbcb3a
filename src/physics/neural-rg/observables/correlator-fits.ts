import { scanThenGoldenSection } from '../../numerics/golden-section.ts'
import { logCosh } from '../models/log-cosh.ts'
import { chord } from './correlator.ts'

export interface CorrelatorFit {
  law: 'power' | 'exponential'
  /** A. */
  amplitude: number
  /** η of A r_c^{-η}, or the decay rate κ of A cosh(κ(L/2 - r)). */
  exponent: number
  /** One standard deviation of the exponent from the scatter about the fit; null for fewer than three points. */
  exponentError: number | null
  /** Share of the variance of ln G that the fit explains. */
  rSquared: number
  /** n ln(RSS/n) + 2k with k = 2 parameters, for comparison of the two laws on the same points; smaller is better. */
  aic: number
  /** Points that the fit saw. */
  points: number
}

/** Both laws, fitted to the same points. Null where fewer than two are positive beyond their error. */
export interface CorrelatorFits {
  power: CorrelatorFit | null
  exponential: CorrelatorFit | null
  /** Distances in range that were left out because G is not positive beyond one standard deviation. */
  omitted: number[]
}

interface Points {
  distance: number[]
  logarithm: number[]
}

/**
 * Least squares in ln G over from ≤ r ≤ L/2: the power law A r_c^{-η} with the chord r_c, and the exponential A cosh(κ(L/2 - r)),
 * which is that of a torus. Points whose G is not above its error have no logarithm worth fitting and are left out.
 */
export function fitCorrelator(
  { value, error }: { value: ArrayLike<number>; error?: ArrayLike<number> }, side: number, from = 2,
): CorrelatorFits {
  const points: Points = { distance: [], logarithm: [] }
  const omitted: number[] = []
  for (let r = from; r <= side / 2; r++) {
    if (value[r] > (error?.[r] ?? 0)) {
      points.distance.push(r)
      points.logarithm.push(Math.log(value[r]))
    } else omitted.push(r)
  }
  if (points.distance.length < 2) return { power: null, exponential: null, omitted }
  return { power: powerFit(points, side), exponential: exponentialFit(points, side), omitted }
}

function powerFit(points: Points, side: number): CorrelatorFit {
  const x = points.distance.map((r) => Math.log(chord(r, side)))
  const { intercept, slope, squares, spread } = line(x, points.logarithm)
  return { law: 'power', amplitude: Math.exp(intercept), exponent: -slope, ...quality(points, squares, spread) }
}

/** For a given κ the best ln A is the mean of what is left; κ by a search, up to where the correlator would fall by e^{-8} a site. */
function exponentialFit(points: Points, side: number): CorrelatorFit {
  const shape = (kappa: number) => points.distance.map((r) => logCosh(kappa * (side / 2 - r)))
  const residuals = (kappa: number) => {
    const rest = shape(kappa).map((value, i) => points.logarithm[i] - value)
    const mean = rest.reduce((sum, value) => sum + value, 0) / rest.length
    return { mean, squares: rest.reduce((sum, value) => sum + (value - mean) ** 2, 0) }
  }
  const { x: kappa } = scanThenGoldenSection((rate) => residuals(rate).squares, 0, 8, 800)
  const { mean, squares } = residuals(kappa)
  // Error of κ from the slope of the shape by κ, (L/2 - r) tanh(κ(L/2 - r)).
  const slopes = points.distance.map((r) => (side / 2 - r) * Math.tanh(kappa * (side / 2 - r)))
  const middle = slopes.reduce((sum, value) => sum + value, 0) / slopes.length
  const spread = slopes.reduce((sum, value) => sum + (value - middle) ** 2, 0)
  return { law: 'exponential', amplitude: Math.exp(mean), exponent: kappa, ...quality(points, squares, spread) }
}

/** @param spread Σ (s_i - s̄)² of the regressor, for the error of its coefficient. */
function quality({ logarithm }: Points, squares: number, spread: number): Omit<CorrelatorFit, 'law' | 'amplitude' | 'exponent'> {
  const points = logarithm.length
  const mean = logarithm.reduce((sum, value) => sum + value, 0) / points
  const total = logarithm.reduce((sum, value) => sum + (value - mean) ** 2, 0)
  // Residuals at rounding, as on noise-free input, would make the logarithm depend on rounding alone.
  const floor = points * 1e-30
  return {
    exponentError: points > 2 && spread > 0 ? Math.sqrt(squares / (points - 2) / spread) : null,
    rSquared: total > 0 ? 1 - squares / total : 1,
    aic: points * Math.log(Math.max(squares, floor) / points) + 4,
    points,
  }
}

/** Least squares y = a + bx. */
export function line(x: readonly number[], y: readonly number[]): { intercept: number; slope: number; squares: number; spread: number } {
  const n = x.length
  const meanX = x.reduce((sum, value) => sum + value, 0) / n
  const meanY = y.reduce((sum, value) => sum + value, 0) / n
  const spread = x.reduce((sum, value) => sum + (value - meanX) ** 2, 0)
  const slope = x.reduce((sum, value, i) => sum + (value - meanX) * (y[i] - meanY), 0) / spread
  const intercept = meanY - slope * meanX
  return { intercept, slope, spread, squares: x.reduce((sum, value, i) => sum + (y[i] - intercept - slope * value) ** 2, 0) }
}

