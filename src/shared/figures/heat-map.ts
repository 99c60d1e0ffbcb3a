import type { Panel, Series } from '../figure.ts'
import { colourIndex, colourMapBytes } from './colour-maps.ts'
import { axisFraction, cellEdges, isShown, valueEnds, type Ends } from './ranges.ts'

/** Picture with a palette of 256 colours, rows from the top. */
export interface IndexedImage {
  columns: number
  rows: number
  /** One palette index per pixel. */
  pixels: Uint8Array
  /** 256 RGB triples. */
  palette: Uint8Array
  /** Palette index that is not painted, or null. */
  transparent: number | null
}

export type HeatMap = Extract<Series, { kind: 'heatmap' }>

/** Pixels of a side below which cells are repeated: viewers that smooth pictures then blur only the edge of a cell. */
const leastPixels = 384
/** Pixels of a side whose cells differ in width on the page, or of which a part is shown. */
const unevenPixels = 1024

export interface PlacedImage {
  /** Left, top, right and bottom in fractions of the axes box, `y` downwards. */
  left: number; top: number; right: number; bottom: number
  image: IndexedImage
}

/** The cells as a picture, every pixel coloured by the cell in which its centre lies; null cells stay unpainted. */
export function heatMapImage(series: HeatMap, panel: Panel, xEnds: Ends, yEnds: Ends): PlacedImage | null {
  const across = sampleAxis(series.x, panel.x.scale, xEnds)
  const up = sampleAxis(series.y, panel.y.scale, yEnds)
  if (!across || !up) return null
  const ends = valueEnds(series)
  const full = colourMapBytes(series.colourMap)
  const hasGaps = series.values.length < series.x.length * series.y.length || series.values.some((value) => !isShown(value, 'linear'))
  const transparent = hasGaps ? 255 : null
  const pixels = new Uint8Array(across.cells.length * up.cells.length)
  up.cells.forEach((cellY, fromBottom) => {
    const row = up.cells.length - 1 - fromBottom
    across.cells.forEach((cellX, column) => {
      const value = series.values[cellY * series.x.length + cellX]
      pixels[row * across.cells.length + column] = isShown(value, 'linear')
        ? Math.min(colourIndex(value, ends), hasGaps ? 254 : 255)
        : 255
    })
  })
  return {
    left: across.from, right: across.to, top: 1 - up.to, bottom: 1 - up.from,
    image: { columns: across.cells.length, rows: up.cells.length, pixels, palette: full, transparent },
  }
}

/** Which cell each pixel along an axis shows, from the low end of the box to the high one, and where the cells begin and end. */
function sampleAxis(centres: readonly number[], scale: 'linear' | 'log', ends: Ends): { cells: number[]; from: number; to: number } | null {
  const order = centres.map((_, i) => i).filter((i) => isShown(centres[i], scale)).sort((a, b) => centres[a] - centres[b])
  if (order.length === 0) return null
  let edges = cellEdges(order.map((i) => centres[i]), scale).map((edge) => axisFraction(edge, ends, scale))
  if (edges[0] > edges[edges.length - 1]) {
    edges = edges.reverse()
    order.reverse()
  }
  // Cells beyond the axes are not painted.
  const from = Math.max(0, edges[0])
  const to = Math.min(1, edges[edges.length - 1])
  if (!(to - from > 1e-9)) return null
  const width = (to - from) / order.length
  const isEven = edges.every((edge, i) => Math.abs(edge - from - i * width) < width * 1e-3)
  const count = isEven ? Math.min(4096, order.length * Math.max(1, Math.ceil(leastPixels / order.length))) : unevenPixels
  let cell = 0
  const cells = Array.from({ length: count }, (_, pixel) => {
    const at = from + ((pixel + 0.5) / count) * (to - from)
    while (cell < order.length - 1 && at > edges[cell + 1]) cell += 1
    return order[cell]
  })
  return { cells, from, to }
}

/** The bar beside the map: one pixel wide, highest value at the top. */
export function colourBarImage(series: HeatMap): IndexedImage {
  return {
    columns: 1, rows: 256, pixels: Uint8Array.from({ length: 256 }, (_, row) => 255 - row),
    palette: colourMapBytes(series.colourMap), transparent: null,
  }
}
