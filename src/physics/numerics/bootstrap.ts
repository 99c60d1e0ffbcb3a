import type { RandomStream } from '../random/stream.ts'

export interface MeanBand {
  mean: Float64Array
  /** Ends of the band. */
  low: Float64Array
  high: Float64Array
}

export interface BootstrapOptions {
  /** Share of the resampled means inside the band. @default 0.95 */
  level?: number
  /** @default 400 */
  resamples?: number
}

/**
 * Means over rows `[rows, columns]` with percentile bootstrap bands: rows are drawn with replacement, whole, so that columns
 * may depend on each other; the band holds the central `level` of the resampled means, column by column.
 *
 * Efron, Ann. Statist. 7 (1979) 1.
 */
export function bootstrapMeans(
  table: Float64Array, columns: number, random: RandomStream, { level = 0.95, resamples = 400 }: BootstrapOptions = {},
): MeanBand {
  const rows = table.length / columns
  const means = Array.from({ length: columns }, () => new Float64Array(resamples))
  const sums = new Float64Array(columns)
  const addRow = (row: number) => {
    const first = row * columns
    for (let column = 0; column < columns; column++) sums[column] += table[first + column]
  }
  for (let row = 0; row < rows; row++) addRow(row)
  const mean = sums.map((value) => value / rows)
  for (let resample = 0; resample < resamples; resample++) {
    sums.fill(0)
    for (let i = 0; i < rows; i++) addRow(random.below(rows))
    for (let column = 0; column < columns; column++) means[column][resample] = sums[column] / rows
  }
  const at = (share: number) => Float64Array.from(means, (values) => quantile(values.sort(), share))
  return { mean, low: at((1 - level) / 2), high: at((1 + level) / 2) }
}

/** Linear interpolation between order statistics. */
function quantile(ascending: Float64Array, share: number): number {
  const place = share * (ascending.length - 1)
  const below = Math.floor(place)
  const above = Math.min(below + 1, ascending.length - 1)
  return ascending[below] + (place - below) * (ascending[above] - ascending[below])
}
