import type { Geometry } from '../holographic-flow/geometry.ts'

/** psi and varpi against |k|, one curve a radius. */
export function envelopeCurves(geometry: Geometry, k: readonly number[], radii: readonly number[]) {
  return {
    k: [...k],
    curves: radii.map((r) => {
      const modes = k.map((momentum) => geometry.propagator(momentum, r))
      return { r, psi: modes.map((mode) => mode.psi), varpi: modes.map((mode) => mode.varpi) }
    }),
  }
}
