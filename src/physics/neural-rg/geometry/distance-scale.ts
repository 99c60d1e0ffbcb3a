import { Problem } from '../../../shared/problem.ts'
import type { BulkGeometry, DistanceScaleChoice } from '../../../shared/studies/neural-rg/bulk-geometry.ts'
import { lineFit } from '../../numerics/line-fit.ts'
import type { BulkLayout } from '../map/layout.ts'
import { arcosh1p } from './hyperbolic-space.ts'

/**
 * ξ and I₀ of d_ij = -ξ ln(I_ij / I₀) (eq. 14 of the paper, which leaves both open):
 *   fixed  as given;
 *   auto   ξ = 1, I₀ = e max I: the smallest distance is 1;
 *   fit    regression of -ln I on the ideal hyperbolic distance of the bulk points over all pairs of different decimators above
 *          the floor: slope 1/ξ, intercept -ln I₀.
 */
export function distanceScale(choice: DistanceScaleChoice, layout: BulkLayout, information: Float64Array, floor: number): BulkGeometry['scale'] {
  switch (choice.kind) {
    case 'fixed': return { kind: 'fixed', xi: choice.xi, i0: choice.i0 }
    case 'auto': return { kind: 'auto', xi: 1, i0: Math.E * information.reduce((most, value) => Math.max(most, value), floor) }
    case 'fit': return { kind: 'fit', ...fitScale(layout, information, floor) }
  }
}

function fitScale({ variables, side }: BulkLayout, information: Float64Array, floor: number): { xi: number; i0: number } {
  const x: number[] = []
  const y: number[] = []
  variables.forEach((one, i) => {
    for (let j = i + 1; j < variables.length; j++) {
      const other = variables[j]
      const value = information[i * variables.length + j]
      if (value < floor || (one.layer === other.layer && one.a === other.a && one.b === other.b)) continue
      x.push(idealDistance(one, other, side))
      y.push(-Math.log(value))
    }
  })
  const fit = lineFit(x, y)
  if (!fit || !(fit.slope > 0)) {
    throw new Problem('NoDistanceScale', 'Mutual information does not fall with the hyperbolic distance of the bulk points, so that no distance scale can be fitted.', 'Take the scale "fixed" or "smallest is one".')
  }
  return { xi: 1 / fit.slope, i0: Math.exp(-fit.intercept) }
}

interface Place { readonly x: readonly [number, number]; readonly height: number }

/** Hyperbolic distance of two bulk points, by the shorter way around the torus. */
export function idealDistance(one: Place, other: Place, side: number): number {
  return arcosh1p((squaredSeparation(one, other, side) + (one.height - other.height) ** 2) / (2 * one.height * other.height))
}

/** |Δx|² by the shorter way around the torus. */
export function squaredSeparation(one: Place, other: Place, side: number): number {
  const [dx, dy] = [Math.abs(one.x[0] - other.x[0]), Math.abs(one.x[1] - other.x[1])]
  return Math.min(dx, side - dx) ** 2 + Math.min(dy, side - dy) ** 2
}
