/**
 * Exponential running mean with time constant `lines`: m_i = Σ_j w^(i−j) x_j / Σ_j w^(i−j), w = 1 − 1/lines, so that the first
 * values are not pulled towards zero. Gaps stay gaps and do not weigh.
 */
export function exponentialMean(values: readonly (number | null)[], lines: number): (number | null)[] {
  const keep = 1 - 1 / lines
  let sum = 0
  let weight = 0
  return values.map((value) => {
    if (value === null || !Number.isFinite(value)) return null
    sum = keep * sum + value
    weight = keep * weight + 1
    return sum / weight
  })
}
