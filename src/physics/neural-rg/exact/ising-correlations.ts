import { Problem } from '../../../shared/problem.ts'

export interface IsingCorrelations {
  logZ: number
  /** <s_0 s_r> over displacements `[L, L]`. */
  correlation: Float64Array
  /** <m²>, m = N⁻¹ Σ s. */
  magnetisationSquared: number
}

/**
 * Exact spin correlations of the Ising model on the L × L torus, L ≤ 8, by the row-to-row transfer matrix
 * V(σ, σ') = e^{(h(σ) + h(σ'))/2} Π_c e^{Kσ_c σ'_c}, h = K Σ_c σ_c σ_{c+1}: with P_r = V^r,
 * <s_{0,0} s_{r,c}> = Σ_{σσ'} σ_0 P_r(σ, σ') σ'_c P_{L-r}(σ', σ) / tr P_L. V acts as a product of 2 × 2 matrices, which makes a
 * power cost 4^L L.
 */
export function isingCorrelations(side: number, temperature: number): IsingCorrelations {
  if (side > 8 || side < 2) throw new Problem('TooLarge', `Exact correlations take 4^L numbers; L = ${side} is beyond L = 8.`)
  const states = 2 ** side
  const beta = 1 / temperature
  const half = Float64Array.from({ length: states }, (_, state) => {
    let energy = 0
    for (let c = 0; c < side; c++) energy += spin(state, c) * spin(state, (c + 1) % side)
    return Math.exp((beta * (energy - side)) / 2)
  })
  // The factors e^{-K} and e^{-K} a bond keep every number below one; they are put back in ln Z.
  const powers = [identity(states)]
  for (let r = 1; r <= side; r++) powers.push(timesTransfer(powers[r - 1], side, half, Math.exp(-2 * beta)))
  let trace = 0
  for (let state = 0; state < states; state++) trace += powers[side][state * states + state]
  const correlation = new Float64Array(side * side)
  for (let r = 0; r < side; r++) {
    for (let a = 0; a < states; a++) {
      for (let b = 0; b < states; b++) {
        const weight = powers[r][a * states + b] * powers[side - r][b * states + a] * spin(a, 0)
        for (let c = 0; c < side; c++) correlation[r * side + c] += weight * spin(b, c)
      }
    }
  }
  const normalised = correlation.map((value) => value / trace)
  return {
    logZ: Math.log(trace) + 2 * beta * side * side,
    correlation: normalised,
    magnetisationSquared: normalised.reduce((sum, value) => sum + value, 0) / (side * side),
  }
}

const spin = (state: number, column: number) => ((state >> column) & 1 ? 1 : -1)

function identity(size: number): Float64Array {
  return Float64Array.from({ length: size * size }, (_, at) => (at % (size + 1) === 0 ? 1 : 0))
}

/** Rows times V. `flipped` = e^{-2K}: weight of an unequal pair between the rows, an equal one counts 1. */
function timesTransfer(matrix: Float64Array, side: number, half: Float64Array, flipped: number): Float64Array {
  const states = half.length
  const result = matrix.map((value, at) => value * half[at % states])
  for (let c = 0; c < side; c++) {
    const bit = 1 << c
    for (let at = 0; at < result.length; at++) {
      if (at & bit) continue
      const [down, up] = [result[at], result[at | bit]]
      result[at] = down + flipped * up
      result[at | bit] = up + flipped * down
    }
  }
  for (let at = 0; at < result.length; at++) result[at] *= half[at % states]
  return result
}
