import type { EndpointCoefficients, PathPoint } from './paths.ts'
import type { EndpointMoments, MomentModel } from './second-moments.ts'
import { envelopesOf, noiseCovariance, type Pair, signal } from './source-view.ts'
import { pointChannels } from './variants.ts'

/**
 * How well a state on the path tells where its point is: sigma_y(t) = I(t)^(-1/2), with the Fisher information about one
 * coordinate of y in (phi_t, pi_t) of all modes. In a mode, the signal is s_k(t) e^(-ik·y) with the pair
 *
 *   s_k = c_3 psi_k + c_4 varpi_k,   and noise of covariance Sigma_k(t) = c_1 c_1' V_phi + c_2 c_2' V_pi + c_4 c_4' sigma_L²
 *
 * in each real plane (c the path's coefficients of phi_0, pi_0, phi_1, pi_1), so that
 *
 *   I = C Σ_k (k²/2) s_k^T Sigma_k^-1 s_k,
 *
 * k²/2 being the mean of k_x² over a shell. Unit: standardised data. For the FCN baseline s = c_3 and k does not occur.
 * No estimator is sharper (Cramér-Rao); it is reached where the noise is small. A point on the way is undecided while
 * sigma_y exceeds the structures of the data, and decided after.
 */
export function resolutionAt({ path, groups, variant }: MomentModel, liftNoiseSigma: number, t: number): number {
  const point = path.at(t)
  if (variant.state === 'points') return 1 / Math.sqrt(signalToNoise(point, [1, 0], groups[0].endpoints, liftNoiseSigma))
  const information = groups.reduce((sum, { k, count, endpoints }) => {
    return sum + (k === 0 ? 0 : count * (k * k / 2) * signalToNoise(point, envelopesOf(endpoints), endpoints, liftNoiseSigma))
  }, 0)
  return 1 / Math.sqrt(pointChannels * information)
}

/** s^T Sigma^-1 s of one mode; infinite where there is no noise. */
function signalToNoise({ phi, pi }: PathPoint, envelopes: Pair, endpoints: EndpointMoments, liftNoiseSigma: number): number {
  const noise = (a: EndpointCoefficients, b: EndpointCoefficients) => noiseCovariance(a, b, endpoints, liftNoiseSigma)
  const [field, momentum] = [signal(phi, envelopes), signal(pi, envelopes)]
  const [a, b, d] = [noise(phi, phi), noise(phi, pi), noise(pi, pi)]
  const determinant = a * d - b * b
  return determinant > 0 ? (field * field * d - 2 * field * momentum * b + momentum * momentum * a) / determinant : Infinity
}

/**
 * The first time at which sigma_y has come down to `resolution`, by bisection in the logarithm of t (sigma_y falls as 1/t from
 * infinity at t = 0).
 *
 * @param resolution in standardised units @default 1, the spread of the data
 */
export function resolutionTime(moments: MomentModel, liftNoiseSigma: number, resolution = 1): number {
  const resolved = (t: number) => resolutionAt(moments, liftNoiseSigma, t) <= resolution
  let [late, early] = [1, 0.5]
  while (early > 1e-12 && resolved(early)) [late, early] = [early, early / 2]
  for (let i = 0; i < 60; i++) {
    const middle = Math.sqrt(early * late)
    if (resolved(middle)) late = middle
    else early = middle
  }
  return late
}
