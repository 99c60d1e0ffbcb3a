import type { Geometry } from './geometry.ts'
import { adsPropagator } from './propagator.ts'

export interface HsvOptions {
  boundaryDimension: number
  /** p in (0, 1]: 1 is flat space, p → 0 tends to AdS with Delta = d. */
  hsvP: number
  /** Poincaré coordinates of the cut-offs, 0 < zUV < zIR. */
  zIR: number
  zUV: number
}

/**
 * Hyperscaling-violating geometry with a massless field: ds² = z^(-2(1-p)) (dz² + dx²) in the radial coordinate
 * r = (1 - z^p)/p, which increases toward the boundary z → 0 and tends to -ln z as p → 0. Then f = z^-(1-p),
 * h = (1-p) z^-p, and h' = p (1-p) z^(-2p) > 0 for 0 < p < 1: the null energy condition is violated.
 *
 * psi = psi_beta(k z) with beta = (1 + (d-1)(1-p))/2 and varpi = z^-p varpi_beta(k z). The field is not rescaled (a = 0).
 * The paper's own coordinate is z^p/p = 1/p - r, in which pi has the opposite sign. Spec: 3.2, 4.6.
 */
export function hsvGeometry({ boundaryDimension: d, hsvP: p, zIR, zUV }: HsvOptions): Geometry {
  const radius = (z: number) => -Math.expm1(p * Math.log(z)) / p
  /** ln z, from z^p = 1 - p r. */
  const logZ = (r: number) => Math.log1p(-p * r) / p
  const rIR = radius(zIR)
  const rUV = radius(zUV)
  const beta = (1 + (d - 1) * (1 - p)) / 2
  // 1/omega dr = -z^(q-1) dz, so Z and s are powers of z.
  const q = p + d * (1 - p)
  const extent = zIR ** q - zUV ** q
  const logWarpDerivative = (r: number) => (1 - p) / (1 - p * r)
  const inverseWarpSquared = (r: number) => Math.exp(2 * (1 - p) * logZ(r))
  return {
    kind: 'hsv',
    boundaryDimension: d,
    rIR,
    rUV,
    conformalDimension: d,
    massSquared: 0,
    propagatorOrder: beta,
    knots: [],
    warpFactor: (r) => Math.exp(-(1 - p) * logZ(r)),
    logWarpDerivative,
    logWarpSecondDerivative: (r) => (p * (1 - p)) / (1 - p * r) ** 2,
    sliceVolume: (r) => Math.exp(-d * (1 - p) * logZ(r)),
    affineParameter: (r) => (zIR ** q - Math.exp(q * logZ(r))) / extent,
    affineNorm: extent / q,
    inverseWarpSquared,
    propagatorArgument: (k, r) => ({ u: k * Math.exp(logZ(r)), decayRate: 1 / (1 - p * r) }),
    propagator(k, r) {
      const { psi, varpi } = adsPropagator(beta, k * Math.exp(logZ(r)))
      return { psi, varpi: varpi / (1 - p * r) }
    },
    backboneCoefficients: (r) => ({
      friction: -d * logWarpDerivative(r), inverseWarpSquared: inverseWarpSquared(r), massTerm: 0,
    }),
  }
}
