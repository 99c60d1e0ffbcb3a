import type { FigureInput } from '../../shared/figure.ts'

/** Points of a data set as a scatter plot; `flat` holds x and y in turn, `total` counts those that it was thinned from. */
export function pointsFigure(title: string, columns: readonly [string, string], flat: ArrayLike<number>, total: number): FigureInput {
  const count = Math.floor(flat.length / 2)
  const x = Array.from({ length: count }, (_, i) => flat[2 * i])
  const y = Array.from({ length: count }, (_, i) => flat[2 * i + 1])
  // Equal units where the two columns are comparable; otherwise one would be squeezed to a line.
  const ratio = spread(x) / spread(y)
  const equalAspect = ratio > 0.25 && ratio < 4
  return {
    name: 'points', title: title || 'Points', caption: `${count} points of “${title}”.`,
    panels: [{
      x: { label: columns[0] }, y: { label: columns[1] }, equalAspect, legend: 'none',
      series: [{ kind: 'scatter', name: 'Points', x, y, colour: 0, size: Math.max(1, Math.min(3, 70 / Math.sqrt(Math.max(1, count)))) }],
      note: count < total ? `${count} of ${total} points, evenly picked` : '',
    }],
  }
}

function spread(values: readonly number[]): number {
  let low = Number.POSITIVE_INFINITY
  let high = Number.NEGATIVE_INFINITY
  for (const value of values) {
    low = Math.min(low, value)
    high = Math.max(high, value)
  }
  return high > low ? high - low : 1
}
