export function mean(values: readonly number[]): number {
  return values.reduce((sum, value) => sum + value, 0) / values.length
}

/** "mean ± standard deviation" of a sample, the mean alone of a single value. */
export function spread(values: readonly number[], print = (value: number) => value.toFixed(3)): string {
  const centre = mean(values)
  if (values.length < 2) return print(centre)
  return `${print(centre)} ± ${print(Math.sqrt(values.reduce((sum, value) => sum + (value - centre) ** 2, 0) / (values.length - 1)))}`
}

/** The middle of the sorted values; the mean of the two middle ones where their number is even. */
export function median(values: readonly number[]): number {
  if (values.length === 0) return Number.NaN
  const sorted = values.toSorted((a, b) => a - b)
  const middle = sorted.length >> 1
  return sorted.length % 2 === 1 ? sorted[middle] : (sorted[middle - 1] + sorted[middle]) / 2
}
