import { Problem } from '../../../shared/problem.ts'
import type { MapWorkspace } from '../map/holographic-map.ts'
import type { ActionFunction, LatticeModel } from '../models/lattice-model.ts'

/**
 * The action that the bulk sees: U(ζ) = S(Gζ) - ln|det ∂Gζ/∂ζ|, so that ζ ~ e^{-U} makes φ = Gζ ~ e^{-S}. For a perfect map with
 * complex normal prior U = Σ|ζ|² + const: every mode has frequency² 2.
 *
 * The workspace must be of batch 1 and hold the parameters; it is used by this function alone.
 */
export function bulkAction(model: LatticeModel, workspace: MapWorkspace): ActionFunction & { boundary(zeta: Float64Array): Float64Array } {
  if (workspace.batch !== 1) throw new Problem('BatchSize', `The bulk action works on one field at a time, but the workspace holds ${workspace.batch}.`)
  const phi = new Float64Array(model.length)
  const slope = new Float64Array(model.length)
  const logDeterminant = new Float64Array(1)
  const minusOne = Float64Array.of(-1)
  return {
    length: model.length,
    action(zeta) {
      workspace.generate(zeta, phi, logDeterminant)
      return model.action(phi) - logDeterminant[0]
    },
    actionGradient(zeta, gradient) {
      workspace.generate(zeta, phi, logDeterminant)
      const action = model.actionGradient(phi, slope)
      workspace.pullBack(slope, minusOne, gradient, null)
      return action - logDeterminant[0]
    },
    /** φ = Gζ, overwritten by the next call. */
    boundary(zeta) {
      workspace.generate(zeta, phi, logDeterminant)
      return phi
    },
  }
}
