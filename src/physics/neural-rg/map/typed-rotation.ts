/**
 * Orthogonal 4 × 4 matrices as butterflies of four 2 × 2 factors: θ₀ on the pair (0, 1), θ₁ on (2, 3), then θ₂ on (0, 2), θ₃ on
 * (1, 3), each acting on a column (v_i, v_j).
 *
 *   type one   (  sin θ   cos θ )      type two   ( cos θ  −sin θ )
 *              (  cos θ  −sin θ )                 ( sin θ   cos θ )
 *
 * Type one at θ = π/4 is the Haar wavelet; type two at 0 is the identity. arXiv 1903.00804, appendix B.
 */
export type RotationType = 'one' | 'two'

export const rotationPairs = [[0, 1], [2, 3], [0, 2], [1, 3]] as const

/** O of a block: type two with θ^a, then `last` with θ^b. `angles` holds θ^a, then θ^b. Row-major into `matrix`. */
export function blockRotation(last: RotationType, angles: Float64Array, matrix: Float64Array): void {
  setIdentity(matrix)
  for (let factor = 0; factor < 8; factor++) multiplyFactor(matrix, last, angles, factor, false)
}

/** dAngles[k] += Σ_ij adjoint_ij ∂O_ij/∂angle_k. `scratch`: 16 numbers. */
export function pullBackRotation(last: RotationType, angles: Float64Array, adjoint: Float64Array, dAngles: Float64Array, at: number, scratch: Float64Array): void {
  for (let angle = 0; angle < 8; angle++) {
    setIdentity(scratch)
    for (let factor = 0; factor < 8; factor++) multiplyFactor(scratch, last, angles, factor, factor === angle)
    let sum = 0
    for (let i = 0; i < 16; i++) sum += adjoint[i] * scratch[i]
    dAngles[at + angle] += sum
  }
}

/** matrix ← factor · matrix; with `derivative` the factor's derivative, which is the factor at θ + π/2 and zero on the other pair. */
function multiplyFactor(matrix: Float64Array, last: RotationType, angles: Float64Array, factor: number, derivative: boolean): void {
  const [i, j] = rotationPairs[factor % 4]
  const typeOne = factor >= 4 && last === 'one'
  const angle = angles[factor] + (derivative ? Math.PI / 2 : 0)
  const [sine, cosine] = [Math.sin(angle), Math.cos(angle)]
  for (let column = 0; column < 4; column++) {
    const [x, y] = [matrix[4 * i + column], matrix[4 * j + column]]
    matrix[4 * i + column] = typeOne ? sine * x + cosine * y : cosine * x - sine * y
    matrix[4 * j + column] = typeOne ? cosine * x - sine * y : sine * x + cosine * y
  }
  if (!derivative) return
  for (let row = 0; row < 4; row++) if (row !== i && row !== j) matrix.fill(0, 4 * row, 4 * row + 4)
}

function setIdentity(matrix: Float64Array): void {
  for (let i = 0; i < 16; i++) matrix[i] = i % 5 === 0 ? 1 : 0
}
