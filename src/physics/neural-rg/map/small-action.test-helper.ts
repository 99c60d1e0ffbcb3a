/**
 * Complex φ⁴ at λ = 25, ρ = 4 on one L × L field, written as in the definition: S = −t Σ_bonds Re(φ_i* φ_j) + Σ (μ|φ|² + λ|φ|⁴),
 * t = 1/(ρT), μ = 2t − 2λρ, bonds to the right and down with wrap; and ∂S/∂φ.
 */
export function smallAction(field: Float64Array, side: number, temperature: number, slope?: Float64Array): number {
  const [lambda, rho] = [25, 4]
  const t = 1 / (rho * temperature)
  const mu = 2 * t - 2 * lambda * rho
  slope?.fill(0)
  let action = 0
  for (let row = 0; row < side; row++) {
    for (let column = 0; column < side; column++) {
      const i = 2 * (row * side + column)
      const square = field[i] ** 2 + field[i + 1] ** 2
      action += mu * square + lambda * square ** 2
      for (const c of [0, 1]) if (slope) slope[i + c] += 2 * field[i + c] * (mu + 2 * lambda * square)
      for (const j of [2 * (row * side + (column + 1) % side), 2 * (((row + 1) % side) * side + column)]) {
        action -= t * (field[i] * field[j] + field[i + 1] * field[j + 1])
        for (const c of [0, 1]) {
          if (!slope) continue
          slope[i + c] -= t * field[j + c]
          slope[j + c] -= t * field[i + c]
        }
      }
    }
  }
  return action
}

/** ln P(ζ) of independent complex normal variables with E|ζ|² = 1. */
export function logPrior(field: Float64Array): number {
  return -field.reduce((sum, x) => sum + x * x, 0) - (field.length / 2) * Math.log(Math.PI)
}
