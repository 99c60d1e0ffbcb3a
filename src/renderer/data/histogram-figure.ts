import type { ColumnPreview } from '../../shared/dataset.ts'
import type { FigureInput } from '../../shared/figure.ts'

/** The marginal histograms of both coordinates, of all points, beside each other. */
export function histogramFigure(labels: readonly [string, string], { histograms, min, max, kept }: ColumnPreview): FigureInput {
  return {
    name: 'marginals', title: 'Marginal histograms', columns: 2, caption: `Marginal histograms of ${kept} points.`,
    panels: labels.map((label, axis) => {
      const { x, counts } = outline(histograms[axis], min[axis], max[axis])
      return {
        x: { label }, y: { label: 'points' }, legend: 'none' as const,
        series: [
          { kind: 'band' as const, name: 'Points', x, low: counts.map(() => 0), high: counts, colour: 0 },
          { kind: 'line' as const, name: 'Points', x, y: counts, colour: 0 },
        ],
      }
    }),
  }
}

/** Two corners a bin: a histogram as a line of steps. */
function outline(histogram: readonly number[], min: number, max: number): { x: number[]; counts: number[] } {
  const edge = (i: number) => min + ((max - min) * i) / histogram.length
  return { x: histogram.flatMap((_, i) => [edge(i), edge(i + 1)]), counts: histogram.flatMap((count) => [count, count]) }
}
