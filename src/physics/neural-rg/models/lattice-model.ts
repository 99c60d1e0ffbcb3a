/**
 * A real function U of `length` real numbers with its gradient: all that a sampler needs to know of a target e^-U. Lattice
 * actions are of this kind, and so is the bulk action U(ζ) = S(Gζ) - ln|det ∂Gζ/∂ζ|.
 */
export interface ActionFunction {
  /** Real numbers of one configuration. */
  readonly length: number
  /** S, dimensionless, of one configuration. */
  action(configuration: Float64Array): number
  /** Overwrites `gradient` with ∂S by each real number of the configuration; returns S. */
  actionGradient(configuration: Float64Array, gradient: Float64Array): number
}

export type LatticeModelId = 'cphi4' | 'phi4' | 'isingHS' | 'xyHS' | 'xy' | 'free' | 'haarGaussian'

/**
 * A lattice field theory with weight e^{-S} on the L × L torus, measure the product of all real components.
 *
 * A configuration is φ[row, column, component] flattened row by row: number (row L + column) C + component, where (row,
 * column) = (x₁, x₂), and complex fields have C = 2 components (Re, Im). Bond sums run over the 2N forward bonds (right, down)
 * with wrap, so that on L = 2 each pair is joined twice. N = L².
 */
export interface LatticeModel extends ActionFunction {
  readonly id: LatticeModelId
  /** L. */
  readonly side: number
  /** C, real numbers a site. */
  readonly components: number
}

/** S of each of the configurations that lie behind one another in `batch`. */
export function actions(model: ActionFunction, batch: Float64Array): Float64Array {
  const count = batch.length / model.length
  const result = new Float64Array(count)
  for (let b = 0; b < count; b++) result[b] = model.action(batch.subarray(b * model.length, (b + 1) * model.length))
  return result
}

/** Overwrites `gradients` with ∂S, configuration by configuration; returns S of each. */
export function actionGradients(model: ActionFunction, batch: Float64Array, gradients: Float64Array): Float64Array {
  const { length } = model
  const count = batch.length / length
  const result = new Float64Array(count)
  for (let b = 0; b < count; b++) {
    const [from, to] = [b * length, (b + 1) * length]
    result[b] = model.actionGradient(batch.subarray(from, to), gradients.subarray(from, to))
  }
  return result
}
