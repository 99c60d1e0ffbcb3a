/**
 * Mean and spread over replicates, always of all data: decimation for the screen comes after it.
 */

export const bands = ['std', 'sem', 'range'] as const
/**
 * `std`: sample standard deviation, s = √(Σ (y − ȳ)² / (n − 1)). `sem`: standard error of the mean, s/√n. `range`: from the least
 * to the greatest value.
 */
export type Band = (typeof bands)[number]

/** The words of captions and legends. */
export const bandTexts: Record<Band, { short: string; long: string; latex: string }> = {
  std: {
    short: 'mean ± std', long: 'mean ± sample standard deviation (n − 1)', latex: 'mean $\\pm$ sample standard deviation ($n - 1$)',
  },
  sem: {
    short: 'mean ± s.e.m.', long: 'mean ± standard error of the mean (sample standard deviation over √n)',
    latex: 'mean $\\pm$ standard error of the mean (sample standard deviation over $\\sqrt{n}$)',
  },
  range: {
    short: 'mean, min–max', long: 'mean, with a band from the least to the greatest value', latex: 'mean, least and greatest value in brackets',
  },
}

export interface Spread {
  count: number
  mean: number
  /** Edges of the band; null for a single value, whose spread is unknown. */
  low: number | null
  high: number | null
}

/** Of at least one finite value. */
export function spreadOf(values: readonly number[], band: Band): Spread {
  const count = values.length
  const mean = values.reduce((sum, value) => sum + value, 0) / count
  if (count < 2) return { count, mean, low: null, high: null }
  if (band === 'range') return { count, mean, low: Math.min(...values), high: Math.max(...values) }
  // Two passes: the squares of large, nearly equal numbers would cancel.
  const deviation = Math.sqrt(values.reduce((sum, value) => sum + (value - mean) ** 2, 0) / (count - 1))
  const half = band === 'std' ? deviation : deviation / Math.sqrt(count)
  return { count, mean, low: mean - half, high: mean + half }
}

/** A curve with rising abscissae. */
export interface Curve { x: readonly number[]; y: readonly number[] }

export interface CommonGrid {
  x: number[]
  /** One row of ordinates for each curve. */
  rows: number[][]
  /** `same`: all curves have these very abscissae. `interpolated`: linear between logged points, on the union of all abscissae, as
   *  far as every curve reaches. */
  grid: 'same' | 'interpolated'
}

/**
 * Brings curves to common abscissae. Where they differ, each is joined by straight lines and read at every abscissa of any of
 * them between the latest first and the earliest last point: nothing is extrapolated, and each mean is over all curves.
 */
export function onCommonGrid(curves: readonly Curve[]): CommonGrid {
  const [first] = curves
  if (first === undefined) return { x: [], rows: [], grid: 'same' }
  if (curves.every(({ x }) => x.length === first.x.length && x.every((value, i) => value === first.x[i]))) {
    return { x: [...first.x], rows: curves.map(({ y }) => [...y]), grid: 'same' }
  }
  if (curves.some(({ x }) => x.length === 0)) return { x: [], rows: curves.map(() => []), grid: 'interpolated' }
  const from = Math.max(...curves.map(({ x }) => x[0]))
  const to = Math.min(...curves.map(({ x }) => x[x.length - 1]))
  const x = [...new Set(curves.flatMap((curve) => curve.x.filter((value) => value >= from && value <= to)))].sort((a, b) => a - b)
  return { x, rows: curves.map((curve) => readAt(curve, x)), grid: 'interpolated' }
}

/** Values of the piecewise linear curve at rising abscissae within its ends. */
function readAt({ x, y }: Curve, at: readonly number[]): number[] {
  let right = 0
  return at.map((value) => {
    while (right < x.length - 1 && x[right] < value) right++
    if (x[right] === value || right === 0) return y[right]
    const share = (value - x[right - 1]) / (x[right] - x[right - 1])
    return y[right - 1] + share * (y[right] - y[right - 1])
  })
}

export interface MeanCurve {
  count: number
  x: number[]
  mean: number[]
  low: (number | null)[]
  high: (number | null)[]
  grid: CommonGrid['grid']
}

/** Mean curve and band over replicates. */
export function meanCurve(curves: readonly Curve[], band: Band): MeanCurve {
  const { x, rows, grid } = onCommonGrid(curves)
  const spreads = x.map((_, i) => spreadOf(rows.map((row) => row[i]), band))
  return {
    count: curves.length, x, grid,
    mean: spreads.map(({ mean }) => mean), low: spreads.map(({ low }) => low), high: spreads.map(({ high }) => high),
  }
}
