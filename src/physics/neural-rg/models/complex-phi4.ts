import { quarticModel, type QuarticModel } from './quartic-model.ts'

export interface ComplexPhi4Parameters {
  side: number
  /** T of the XY model that the stiff limit λ → ∞ approaches. */
  temperature: number
  /** ρ: |φ|² at the bottom of the well. */
  rho: number
  /** λ: stiffness of the well; its radial curvature is 8λρ. */
  lambda: number
}

/** Hopping t = 1/(ρT) and mass term μ = -2λρ + 2t. */
export function complexPhi4Couplings({ temperature, rho, lambda }: Omit<ComplexPhi4Parameters, 'side'>): { t: number; mu: number } {
  const t = 1 / (rho * temperature)
  return { t, mu: 2 * t - 2 * lambda * rho }
}

/**
 * Complex φ⁴ (arXiv 1903.00804, eq 12): S = -t Σ_<ij> Re(φ_i* φ_j) + Σ_i (μ|φ_i|² + λ|φ_i|⁴), each bond once. The global symmetry is
 * φ → e^{iα} φ. With φ = √ρ e^{iθ} it is the XY model at temperature T.
 */
export function complexPhi4(parameters: ComplexPhi4Parameters): QuarticModel {
  const { t, mu } = complexPhi4Couplings(parameters)
  return complexQuartic({ side: parameters.side, t, mu, lambda: parameters.lambda })
}

/** The same action with t and μ given independently of each other: t = 0, and t → -t at fixed μ. */
export function complexQuartic({ side, t, mu, lambda }: { side: number; t: number; mu: number; lambda: number }): QuarticModel {
  return quarticModel('cphi4', { side, components: 2, hopping: t, quadratic: mu, quartic: lambda, constantPerSite: 0 })
}
