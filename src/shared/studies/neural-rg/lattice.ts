/** A boundary field on the L × L torus as it is stored: `[row, column, component]` = φ(x₁, x₂), row by row. */
export interface LatticeField {
  side: number
  /** 2 for complex fields (re, im), 1 for real ones. */
  components: number
  /** In C order. */
  values: ArrayLike<number>
}

/** Field `index` of an array `[fields, L, L, C]`; null where the array is of another shape. */
export function fieldOf({ shape, data }: { shape: readonly number[]; data: ArrayLike<number> }, index: number): LatticeField | null {
  const [count, side, columns, components] = shape
  if (shape.length !== 4 || side !== columns || (components !== 1 && components !== 2) || !(index >= 0 && index < count)) return null
  const length = side * side * components
  return { side, components, values: Array.from({ length }, (_, i) => data[index * length + i]) }
}

/** The phase of each site in (-π, π]; 0 or π for a real field. */
export function phases({ side, components, values }: LatticeField): number[] {
  return Array.from({ length: side * side }, (_, i) =>
    (components === 2 ? Math.atan2(values[2 * i + 1], values[2 * i]) : values[i] < 0 ? Math.PI : 0))
}

/** |φ| of each site. */
export function moduli({ side, components, values }: LatticeField): number[] {
  return Array.from({ length: side * side }, (_, i) => (components === 2 ? Math.hypot(values[2 * i], values[2 * i + 1]) : Math.abs(values[i])))
}
