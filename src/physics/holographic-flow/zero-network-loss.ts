import { integratePiecewise } from '../numerics/gauss-legendre.ts'
import { makeClock } from './flow-clock.ts'
import { flowTime, type LearnedHalf } from './flow-time.ts'
import { type MomentConfig, meanSquare, momentModel } from './second-moments.ts'

export interface ZeroNetworkLoss {
  /** L_0 */
  total: number
  /** Share of the field residual (absent from the Hermite loss, where it vanishes). */
  field: number
  momentum: number
}

/**
 * Expected loss of a network that outputs zero, L_0 = ∫_0^1 omega Σ_k <R²> dt: an exact number for point data, against
 * which a training loss is judged. With preconditioning `source` R is what is asked of the network, the mean source less its linear
 * guess, in units of the velocity; weighted by resolution every <R²> counts as w(t); and in another clock the integral is over that
 * clock. Gauss-Legendre, piece by piece between the knots of an own warp factor. Spec: 6.9.
 */
export function zeroNetworkLoss(config: MomentConfig): ZeroNetworkLoss {
  const moments = momentModel(config)
  const { variant, geometry, groups } = moments
  const extent = geometry.rUV - geometry.rIR
  const clock = makeClock(moments, config.model, config.encoding.liftNoiseSigma)
  const parts = (tau: number) => {
    const t = clock.time(tau)
    const { phi, pi } = flowTime({ moments, config, extent }, t)
    const overModes = ({ target, weight }: LearnedHalf) => groups.reduce((sum, { count, endpoints }, i) => {
      const [a, b, c, d] = target.subarray(4 * i, 4 * i + 4)
      return sum + count * weight[i] * meanSquare([a, b, c, d], endpoints)
    }, 0)
    return { field: overModes(phi), momentum: overModes(pi) }
  }
  const ends = [0, ...geometry.knots.map((r) => clock.reading((r - geometry.rIR) / extent)), 1]
  const momentum = integratePiecewise((tau) => parts(tau).momentum, ends, 40)
  const field = variant.path === 'hermite' ? 0 : integratePiecewise((tau) => parts(tau).field, ends, 40)
  return { total: field + momentum, field, momentum }
}
