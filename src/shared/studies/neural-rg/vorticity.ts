/**
 * Vorticity of each plaquette of an L × L torus, q = (2π)⁻¹ Σ wrap(Δθ) over its four edges, in {-1, 0, 1}; the sum over the torus is
 * zero. Angles row by row. With (x₁, x₂) = (row, column), plaquette (row, column) is walked counter-clockwise in the (x₁, x₂) plane
 * from that corner: to the next row, the next column, and back.
 */
export function vorticity(angles: ArrayLike<number>, side: number): Int8Array {
  const result = new Int8Array(side * side)
  for (let row = 0; row < side; row++) {
    const below = (row + 1) % side
    for (let column = 0; column < side; column++) {
      const right = (column + 1) % side
      const corners = [row * side + column, below * side + column, below * side + right, row * side + right]
      let turns = 0
      for (let edge = 0; edge < 4; edge++) turns += wrapTurns(angles[corners[(edge + 1) % 4]] - angles[corners[edge]])
      // Without the whole turns the four differences add up to zero exactly; only the counts remain, free of rounding.
      result[row * side + column] = -turns
    }
  }
  return result
}

/** Whole turns in an angle: Δ - 2π wrapTurns(Δ) lies in [-π, π]. Odd in Δ, half turns too, so that each edge counts oppositely for its two plaquettes. */
function wrapTurns(angle: number): number {
  return Math.sign(angle) * Math.ceil((Math.abs(angle) - Math.PI) / (2 * Math.PI))
}
