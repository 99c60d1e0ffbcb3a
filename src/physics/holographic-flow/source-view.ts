import type { EndpointCoefficients, PathPoint } from './paths.ts'
import type { EndpointMoments } from './second-moments.ts'

/** Coefficients of (phi_t, pi_t). */
export type Pair = readonly [onField: number, onMomentum: number]

/**
 * The state of a mode as a noisy view of its source e^(-ik·y). Given the point y, in each real plane
 *
 *   (phi_t, pi_t) = s e^(-ik·y) + noise of covariance Sigma,   s = c_3 psi + c_4 varpi,
 *   Sigma = c_1 c_1' V_phi + c_2 c_2' V_pi + c_4 c_4' sigma_L²   (c the path's coefficients of phi_0, pi_0, phi_1, pi_1).
 */
export interface SourceView {
  /** T = s' Sigma^-1 (phi_t, pi_t): the logarithm of the likelihood of y is Re conj(T) e^(-ik·y) and a constant, a mode and channel. */
  readonly likelihood: Pair
  /** T over its deviation: all that the mode tells of the point (a sufficient statistic). */
  readonly statistic: Pair
  /** s_pi phi_t - s_phi pi_t, over its deviation: noise alone, not correlated with that of T. */
  readonly ancillary: Pair
  /** <X | phi_t, pi_t, y> = onField phi_t + onMomentum pi_t + onSource e^(-ik·y) of a quantity on the path. */
  conditional(x: EndpointCoefficients): { readonly onField: number; readonly onMomentum: number; readonly onSource: number }
}

/**
 * Added to Sigma as a share of the mean squares of phi_t and pi_t, so that it has an inverse at the ends of the path, where the
 * noise vanishes in one or both. It is what float32 leaves of a state.
 */
const ridge = 1e-6

export function sourceView({ phi, pi }: PathPoint, endpoints: EndpointMoments, liftNoiseSigma: number): SourceView {
  const envelopes = envelopesOf(endpoints)
  const noise = (a: EndpointCoefficients, b: EndpointCoefficients) => noiseCovariance(a, b, endpoints, liftNoiseSigma)
  const [s0, s1] = [signal(phi, envelopes), signal(pi, envelopes)]
  // The source has mean square 1/2 in each plane.
  const padded = (squared: number, s: number) => (1 + ridge) * squared + ridge * s * s / 2
  const [a, b, d] = [padded(noise(phi, phi), s0), noise(phi, pi), padded(noise(pi, pi), s1)]
  const determinant = a * d - b * b
  const overNoise = (x: number, y: number): Pair => [inverse(determinant) * (d * x - b * y), inverse(determinant) * (a * y - b * x)]
  const scaled = ([x, y]: Pair): Pair => {
    const squared = x * x * a + 2 * x * y * b + y * y * d + (x * s0 + y * s1) ** 2 / 2
    return [x * inverse(Math.sqrt(squared)), y * inverse(Math.sqrt(squared))]
  }
  const likelihood = overNoise(s0, s1)
  return {
    likelihood,
    statistic: scaled(likelihood),
    ancillary: scaled([s1, -s0]),
    conditional(x) {
      const [onField, onMomentum] = overNoise(noise(x, phi), noise(x, pi))
      return { onField, onMomentum, onSource: signal(x, envelopes) - onField * s0 - onMomentum * s1 }
    },
  }
}

/** psi and varpi of a mode, from <phi_1²> = psi²/2 and <phi_1 pi_1> = psi varpi/2. */
export function envelopesOf({ phi1, phi1pi1 }: EndpointMoments): Pair {
  const psi = Math.sqrt(2 * phi1)
  return [psi, 2 * phi1pi1 * inverse(psi)]
}

/** What a source of one contributes to a quantity on the path. */
export function signal(x: EndpointCoefficients, [psi, varpi]: Pair): number {
  return x[2] * psi + x[3] * varpi
}

/** Covariance of two quantities on the path at a given point y: from the base and the lift noise. */
export function noiseCovariance(x: EndpointCoefficients, y: EndpointCoefficients, { phi0, pi0 }: EndpointMoments, liftNoiseSigma: number): number {
  return x[0] * y[0] * phi0 + x[1] * y[1] * pi0 + x[3] * y[3] * liftNoiseSigma ** 2
}

/** What vanishes tells nothing. */
function inverse(x: number): number {
  return x > 0 ? 1 / x : 0
}
