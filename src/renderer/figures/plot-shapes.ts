import type { Series } from '../../shared/figure.ts'
import { colourAt } from '../../shared/figures/colour-maps.ts'
import type { PlotTheme } from './plot-theme.ts'

/** Bands and heat maps, which ECharts has no series on value axes for: drawn shape by shape. */

interface DrawApi {
  coord(point: [number, number]): [number, number]
}

export function bandSeries(series: Extract<Series, { kind: 'band' }>, colour: string, hidden: boolean) {
  return {
    type: 'custom', name: series.name, silent: true, clip: true, z: 1, data: hidden ? [] : [[series.x[0], series.low[0]]],
    renderItem: (_: unknown, api: DrawApi) => {
      const rows = series.x.flatMap((x, i) => {
        const low = series.low[i]
        const high = series.high[i]
        return x === null || low === null || high === null ? [] : [{ x, low, high }]
      })
      const outline = [...rows.map((row) => api.coord([row.x, row.low])), ...rows.toReversed().map((row) => api.coord([row.x, row.high]))]
      return { type: 'polygon', shape: { points: outline }, style: { fill: colour, opacity: 0.18 } }
    },
  }
}

export function heatmapSeries(series: Extract<Series, { kind: 'heatmap' }>, hidden: boolean, theme: PlotTheme) {
  const finite = series.values.filter((value): value is number => value !== null)
  const [low, high] = series.range ?? [finite.reduce((a, b) => Math.min(a, b), Infinity), finite.reduce((a, b) => Math.max(a, b), -Infinity)]
  const half = (values: number[]) => (values.length > 1 ? Math.abs(values[1] - values[0]) / 2 : 0.5)
  const [dx, dy] = [half(series.x), half(series.y)]
  return {
    type: 'custom', name: series.name, silent: true, clip: true, z: 0, progressive: 0,
    data: hidden ? [] : series.values.map((_, i) => [series.x[i % series.x.length], series.y[Math.floor(i / series.x.length)], i]),
    renderItem: ({ dataIndex }: { dataIndex: number }, api: DrawApi) => {
      const x = series.x[dataIndex % series.x.length]
      const y = series.y[Math.floor(dataIndex / series.x.length)]
      const [left, bottom] = api.coord([x - dx, y - dy])
      const [right, top] = api.coord([x + dx, y + dy])
      const value = series.values[dataIndex]
      const fill = value === null ? theme.surface : colourAt(series.colourMap, high > low ? (value - low) / (high - low) : 0.5)
      return { type: 'rect', shape: { x: left, y: top, width: right - left + 0.5, height: bottom - top + 0.5 }, style: { fill } }
    },
  }
}
