import { Problem } from '../../../shared/problem.ts'
import { haarGenerate } from '../models/haar-transform.ts'
import { freeField } from '../models/free-field.ts'

/** μ - t (cos k_x + cos k_y) over momenta k = 2π (row, column)/L. */
function stiffness(side: number, hopping: number, mass: number): Float64Array {
  if (!(mass > 2 * Math.abs(hopping))) {
    throw new Problem('NotNormalisable', `The free field needs μ > 2|t|, but μ = ${mass} and t = ${hopping}.`, 'Raise μ or lower |t|.')
  }
  const cosine = Float64Array.from({ length: side }, (_, k) => Math.cos((2 * Math.PI * k) / side))
  return Float64Array.from({ length: side * side }, (_, k) => mass - hopping * (cosine[Math.floor(k / side)] + cosine[k % side]))
}

/** ln Z of the complex free field: N ln π - Σ_k ln(μ - t (cos k_x + cos k_y)). */
export function freeFieldLogZ({ side, hopping, mass }: { side: number; hopping: number; mass: number }): number {
  return stiffness(side, hopping, mass).reduce((sum, value) => sum - Math.log(value), side * side * Math.log(Math.PI))
}

/** <φ_0* φ_r> over displacements `[L, L]`: N⁻¹ Σ_k e^{ikr} / (μ - t (cos k_x + cos k_y)). */
export function freeFieldCorrelation({ side, hopping, mass }: { side: number; hopping: number; mass: number }): Float64Array {
  const modes = stiffness(side, hopping, mass)
  return Float64Array.from({ length: side * side }, (_, r) => {
    let sum = 0
    for (let k = 0; k < modes.length; k++) {
      const angle = (2 * Math.PI * (Math.floor(k / side) * Math.floor(r / side) + (k % side) * (r % side))) / side
      sum += Math.cos(angle) / modes[k]
    }
    return sum / modes.length
  })
}

/** ln Z of real φ⁴ at λ = 0 with n components: (nN/2) ln π - (n/2) Σ_k ln(1 - 2κ (cos k_x + cos k_y)), |κ| < 1/4. */
export function realFreeFieldLogZ({ side, hopping, components = 1 }: { side: number; hopping: number; components?: number }): number {
  return (components / 2) * freeFieldLogZ({ side, hopping: 2 * hopping, mass: 1 })
}

/** The best that the ideal map can do on the free field when only its scalings train. */
export interface BestHaarLoss {
  /** -N ln π + Σ ln κ_i */
  loss: number
  /** κ_i = (W K_φ Wᵀ)_ii in the array order of ζ. */
  diagonal: Float64Array
}

/** §2.5: the map scales each bulk variable by κ_i^{-1/2}; what is left above -ln Z is what the Haar basis does not diagonalise. */
export function bestHaarLoss({ side, hopping, mass }: { side: number; hopping: number; mass: number }): BestHaarLoss {
  const model = freeField({ side, hopping, mass })
  const sites = side * side
  const diagonal = Float64Array.from({ length: sites }, (_, i) => {
    const zeta = new Float64Array(2 * sites)
    zeta[2 * i] = 1
    haarGenerate(zeta, side, 2)
    return model.action(zeta)
  })
  return { loss: diagonal.reduce((sum, value) => sum + Math.log(value), -sites * Math.log(Math.PI)), diagonal }
}
