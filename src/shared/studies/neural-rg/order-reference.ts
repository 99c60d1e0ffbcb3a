import type { TheoryConfig } from './config.ts'
import { wellRadius } from './well-radius.ts'

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
 * The order parameter that a theory must come to: of XY-like ones ⟨|m|⟩ at their size, complex φ⁴ in the stiff limit, where |m| is √ρ
 * times that of unit spins (to about 1 % at λ = 25), and the XY model by its auxiliary field; of Ising that of the infinite lattice.
 * Null for other theories, and for sizes that are not tabulated.
 */
export function orderReference(theory: TheoryConfig): OrderReference | null {
  if (theory.kind === 'isingHS') return infiniteIsing
  const table = moduli[theory.side]
  if (table === undefined || (theory.kind !== 'cphi4' && theory.kind !== 'xyHS')) return null
  const length = wellRadius(theory) || 1
  return { name: length === 1 ? 'XY model' : 'XY model × √ρ', temperature: temperatures, modulus: table.map((value) => length * value) }
}

/** Spontaneous magnetisation of the Ising model, m = (1 - sinh⁻⁴(2/T))^⅛ below T_c, 0 above. C. N. Yang, Phys. Rev. 85, 808 (1952). */
export function isingMagnetisation(temperature: number): number {
  if (temperature <= 0) return 1
  return Math.max(0, 1 - Math.sinh(2 / temperature) ** -4) ** 0.125
}

const criticalIsing = 2 / Math.log(1 + Math.SQRT2)
/** Points crowd towards T_c, where the curve is vertical: 1 - T/T_c = u⁴. */
const isingTemperatures = [...Array.from({ length: 41 }, (_, i) => criticalIsing * (1 - (1 - i / 40) ** 4)), 2 * criticalIsing]
const infiniteIsing: OrderReference = { name: 'Ising, L → ∞', temperature: isingTemperatures, modulus: isingTemperatures.map(isingMagnetisation) }

/**
 * ⟨|m|⟩ of the XY model by spin waves, e^{-T G/2} with G = N⁻¹ Σ_{k≠0} (4 - 2 cos k₁ - 2 cos k₂)⁻¹; leading order in T, above the true
 * value by about G T²/8 of it.
 */
export function spinWaveModulus(side: number, temperature: number): number {
  let sum = 0
  for (let i = 0; i < side; i++) for (let j = 0; j < side; j++) {
    if (i + j > 0) sum += 1 / (4 - 2 * Math.cos((2 * Math.PI * i) / side) - 2 * Math.cos((2 * Math.PI * j) / side))
  }
  return Math.exp((-temperature * sum) / (2 * side ** 2))
}
