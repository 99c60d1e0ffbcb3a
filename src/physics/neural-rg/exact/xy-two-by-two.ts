import { besselIRowScaled } from './bessel-i-row.ts'

export interface XYTwoByTwo {
  logZ: number
  /** <cos(θ_i - θ_j)> of neighbours and along the diagonal. */
  nearest: number
  diagonal: number
  /** <|m|²>, m = N⁻¹ Σ e^{iθ}. */
  magnetisationSquared: number
}

/**
 * The XY model on 2 × 2 sites: a ring of four angles with doubled bonds, Z = (2π)⁴ Σ_n I_n(2/T)⁴. A factor e^{i(θ_0 - θ_r)} raises
 * n by one on r links.
 */
export function xyTwoByTwo(temperature: number): XYTwoByTwo {
  const coupling = 2 / temperature
  const count = Math.ceil(30 + 10 * Math.sqrt(coupling))
  const scaled = besselIRowScaled(count + 1, coupling)
  const link = (n: number) => scaled[Math.min(Math.abs(n), count)]
  let sum = 0
  let nearest = 0
  let diagonal = 0
  for (let n = -count; n < count; n++) {
    sum += link(n) ** 4
    nearest += link(n + 1) * link(n) ** 3
    diagonal += link(n + 1) ** 2 * link(n) ** 2
  }
  nearest /= sum
  diagonal /= sum
  return {
    logZ: 4 * Math.log(2 * Math.PI) + 4 * coupling + Math.log(sum),
    nearest,
    diagonal,
    magnetisationSquared: (1 + 2 * nearest + diagonal) / 4,
  }
}
