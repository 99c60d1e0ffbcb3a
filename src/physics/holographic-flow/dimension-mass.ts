import { Problem } from '../../shared/problem.ts'

/** A bulk mass and the conformal dimension that belongs to it in standard quantisation. AdS radius 1. Spec: 3.6. */
export interface DimensionAndMass {
  conformalDimension: number
  massSquared: number
  /** nu = Delta - d/2 */
  nu: number
  /** Smallest stable mass squared, -d²/4. */
  breitenlohnerFreedmanBound: number
  /** Of the source's coupling under the renormalisation group. */
  operator: 'relevant' | 'marginal' | 'irrelevant'
}

/** m² = Delta (Delta - d) */
export function fromDimension(d: number, conformalDimension: number): DimensionAndMass {
  const massSquared = conformalDimension * (conformalDimension - d)
  return describe(d, conformalDimension, massSquared)
}

/** Delta = d/2 + sqrt(d²/4 + m²), the larger root. */
export function fromMass(d: number, massSquared: number): DimensionAndMass {
  const bound = -(d * d) / 4
  if (massSquared < bound) {
    throw new Problem('BelowBFBound', `The mass² ${massSquared} lies below the Breitenlohner-Freedman bound -d²/4 = ${bound}: the field would be unstable.`, `Choose a mass² above ${bound}.`)
  }
  if (massSquared === bound) {
    throw new Problem('LogarithmicMode', `At the bound m² = -d²/4 = ${bound} the source solution is logarithmic (nu = 0), so it has no normalised propagator.`, 'Choose a larger mass².')
  }
  return describe(d, d / 2 + Math.sqrt((d * d) / 4 + massSquared), massSquared)
}

function describe(d: number, conformalDimension: number, massSquared: number): DimensionAndMass {
  const operator = conformalDimension < d ? 'relevant' : conformalDimension === d ? 'marginal' : 'irrelevant'
  return { conformalDimension, massSquared, nu: conformalDimension - d / 2, breitenlohnerFreedmanBound: -(d * d) / 4, operator }
}
