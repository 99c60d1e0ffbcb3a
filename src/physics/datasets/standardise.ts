import { Problem } from '../../shared/problem.ts'
import type { Issue } from '../../shared/issue.ts'

/**
 * Standardisation (5.2): y <- (y - mean) / standardDeviation with *scalar* mean and standard deviation over all coordinates of
 * the training set, so that shapes and angles stay as they are. Undone after decoding.
 */
export interface Standardisation {
  readonly mean: number
  readonly standardDeviation: number
}

/** Leaves points as they are. */
export const noStandardisation: Standardisation = { mean: 0, standardDeviation: 1 }

/**
 * The mean is corrected by the mean of the residuals, so that a distant origin costs no digits. Population standard deviation
 * (divisor: the number of coordinates).
 */
export function measureStandardisation(points: Float64Array): Standardisation {
  if (points.length === 0) throw new Problem('EmptyData', 'The data set holds no points.', 'Choose data with at least one row.')
  let sum = 0
  for (const value of points) sum += value
  const roughMean = sum / points.length
  let residuals = 0
  for (const value of points) residuals += value - roughMean
  const mean = roughMean + residuals / points.length
  let squares = 0
  for (const value of points) squares += (value - mean) ** 2
  const standardDeviation = Math.sqrt(squares / points.length)
  // Equal coordinates leave rounding noise of the mean, about 1e-16 of its size.
  if (!(standardDeviation > 1e-12 * Math.abs(mean))) {
    throw new Problem(
      'NoSpread',
      `All ${points.length / 2} points have the same coordinates, ${points[0]}: their standard deviation is zero.`,
      'Choose columns whose values differ.',
    )
  }
  return { mean, standardDeviation }
}

export function standardise(points: Float64Array, by: Standardisation): Float64Array<ArrayBuffer> {
  return Float64Array.from(points, (value) => (value - by.mean) / by.standardDeviation)
}

export function undoStandardisation(points: Float64Array, by: Standardisation): Float64Array<ArrayBuffer> {
  return Float64Array.from(points, (value) => value * by.standardDeviation + by.mean)
}

/** Share of the half box that points may reach before they feel their own periodic images. */
const usableShare = 0.85

/**
 * The box warning of 5.2: max |y| <= 0.85 L/2 for the points as they are encoded. The proposed K grows with L, so that the
 * largest wave number stays; it is rounded up to a multiple of 8, which a U-Net of depth 3 can halve.
 */
export function checkBox(encoded: Float64Array, boxLength: number, modes: number): Issue | null {
  let largest = 0
  for (const value of encoded) largest = Math.max(largest, Math.abs(value))
  const limit = (usableShare * boxLength) / 2
  if (largest <= limit) return null
  const proposedLength = Math.ceil((4 * largest) / usableShare) / 2
  const proposedModes = 8 * Math.ceil((modes * proposedLength) / boxLength / 8)
  return {
    severity: 'warning',
    code: 'BoxTooSmall',
    path: 'encoding.boxLength',
    message: `The farthest coordinate is ${largest.toPrecision(3)} in encoder units, beyond ${limit.toPrecision(3)} (85 % of half the box): `
      + `points there touch their periodic images. Take a box length of ${proposedLength} with ${proposedModes} modes per axis, which keeps the largest wave number.`,
  }
}
