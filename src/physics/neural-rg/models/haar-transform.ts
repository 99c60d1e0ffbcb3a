/**
 * The ideal holographic map without activation, the orthogonal Haar wavelet transform of the L × L lattice, in place on fields
 * of C components: in the RG direction each 2 × 2 block of active sites (v₀ v₁ / v₂ v₃) becomes ½(v₀+v₁+v₂+v₃), which is kept at
 * its corner for the next layer, and the details ½(v₀-v₁+v₂-v₃), ½(v₀+v₁-v₂-v₃), ½(v₀-v₁-v₂+v₃), which stay where v₁, v₂, v₃ were.
 * The block matrix is its own inverse, so that generation runs the layers backwards.
 */
export function haarRenormalise(field: Float64Array, side: number, components: number): void {
  for (let spacing = 1; spacing < side; spacing *= 2) haarLayer(field, side, components, spacing)
}

export function haarGenerate(field: Float64Array, side: number, components: number): void {
  for (let spacing = side / 2; spacing >= 1; spacing /= 2) haarLayer(field, side, components, spacing)
}

function haarLayer(field: Float64Array, side: number, components: number, spacing: number): void {
  const right = spacing * components
  const down = spacing * side * components
  for (let row = 0; row < side; row += 2 * spacing) {
    for (let column = 0; column < side; column += 2 * spacing) {
      for (let c = 0; c < components; c++) {
        const at = (row * side + column) * components + c
        const v0 = field[at]
        const v1 = field[at + right]
        const v2 = field[at + down]
        const v3 = field[at + down + right]
        field[at] = 0.5 * (v0 + v1 + v2 + v3)
        field[at + right] = 0.5 * (v0 - v1 + v2 - v3)
        field[at + down] = 0.5 * (v0 + v1 - v2 - v3)
        field[at + down + right] = 0.5 * (v0 - v1 - v2 + v3)
      }
    }
  }
}

