import { gaussLegendre } from '../../numerics/gauss-legendre.ts'
import { besselIRowScaled } from './bessel-i-row.ts'
import { RingTransfer } from './ring-transfer.ts'

/** Exact values of a field on 2 × 2 sites. */
export interface TwoByTwo {
  logZ: number
  /** <|φ|²> */
  square: number
  /** <|φ|⁴> */
  fourth: number
  /** <Re φ_i* φ_j> of neighbours. */
  nearest: number
  /** The same along the diagonal. */
  diagonal: number
  /** <|m|²>, m = N⁻¹ Σ φ. */
  magnetisationSquared: number
}

/** Radial nodes: the weight of a site is a Gaussian of at most some ten widths in |φ|², for which 64 give rounding. */
const radialNodes = 64

/**
 * Complex φ⁴ on 2 × 2 sites, with hopping t, μ and λ > 0: a ring of four sites with doubled bonds. The angles leave a sum over
 * angular momenta n, the moduli a transfer matrix M_n(r, r') = 2π √(w w') e^{-x} I_n(x), x = 2|t|rr', w = r e^{-S(r)} times the
 * quadrature weight, so that Z = Σ_n tr M_n⁴; a factor φ* … φ raises n by one between its ends. t < 0 is t > 0 with a
 * staggered sign (check NRG 31). Angular momenta until the trace has fallen by 1e-18.
 */
export function complexPhi4TwoByTwo({ t, mu, lambda }: { t: number; mu: number; lambda: number }): TwoByTwo {
  const bond = Math.abs(t)
  const radiusSquared = (2 * bond - mu) / (2 * lambda)
  const reach = Math.sqrt(45 / lambda)
  const low = Math.sqrt(Math.max(0, radiusSquared - reach))
  const high = Math.sqrt(Math.max(0, radiusSquared) + reach)
  const { nodes, weights } = gaussLegendre(radialNodes)
  const radii = nodes.map((node) => (low + high) / 2 + ((high - low) / 2) * node)
  const amplitudes = radii.map((r, i) => {
    const excess = r * r - radiusSquared
    return Math.sqrt(((high - low) / 2) * weights[i] * r * 2 * Math.PI) * Math.exp((-lambda * excess * excess) / 2)
  })
  const momenta = Math.ceil(24 + 12 * high * Math.sqrt(bond))
  const kernels = Array.from({ length: momenta + 1 }, () => new Float64Array(radialNodes ** 2))
  for (let i = 0; i < radialNodes; i++) {
    for (let j = 0; j <= i; j++) {
      const factor = amplitudes[i] * amplitudes[j] * Math.exp(-bond * (radii[i] - radii[j]) ** 2)
      const bessel = besselIRowScaled(momenta + 1, 2 * bond * radii[i] * radii[j])
      for (let n = 0; n <= momenta; n++) kernels[n][i * radialNodes + j] = kernels[n][j * radialNodes + i] = factor * bessel[n]
    }
  }
  const ring = new RingTransfer(kernels, radii)
  const { trace, square, fourth, nearest, diagonal } = ring.moments()
  const sign = t < 0 ? -1 : 1
  return {
    logZ: Math.log(trace) + 4 * lambda * radiusSquared ** 2,
    square,
    fourth,
    nearest: sign * nearest,
    diagonal,
    magnetisationSquared: (square + 2 * sign * nearest + diagonal) / 4,
  }
}
