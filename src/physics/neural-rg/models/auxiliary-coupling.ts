import { Problem } from '../../../shared/problem.ts'
import { FourierTransform } from '../../numerics/fft.ts'

/**
 * The coupling matrix K = A/T + δ·1 behind the auxiliary fields of §2.3 and §2.4: A has an entry for each forward and backward
 * bond (2 on L = 2), and δ = 0.1 + 4/T lifts the smallest eigenvalue to 0.1 (even L). K is circulant with eigenvalues
 * (2 cos k_x + 2 cos k_y)/T + δ.
 */
export interface AuxiliaryCoupling {
  readonly side: number
  readonly temperature: number
  /** δ. */
  readonly shift: number
  /** Eigenvalues `[L, L]` over (k_x, k_y) = 2π (row, column)/L. */
  readonly eigenvalues: Float64Array
  /** ln det K. */
  readonly logDeterminant: number
  /** Replaces the complex field (re, im), each `[L, L]`, by K⁻¹ of it. */
  solve(re: Float64Array, im: Float64Array): void
  /** First row of K⁻¹: entry (row, column) couples the origin with that site. */
  inverseRow(): Float64Array
}

export function auxiliaryCoupling(side: number, temperature: number): AuxiliaryCoupling {
  if (side < 2 || (side & (side - 1)) !== 0) throw new Problem('LatticeSide', `The side of the lattice is ${side}, but auxiliary fields need a power of two.`, 'Take 2, 4, 8, 16 or 32.')
  const sites = side * side
  const shift = 0.1 + 4 / temperature
  const fourier = new FourierTransform(side)
  const cosine = Float64Array.from({ length: side }, (_, k) => Math.cos((2 * Math.PI * k) / side))
  const eigenvalues = Float64Array.from({ length: sites }, (_, k) => (2 / temperature) * (cosine[Math.floor(k / side)] + cosine[k % side]) + shift)

  function solve(re: Float64Array, im: Float64Array): void {
    fourier.transform2d(re, im)
    for (let k = 0; k < sites; k++) {
      const factor = 1 / (sites * eigenvalues[k])
      re[k] *= factor
      im[k] *= factor
    }
    fourier.transform2d(re, im, true)
  }

  return {
    side,
    temperature,
    shift,
    eigenvalues,
    logDeterminant: eigenvalues.reduce((sum, value) => sum + Math.log(value), 0),
    solve,
    inverseRow() {
      const row = new Float64Array(sites)
      row[0] = 1
      solve(row, new Float64Array(sites))
      return row
    },
  }
}
