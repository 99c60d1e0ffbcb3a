import { integrate } from '../numerics/gauss-legendre.ts'
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
  const pieces = piecesOf(config, geometry.rIR, extent)
  const integrateOver = (quantity: (t: number) => number) =>
    pieces.reduce((sum, [from, to]) => sum + integrate(quantity, from, to, 40), 0)
  const overModes = (values: Float64Array) => groups.reduce((sum, group, i) => sum + group.count * values[i], 0)
  const momentum = integrateOver((t) => weightAt(t) * overModes(at(t).residualPi))
  const field = variant.path === 'hermite' ? 0 : integrateOver((t) => weightAt(t) * overModes(at(t).residualPhi))
  return { total: field + momentum, field, momentum }
}

/** Intervals of t on which the geometry is analytic. */
function piecesOf({ geometry }: MomentConfig, rIR: number, extent: number): [number, number][] {
  const knots = geometry.kind === 'custom' ? geometry.controlPoints.map((point) => (point.r - rIR) / extent) : []
  const ends = [0, ...knots.filter((t) => t > 0 && t < 1).sort((a, b) => a - b), 1]
  return ends.slice(1).map((end, i) => [ends[i], end])
}
