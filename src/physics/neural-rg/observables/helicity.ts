import { jackknife, type Estimate } from './jackknife.ts'

export interface HelicityParameters {
  side: number
  /** T; β = 1/T. */
  temperature: number
  /** Squared length of the spins, 1 for the XY model. For φ⁴ at hopping t = 1/(ρT) it is ρ. @default 1 */
  rho?: number
}

/**
 * Helicity modulus, the stiffness against a twist of the boundary, from complex fields `[B, L, L, 2]`, averaged over both axes μ:
 * Υ = N⁻¹ [<Σ_x cos Δ_μθ> - β <(Σ_x sin Δ_μθ)²>] for the XY model. For φ⁴ cos → Re φ*φ', sin → Im φ*φ', β → t and division by ρ.
 * Zero in the disordered phase, 2T/π at the Kosterlitz-Thouless transition.
 */
export function helicityModulus(fields: Float64Array, { side, temperature, rho = 1 }: HelicityParameters): Estimate {
  const length = 2 * side * side
  const samples = fields.length / length
  const table = new Float64Array(2 * samples)
  for (let b = 0; b < samples; b++) table.set(bondSums(fields.subarray(b * length, (b + 1) * length), side), 2 * b)
  const hopping = 1 / (rho * temperature)
  return jackknife(table, 2, ([aligned, currentSquared]) => [(aligned - hopping * currentSquared) / (rho * side * side)])[0]
}

/** Means over both axes of Σ_x Re φ*φ' and of (Σ_x Im φ*φ')². */
function bondSums(field: Float64Array, side: number): [number, number] {
  let aligned = 0
  const current = [0, 0]
  for (let row = 0; row < side; row++) {
    for (let column = 0; column < side; column++) {
      const at = 2 * (row * side + column)
      const others = [2 * (row * side + ((column + 1) % side)), 2 * (((row + 1) % side) * side + column)]
      others.forEach((other, axis) => {
        aligned += field[at] * field[other] + field[at + 1] * field[other + 1]
        current[axis] += field[at] * field[other + 1] - field[at + 1] * field[other]
      })
    }
  }
  return [aligned / 2, (current[0] ** 2 + current[1] ** 2) / 2]
}
