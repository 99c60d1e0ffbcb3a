import { vorticity } from '../../../shared/studies/neural-rg/vorticity.ts'

/** Share of plaquettes with a vortex of either sign. */
export function vortexDensity(angles: Float64Array, side: number): number {
  return vorticity(angles, side).reduce((count, q) => count + Math.abs(q), 0) / (side * side)
}

/** Angles of a complex configuration `[N, 2]`. */
export function anglesOf(field: Float64Array): Float64Array {
  return Float64Array.from({ length: field.length / 2 }, (_, i) => Math.atan2(field[2 * i + 1], field[2 * i]))
}
