import type { Axis, Panel, Series } from '../figure.ts'
import { kindOfMap } from './colour-map-names.ts'

/** Axis ends from data: always finite, different, and positive on a log axis, whatever the data hold. */

export type Ends = [number, number]

/** Far enough from the largest double that differences of ends stay finite. */
const largest = 4e307
const smallest = 1e-290
/** Log axes keep clear of the denormal numbers, where powers of ten lose digits. */
const smallestPositive = 1e-300

/** Values that an axis can show: finite, and positive where it is logarithmic. */
export function isShown(value: number | null | undefined, scale: Axis['scale']): value is number {
  return typeof value === 'number' && Number.isFinite(value) && (scale === 'linear' || value >= smallestPositive)
}

export interface PanelRanges { x: Ends; y: Ends; dropped: number }

/** Ends of both axes, and how many given values a log axis had to drop. */
export function panelRanges(panel: Panel): PanelRanges {
  const x: number[] = [Infinity, -Infinity]
  const y: number[] = [Infinity, -Infinity]
  let dropped = 0
  const include = (ends: number[], value: number | null, scale: Axis['scale']) => {
    if (isShown(value, scale)) {
      if (value < ends[0]) ends[0] = value
      if (value > ends[1]) ends[1] = value
    } else if (value !== null && Number.isFinite(value)) dropped += 1
  }
  for (const series of panel.series) {
    if (series.kind === 'heatmap') {
      for (const edge of cellEdges(series.x, panel.x.scale)) include(x, edge, panel.x.scale)
      for (const edge of cellEdges(series.y, panel.y.scale)) include(y, edge, panel.y.scale)
      continue
    }
    const columns = series.kind === 'band' ? [series.low, series.high] : [series.y]
    for (const value of series.x) include(x, value, panel.x.scale)
    for (const column of columns) for (const value of column) include(y, value, panel.y.scale)
  }
  // Curves run from edge to edge; marks and cells keep away from the frame or fill it.
  const marked = panel.series.some((series) => series.kind === 'scatter') && !panel.series.some((series) => series.kind === 'heatmap')
  return {
    x: axisEnds(panel.x, x, marked ? 0.04 : 0),
    y: axisEnds(panel.y, y, panel.series.some((series) => series.kind === 'heatmap') ? 0 : 0.05),
    dropped,
  }
}

function axisEnds(axis: Axis, data: number[], padding: number): Ends {
  const given = axis.range
  if (given && given.every((value) => isShown(value, axis.scale)) && given[0] !== given[1]) {
    return given[0] < given[1] ? separated(given[0], given[1], axis.scale) : separated(given[1], given[0], axis.scale).reverse() as Ends
  }
  if (data[0] > data[1]) return axis.scale === 'log' ? [1, 10] : [0, 1]
  const [low, high] = separated(data[0], data[1], axis.scale)
  if (data[0] === data[1]) return [low, high]
  if (axis.scale === 'log') {
    const factor = (high / low) ** padding
    return Number.isFinite(factor) ? [Math.max(smallestPositive, low / factor), Math.min(largest, high * factor)] : [low, high]
  }
  if (padding > 0) {
    const margin = (high - low) * padding
    return [low - margin, high + margin]
  }
  // A tight axis begins at zero where the data begin just after it (a first step of 10 of 2,400).
  const near = (high - low) * 0.05
  return [low > 0 && low <= near ? 0 : low, high < 0 && high >= -near ? 0 : high]
}

/** Two ends that a double can tell apart comfortably. */
function separated(low: number, high: number, scale: Axis['scale']): Ends {
  const a = Math.max(-largest, Math.min(largest, low))
  const b = Math.max(-largest, Math.min(largest, high))
  const magnitude = Math.max(Math.abs(a), Math.abs(b))
  if (scale === 'log') {
    if (b / a > 1 + 1e-10) return [a, b]
    return [Math.max(smallestPositive, a / 2), Math.min(largest, b * 2)]
  }
  if (magnitude < smallest) return [-1, 1]
  if (b - a > magnitude * 1e-12) return [a, b]
  return [a - magnitude * 0.1, b + magnitude * 0.1]
}

/** Edges of cells from their centres: half-way between neighbours (geometrically on a log axis). */
export function cellEdges(centres: readonly number[], scale: Axis['scale']): number[] {
  const to = scale === 'log' ? Math.log : (value: number) => value
  const back = scale === 'log' ? Math.exp : (value: number) => value
  const values = centres.filter((value) => isShown(value, scale)).map(to)
  if (values.length === 0) return []
  if (values.length === 1) return [back(values[0] - 0.5), back(values[0] + 0.5)]
  const edges = values.slice(1).map((value, i) => value / 2 + values[i] / 2)
  const count = values.length
  return [values[0] + (values[0] - edges[0]), ...edges, values[count - 1] + (values[count - 1] - edges[count - 2])].map(back)
}

/** Ends of a heat map's colours: from the data, symmetric about zero for a diverging map, one turn for a cyclic one. */
export function valueEnds(series: Extract<Series, { kind: 'heatmap' }>): Ends {
  if (series.range && series.range[0] !== series.range[1]) return [Math.min(...series.range), Math.max(...series.range)]
  if (kindOfMap(series.colourMap) === 'cyclic') return [-Math.PI, Math.PI]
  let low = Infinity
  let high = -Infinity
  for (const value of series.values) {
    if (!isShown(value, 'linear')) continue
    if (value < low) low = value
    if (value > high) high = value
  }
  if (low > high) return [0, 1]
  if (kindOfMap(series.colourMap) === 'diverging') {
    const reach = Math.max(Math.abs(low), Math.abs(high))
    return separated(-reach, reach, 'linear')
  }
  return separated(low, high, 'linear')
}

/** Place of a value between the ends, 0 to 1; outside the ends beyond that. */
export function axisFraction(value: number, ends: Ends, scale: Axis['scale']): number {
  return scale === 'log'
    ? (Math.log(value) - Math.log(ends[0])) / (Math.log(ends[1]) - Math.log(ends[0]))
    : (value - ends[0]) / (ends[1] - ends[0])
}
