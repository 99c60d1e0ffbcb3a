import type { ActionFunction } from '../models/lattice-model.ts'

/** A point of phase space with ∇U at its position. */
export interface PhasePoint {
  position: Float64Array
  momentum: Float64Array
  gradient: Float64Array
}

/**
 * `steps` leapfrog steps in place: p ← p - ε/2 ∇U, x ← x + εp, p ← p - ε/2 ∇U. Reversible and volume preserving; the energy errs by O(ε²).
 * Returns U at the end, or infinity as soon as it is no number: the trajectory has left the range of float64.
 */
export function leapfrog(target: ActionFunction, { position, momentum, gradient }: PhasePoint, stepSize: number, steps: number): number {
  const length = position.length
  let action = Infinity
  for (let i = 0; i < length; i++) momentum[i] -= (stepSize / 2) * gradient[i]
  for (let n = 1; n <= steps; n++) {
    for (let i = 0; i < length; i++) position[i] += stepSize * momentum[i]
    action = target.actionGradient(position, gradient)
    if (!Number.isFinite(action)) return Infinity
    const kick = n === steps ? stepSize / 2 : stepSize
    for (let i = 0; i < length; i++) momentum[i] -= kick * gradient[i]
  }
  return action
}
