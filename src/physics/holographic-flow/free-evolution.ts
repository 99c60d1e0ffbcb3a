import { rk4 } from '../numerics/runge-kutta.ts'
import type { Geometry } from './geometry.ts'
import { transferMatrix } from './transfer-matrix.ts'

/** Field and momentum of one real component of one mode. */
export interface PhasePoint {
  phi: number
  pi: number
}

/** Free Klein-Gordon evolution of the mode k from one radius to another by the exact transfer matrix (source rescaling). */
export function evolveExactly(geometry: Geometry, k: number, { phi, pi }: PhasePoint, from: number, to: number): PhasePoint {
  const [[a, b], [c, d]] = transferMatrix(geometry, k, from, to)
  return { phi: a * phi + b * pi, pi: c * phi + d * pi }
}

/** The same by `steps` classical Runge-Kutta steps, as the sampler does it; works in either rescaling. */
export function evolveByRk4(geometry: Geometry, k: number, { phi, pi }: PhasePoint, from: number, to: number, steps: number): PhasePoint {
  const velocity = (r: number, [field, momentum]: readonly number[]) => {
    const { friction, inverseWarpSquared, massTerm } = geometry.backboneCoefficients(r)
    return [momentum, friction * momentum + (k * k * inverseWarpSquared + massTerm) * field]
  }
  const [field, momentum] = rk4(velocity, from, to, [phi, pi], steps)
  return { phi: field, pi: momentum }
}
