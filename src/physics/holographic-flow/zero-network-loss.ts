import { integratePiecewise } from '../numerics/gauss-legendre.ts'
import type { MomentConfig } from './second-moments.ts'
import { momentModel } from './second-moments.ts'

export interface ZeroNetworkLoss {
  /** L_0 */
  total: number
  /** Share of the field residual (absent from the Hermite loss, where it vanishes). */
  field: number
  momentum: number
}

/**
 * Expected loss of a network that outputs zero, L_0 = ∫_0^1 omega Σ_k <R²> dt: an exact number for point data, against
 * which a training loss is judged. Gauss-Legendre, piece by piece between the knots of an own warp factor. Spec: 6.9.
 */
export function zeroNetworkLoss(config: MomentConfig): ZeroNetworkLoss {
  const { variant, geometry, groups, at } = momentModel(config)
  const extent = geometry.rUV - geometry.rIR
  const weightAt = (t: number) => (variant.lossWeight === 'none' ? 1 : geometry.sliceVolume(geometry.rIR + t * extent))
  const integrateOver = (quantity: (t: number) => number) =>
    integratePiecewise(quantity, [0, ...geometry.knots.map((r) => (r - geometry.rIR) / extent), 1], 40)
  const overModes = (values: Float64Array) => groups.reduce((sum, group, i) => sum + group.count * values[i], 0)
  const momentum = integrateOver((t) => weightAt(t) * overModes(at(t).residualPi))
  const field = variant.path === 'hermite' ? 0 : integrateOver((t) => weightAt(t) * overModes(at(t).residualPhi))
  return { total: field + momentum, field, momentum }
}

