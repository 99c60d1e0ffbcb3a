import type { TheoryConfig } from './config.ts'

/** Monte Carlo of the XY model (unit spins, clusters and Metropolis): ⟨|m|⟩ at these temperatures on L × L sites, errors below 0.002. */
const temperatures = [0.1, 0.3, 0.5, 0.7, 0.8, 0.893, 1, 1.1, 1.2, 1.5] as const
const moduli: Readonly<Record<number, readonly number[]>> = {
  8: [0.9806, 0.9404, 0.8953, 0.8439, 0.8138, 0.7799, 0.727, 0.659, 0.57, 0.35],
  16: [0.9751, 0.9229, 0.866, 0.8037, 0.7635, 0.7195, 0.641, 0.506, 0.361, 0.174],
  32: [0.9696, 0.9068, 0.8395, 0.7642, 0.7165, 0.664, 0.544, 0.317, 0.183, 0.088],
}

export interface OrderReference {
  name: string
  temperature: readonly number[]
  modulus: readonly number[]
}

/**
 * ⟨|m|⟩ of the XY model at the size of a theory that becomes it: complex φ⁴ in the stiff limit, where |m| is √ρ times that of unit
 * spins (to about 1 % at λ = 25), and the XY model by its auxiliary field. Null for other theories and sizes.
 */
export function xyReference(theory: TheoryConfig): OrderReference | null {
  const table = moduli[theory.side]
  if (table === undefined || (theory.kind !== 'cphi4' && theory.kind !== 'xyHS')) return null
  const length = theory.kind === 'cphi4' ? Math.sqrt(theory.rho) : 1
  return { name: length === 1 ? 'XY model' : 'XY model × √ρ', temperature: temperatures, modulus: table.map((value) => length * value) }
}
