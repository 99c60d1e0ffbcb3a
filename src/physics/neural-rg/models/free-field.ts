import { Problem } from '../../../shared/problem.ts'
import { quarticModel, type QuarticModel } from './quartic-model.ts'

export interface FreeFieldParameters {
  side: number
  /** t. */
  hopping: number
  /** μ > 2|t|. */
  mass: number
}

/** Complex free field: S = -t Σ_<ij> Re(φ_i* φ_j) + μ Σ_i |φ_i|² = Σ_k (μ - t (cos k_x + cos k_y)) |φ_k|². */
export function freeField({ side, hopping, mass }: FreeFieldParameters): QuarticModel {
  if (!(mass > 2 * Math.abs(hopping))) {
    throw new Problem('NotNormalisable', `The free field needs μ > 2|t|, but μ = ${mass} and t = ${hopping}: some mode has no restoring force.`, 'Raise μ or lower |t|.')
  }
  return quarticModel('free', { side, components: 2, hopping, quadratic: mass, quartic: 0, constantPerSite: 0 })
}
