import type { RandomStream } from '../../random/stream.ts'

/** How often each of n points is drawn in n draws with replacement. */
export function resampledCounts(n: number, random: RandomStream): Float64Array {
  const counts = new Float64Array(n)
  for (let draw = 0; draw < n; draw++) counts[random.below(n)] += 1
  return counts
}

/** Half the distance between the quantiles at 16 % and 84 %: a standard deviation that a few runaways do not move. 0 with fewer than two values. */
export function centralHalfWidth(values: readonly number[]): number {
  if (values.length < 2) return 0
  const ascending = Float64Array.from(values).sort()
  const last = ascending.length - 1
  return (ascending[Math.round(0.84 * last)] - ascending[Math.round(0.16 * last)]) / 2
}

/** 0 with fewer than two values. */
export function standardDeviation(values: readonly number[]): number {
  if (values.length < 2) return 0
  const mean = values.reduce((sum, value) => sum + value, 0) / values.length
  return Math.sqrt(values.reduce((sum, value) => sum + (value - mean) ** 2, 0) / (values.length - 1))
}

/** Standard error of a mean-like number from its B leave-one-block-out values: √((B - 1)/B Σ (x_b - x̄)²). Null with fewer than two, or where one is missing. */
export function jackknifeError(values: readonly (number | null)[]): number | null {
  const known = values.filter((value) => value !== null)
  if (known.length < values.length || known.length < 2) return null
  return (standardDeviation(known) * (known.length - 1)) / Math.sqrt(known.length)
}
