import type { Axis, Panel, Series } from '../../shared/figure.ts'
import { heatMapImage, type HeatMap, type IndexedImage } from '../../shared/figures/heat-map.ts'
import type { Ends, PanelRanges } from '../../shared/figures/ranges.ts'

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

/** One picture, the same as on paper, that follows the axes: thousands of cells redraw in a few milliseconds. */
export function heatmapSeries(series: HeatMap, hidden: boolean, panel: Panel, ends: PanelRanges) {
  const placed = hidden ? null : heatMapImage(series, panel, ends.x, ends.y)
  const picture = placed && paint(placed.image)
  return {
    type: 'custom', name: series.name, silent: true, clip: true, z: 0, progressive: 0,
    data: placed ? [[ends.x[0], ends.y[0]]] : [],
    renderItem: (_: unknown, api: DrawApi) => {
      if (!placed || !picture) return null
      const [left, top] = api.coord([valueAt(placed.left, ends.x, panel.x.scale), valueAt(1 - placed.top, ends.y, panel.y.scale)])
      const [right, bottom] = api.coord([valueAt(placed.right, ends.x, panel.x.scale), valueAt(1 - placed.bottom, ends.y, panel.y.scale)])
      return { type: 'image', style: { image: picture, x: left, y: top, width: right - left, height: bottom - top } }
    },
  }
}

/** The value at a fraction of an axis. */
function valueAt(fraction: number, [from, to]: Ends, scale: Axis['scale']): number {
  return scale === 'log' ? from * (to / from) ** fraction : from + fraction * (to - from)
}

/** The picture, a pixel of the canvas for each of its own. */
export function paint({ columns, rows, pixels, palette, transparent }: IndexedImage): HTMLCanvasElement {
  const canvas = document.createElement('canvas')
  canvas.width = columns
  canvas.height = rows
  const context = canvas.getContext('2d')!
  const image = context.createImageData(columns, rows)
  pixels.forEach((index, i) => {
    if (index === transparent) return
    image.data[4 * i] = palette[3 * index]
    image.data[4 * i + 1] = palette[3 * index + 1]
    image.data[4 * i + 2] = palette[3 * index + 2]
    image.data[4 * i + 3] = 255
  })
  context.putImageData(image, 0, 0)
  return canvas
}
