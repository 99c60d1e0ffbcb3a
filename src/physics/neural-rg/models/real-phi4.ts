import { quarticModel, type QuarticModel } from './quartic-model.ts'

export interface RealPhi4Parameters {
  side: number
  /** κ. */
  hopping: number
  lambda: number
  /** Components of the field; 1 is the model of the Ising class. @default 1 */
  components?: number
}

/**
 * Real φ⁴: S = Σ_x [φ² + λ(φ² - 1)²] - 2κ Σ_<ij> φ_i·φ_j. For λ → ∞ the Ising model at β = 2κ; for λ = 0 free.
 */
export function realPhi4({ side, hopping, lambda, components = 1 }: RealPhi4Parameters): QuarticModel {
  return quarticModel('phi4', { side, components, hopping: 2 * hopping, quadratic: 1 - 2 * lambda, quartic: lambda, constantPerSite: lambda })
}
