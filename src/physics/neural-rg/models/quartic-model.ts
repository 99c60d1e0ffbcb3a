import type { LatticeModel } from './lattice-model.ts'

/**
 * S = -h Σ_<ij> φ_i·φ_j + Σ_i (a |φ_i|² + b |φ_i|⁴) + c N with C-component φ, the common form of complex φ⁴ (§2.1), real φ⁴
 * (§2.2) and the free field (§2.5).
 */
export interface QuarticCouplings {
  side: number
  components: number
  /** h: strength of a bond. */
  hopping: number
  /** a: coefficient of |φ|². */
  quadratic: number
  /** b ≥ 0: coefficient of |φ|⁴. */
  quartic: number
  /** c: constant a site. */
  constantPerSite: number
}

/**
 * The same action as S = h/2 Σ_<ij> |φ_i - φ_j|² + Σ_i [q |φ_i|² + b (|φ_i|² - ρ)²] + c' N, in which large terms do not cancel:
 * for b > 0 the well sits at ρ = (2h - a)/(2b), q = 0 and c' = c - bρ²; for b = 0, q = a - 2h and c' = c.
 */
export interface WellForm {
  /** ρ: |φ|² at the bottom of the well of the constant field. */
  radiusSquared: number
  /** q. */
  mass: number
  /** c' N: the part of the action that does not depend on the field. */
  constant: number
}

export function wellForm({ side, hopping, quadratic, quartic, constantPerSite }: QuarticCouplings): WellForm {
  const sites = side * side
  if (quartic === 0) return { radiusSquared: 0, mass: quadratic - 2 * hopping, constant: constantPerSite * sites }
  const radiusSquared = (2 * hopping - quadratic) / (2 * quartic)
  return { radiusSquared, mass: 0, constant: (constantPerSite - quartic * radiusSquared ** 2) * sites }
}

/** A quartic model also tells its couplings: cluster algorithms and tensor forms read them. */
export interface QuarticModel extends LatticeModel {
  readonly id: 'cphi4' | 'phi4' | 'free'
  readonly couplings: QuarticCouplings
}

export function quarticModel(id: QuarticModel['id'], couplings: QuarticCouplings): QuarticModel {
  const { side, components, hopping, quartic } = couplings
  const { radiusSquared, mass, constant } = wellForm(couplings)
  const length = side * side * components

  /** Σ_i over sites of q |φ|² + b (|φ|² - ρ)² and over forward bonds of h/2 |Δ|²; `gradient` is filled where it is given. */
  function evaluate(phi: Float64Array, gradient: Float64Array | null): number {
    let sum = 0
    gradient?.fill(0)
    for (let row = 0; row < side; row++) {
      const rowBelow = row + 1 === side ? 0 : row + 1
      for (let column = 0; column < side; column++) {
        const site = (row * side + column) * components
        const right = (row * side + (column + 1 === side ? 0 : column + 1)) * components
        const below = (rowBelow * side + column) * components
        let square = 0
        for (let c = 0; c < components; c++) square += phi[site + c] * phi[site + c]
        const excess = square - radiusSquared
        sum += mass * square + quartic * excess * excess
        const radial = 2 * mass + 4 * quartic * excess
        for (let c = 0; c < components; c++) {
          const value = phi[site + c]
          const toRight = value - phi[right + c]
          const toBelow = value - phi[below + c]
          sum += (hopping / 2) * (toRight * toRight + toBelow * toBelow)
          if (!gradient) continue
          gradient[site + c] += radial * value + hopping * (toRight + toBelow)
          gradient[right + c] -= hopping * toRight
          gradient[below + c] -= hopping * toBelow
        }
      }
    }
    return sum + constant
  }

  return {
    id,
    side,
    components,
    length,
    couplings,
    action: (phi) => evaluate(phi, null),
    actionGradient: (phi, gradient) => evaluate(phi, gradient),
  }
}
