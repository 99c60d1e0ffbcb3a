import { type Estimator, meanDistance, meanDistanceWithin } from './pairwise-distances.ts'

export interface EnergyDistanceOptions {
  /** U: unbiased, may be slightly negative. V: never negative, biased by mean distance · (1/n + 1/m). @default 'U' */
  estimator?: Estimator
  /** Coordinates of a point. @default 2 */
  dimension?: number
}

/**
 * Energy distance E(P, Q) = 2 E|X - Y| - E|X - X'| - E|Y - Y'| >= 0 of two samples; zero exactly when the laws are equal.
 * Unit: that of the data (no square root).
 *
 * Székely, Rizzo, J. Stat. Plann. Inference 143 (2013) 1249.
 */
export function energyDistance(x: Float64Array, y: Float64Array, options: EnergyDistanceOptions = {}): number {
  const { estimator = 'U', dimension = 2 } = options
  return 2 * meanDistance(x, y, dimension) - meanDistanceWithin(x, estimator, dimension) - meanDistanceWithin(y, estimator, dimension)
}
