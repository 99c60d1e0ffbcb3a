import { Problem } from '../../../shared/problem.ts'

export interface Estimate {
  value: number
  /** One standard deviation. */
  error: number
}

/** Blocks of a series for errors: enough that their spread is known to 16 %, few enough that blocks are longer than correlations. */
export const defaultBlocks = 20

/**
 * Functions of means over rows `[samples, columns]` with jackknife errors: the samples fall into consecutive blocks, the
 * functions are evaluated on the means without one block after the other, and σ² = (n-1)/n Σ (f_i - f̄)². Blocks that are longer than the
 * autocorrelation time make the error right for correlated samples; the value is that of all samples.
 *
 * Efron, Stein, Ann. Statist. 9 (1981) 586.
 */
export function jackknife(
  table: Float64Array, columns: number, functions: (means: Float64Array) => readonly number[], blocks = defaultBlocks,
): Estimate[] {
  const samples = table.length / columns
  if (samples < blocks) throw new Problem('TooFewSamples', `${samples} samples are too few for errors from ${blocks} blocks.`, `Draw at least ${blocks}.`)
  const start = (block: number) => Math.floor((block * samples) / blocks)
  const total = new Float64Array(columns)
  const sums = Array.from({ length: blocks }, (_, block) => {
    const sum = new Float64Array(columns)
    for (let row = start(block); row < start(block + 1); row++) {
      for (let column = 0; column < columns; column++) sum[column] += table[row * columns + column]
    }
    for (let column = 0; column < columns; column++) total[column] += sum[column]
    return sum
  })
  const values = functions(total.map((sum) => sum / samples))
  const leftOut = sums.map((sum, block) => {
    const rest = samples - (start(block + 1) - start(block))
    return functions(total.map((all, column) => (all - sum[column]) / rest))
  })
  return values.map((value, i) => {
    const mean = leftOut.reduce((sum, row) => sum + row[i], 0) / blocks
    const spread = leftOut.reduce((sum, row) => sum + (row[i] - mean) ** 2, 0)
    return { value, error: Math.sqrt(((blocks - 1) / blocks) * spread) }
  })
}

/** Mean of a series with its blocked error. */
export function blockedMean(series: Float64Array, blocks = defaultBlocks): Estimate {
  return jackknife(series, 1, (means) => [means[0]], blocks)[0]
}
