import type { BulkCovariance } from '../kernel/bulk-covariance.ts'

/**
 * Mutual information of pairs of Gaussian variables, `[sites, sites]`, zero on the diagonal:
 *   I_ij = -factor ln(1 - χ),  χ = |c_ij|² / (c_ii c_jj),
 * factor 1 for circular complex variables, ½ for real ones. Equation 16 of the paper prints ½ and leaves out the square.
 * As -log1p(-χ) small values keep all their digits.
 */
export function mutualInformation({ sites, real, imaginary }: BulkCovariance, factor: 1 | 0.5): Float64Array {
  const result = new Float64Array(sites * sites)
  const inverseRoot = Float64Array.from({ length: sites }, (_, i) => 1 / Math.sqrt(real[i * sites + i]))
  for (let i = 0; i < sites; i++) for (let j = i + 1; j < sites; j++) {
    const at = i * sites + j
    const size = imaginary ? Math.hypot(real[at], imaginary[at]) : Math.abs(real[at])
    result[at] = result[j * sites + i] = informationOfCorrelation(size * inverseRoot[i] * inverseRoot[j], factor)
  }
  return result
}

/** @param correlation |c_ij| / √(c_ii c_jj); rounding above 1 counts as the largest number below. */
export function informationOfCorrelation(correlation: number, factor: 1 | 0.5): number {
  return -factor * Math.log1p(-Math.min(correlation * correlation, 1 - Number.EPSILON / 2))
}

/**
 * Below this, mutual information is noise: ≈ 3/M with M samples, times the factor. For exact moments the smallest value above zero:
 * what lies below is not correlated at all, and as far as the farthest that is.
 */
export function informationFloor({ samples }: BulkCovariance, factor: 1 | 0.5, information: Float64Array): number {
  if (samples !== null) return (3 * factor) / samples
  const smallest = information.reduce((least, value) => (value > 0 && value < least ? value : least), Infinity)
  return smallest < Infinity ? smallest : 2 ** -1022
}
