import type { StoredArray } from '../run-figures.ts'

/** Tables `[rows, columns]` that a run stores beside its fields. A number that is not known is NaN. */

/** G(r) of generated and of Monte Carlo fields with one standard deviation. */
export const correlatorColumns = ['r', 'correlator', 'error', 'monteCarlo', 'monteCarloError'] as const
/**
 * Fits of the correlator of generated (source 0) and of Monte Carlo fields (source 1): law 0 is A r_c^{-η} with the chord r_c, law 1
 * A cosh(κ(L/2 - r)); the exponent is η or κ. Over 2 ≤ r ≤ L/2, least squares in ln G.
 */
export const correlatorFitColumns = ['source', 'law', 'amplitude', 'exponent', 'exponentError', 'rSquared', 'aic', 'points'] as const
/** One row for each temperature that is done. Free energies per site above the well. */
export const scanColumns = [
  'temperature', 'freeEnergy', 'freeEnergyError', 'exactFreeEnergy', 'orderParameter', 'orderParameterError',
  'monteCarloOrderParameter', 'monteCarloOrderParameterError', 'neighbourCorrelation', 'monteCarloNeighbourCorrelation', 'effectiveSampleShare',
  'lowerBound', 'lowerBoundError',
] as const
/** Two rows for each temperature that is done, of generated (source 0) and of Monte Carlo fields (source 1). Helicity modulus and vortices: XY-like theories only. */
export const scanOrderColumns = ['temperature', 'source', 'binder', 'binderError', 'helicity', 'helicityError', 'vortices', 'vorticesError'] as const
/**
 * E|ζ|⁴ of the bulk variables of each layer over that of normal ones, E|ζ|⁴ / (c (E|ζ|²)²) with c = (C + 2)/C, in the bulk of Monte Carlo
 * fields: 1 for normal variables, C/(C + 2) for a fixed modulus.
 */
export const kurtosisColumns = ['layer', 'kurtosis', 'error'] as const
/** One row for each class of edges; the last row is the mass, its layer -1. Places are -1 where they are tied. */
export const kernelColumns = ['layer', 'direction', 'place', 'otherPlace', 'coupling'] as const
/** Directions by their number in the table of the kernel. */
export const kernelDirections = ['in', 'x', 'y', 'z', 'beside', 'mass'] as const

/** A stored table column by column; null where the array is not such a table. */
export function columnsOf<Name extends string>({ artifact, data }: StoredArray, names: readonly Name[]): Record<Name, number[]> | null {
  const [rows, width] = artifact.shape
  if (artifact.shape.length !== 2 || width !== names.length) return null
  return Object.fromEntries(names.map((name, column) => [name, Array.from({ length: rows }, (_, row) => data[row * width + column])])) as Record<Name, number[]>
}
