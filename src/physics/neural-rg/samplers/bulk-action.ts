import { Problem } from '../../../shared/problem.ts'
import type { MapWorkspace } from '../map/holographic-map.ts'
import { numericOverflow } from '../map/overflow.ts'
import type { ActionFunction, LatticeModel } from '../models/lattice-model.ts'

export interface BulkAction extends ActionFunction {
  /** φ = Gζ, overwritten by the next call. */
  boundary(zeta: Float64Array): Float64Array
}

/**
 * The action that the bulk sees: U(ζ) = S(Gζ) - ln|det ∂Gζ/∂ζ|, so that ζ ~ e^{-U} makes φ = Gζ ~ e^{-S}. For a perfect map with
 * complex normal prior U = Σ|ζ|² + const: every mode has frequency² 2.
 *
 * The workspace must be of batch 1 and hold the parameters; it is used by this function alone.
 */
export function bulkAction(model: LatticeModel, workspace: MapWorkspace): BulkAction {
  if (workspace.batch !== 1) throw new Problem('BatchSize', `The bulk action works on one field at a time, but the workspace holds ${workspace.batch}.`)
  const phi = new Float64Array(model.length)
  const slope = new Float64Array(model.length)
  const logDeterminant = new Float64Array(1)
  const minusOne = Float64Array.of(-1)
  /** False where the map leaves the range of float64: U is then infinite, and no chain goes there. */
  const generated = (zeta: Float64Array): boolean => {
    try {
      workspace.generate(zeta, phi, logDeterminant)
      return true
    } catch (error) {
      if (error instanceof Problem && error.code === numericOverflow) return false
      throw error
    }
  }
  return {
    length: model.length,
    action: (zeta) => (generated(zeta) ? model.action(phi) - logDeterminant[0] : Infinity),
    actionGradient(zeta, gradient) {
      if (!generated(zeta)) return Infinity
      const action = model.actionGradient(phi, slope)
      workspace.pullBack(slope, minusOne, gradient, null)
      return action - logDeterminant[0]
    },
    boundary(zeta) {
      workspace.generate(zeta, phi, logDeterminant)
      return phi
    },
  }
}
