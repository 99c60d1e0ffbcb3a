import type { EndpointCoefficients } from './paths.ts'
import { covariance, type EndpointMoments } from './second-moments.ts'

/** The best linear guess of a quantity from the state of its own mode, and what is left to learn. */
export interface Regression {
  /** Coefficient of phi_t. */
  readonly onField: number
  /** Coefficient of pi_t. */
  readonly onMomentum: number
  /** The quantity less the guess, as coefficients of the end points. */
  readonly rest: EndpointCoefficients
}

/**
 * Added to the unit variances of phi_t and pi_t, so that the guess stays finite where they are multiples of each other (both
 * ends without noise). It is what float32 leaves of a correlation: far below everything else that is random here.
 */
const ridge = 1e-6

/**
 * Least-squares regression of X on (phi_t, pi_t), mode by mode: with the correlation rho of the two and their standardised
 * covariances a, b with X, the coefficients are (a - rho b, b - rho a)/(1 - rho²), divided by the deviations. All moments are
 * exact (see `meanSquare`). `rest` is not correlated with phi_t and pi_t: the guess is the conditional mean of X if the data
 * were a Gaussian field with the spectrum of the true data.
 */
export function regress(target: EndpointCoefficients, field: EndpointCoefficients, momentum: EndpointCoefficients, moments: EndpointMoments): Regression {
  const overField = inverseRoot(covariance(field, field, moments))
  const overMomentum = inverseRoot(covariance(momentum, momentum, moments))
  const rho = covariance(field, momentum, moments) * overField * overMomentum
  const a = covariance(target, field, moments) * overField
  const b = covariance(target, momentum, moments) * overMomentum
  const unit = 1 + ridge
  const determinant = unit * unit - rho * rho
  const onField = (overField * (unit * a - rho * b)) / determinant
  const onMomentum = (overMomentum * (unit * b - rho * a)) / determinant
  const rest = (i: number) => target[i] - onField * field[i] - onMomentum * momentum[i]
  return { onField, onMomentum, rest: [rest(0), rest(1), rest(2), rest(3)] }
}

/** A quantity that vanishes tells nothing. */
function inverseRoot(variance: number): number {
  return variance > 0 ? 1 / Math.sqrt(variance) : 0
}
