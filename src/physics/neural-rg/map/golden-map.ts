import type { HolographicMap } from './holographic-map.ts'

/**
 * The golden numbers by which implementations of the map are compared: every parameter of the ideal initial map plus
 * 0.1 sin(k + 1), k its place in the flat vector, and the bulk field ζ_j = cos(0.3 j) + i sin(0.7 j), j row-major.
 */
export function goldenParameters(map: HolographicMap): Float64Array {
  return map.initialParameters().map((value, k) => value + 0.1 * Math.sin(k + 1))
}

export function goldenBulkField({ layout, components }: HolographicMap): Float64Array {
  const field = new Float64Array(components * layout.side ** 2)
  for (let j = 0; j < layout.side ** 2; j++) {
    field[components * j] = Math.cos(0.3 * j)
    if (components === 2) field[2 * j + 1] = Math.sin(0.7 * j)
  }
  return field
}
