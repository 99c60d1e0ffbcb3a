import type { Panel } from '../../shared/figure.ts'
import { seriesColour, tint } from '../../shared/figures/palette.ts'
import { clipPolyline } from './clip.ts'
import { bandPolygons, grown, lineStroke, runsOf, type AxesFrame } from './draw-series.ts'
import type { Primitive, Rectangle } from './scene.ts'
import { lineHeight, type Theme } from './theme.ts'
import { typesetWithin, type TextBox } from './typeset.ts'

/** A legend: entries placed relative to its upper left corner. */
export interface Legend {
  width: number
  height: number
  entries: { series: number; text: TextBox; x: number; y: number }[]
}

/** Shadows and unnamed lines have no entry; a band with the name of a line shares the line's. */
export function entriesOf(panel: Panel): number[] {
  return panel.series.flatMap((series, index) => {
    if (series.kind === 'band' && panel.series.some((other) => other.kind === 'line' && other.name === series.name)) return []
    const isHidden = series.kind === 'heatmap' || (series.kind !== 'band' && series.role === 'shadow') || series.name.trim() === ''
    return isHidden ? [] : [index]
  })
}

/** Room for a piece of line; dots alone need less. */
function sampleWidth(panel: Panel, theme: Theme): number {
  return theme.legend.size * (entriesOf(panel).every((index) => panel.series[index].kind === 'scatter') ? 0.6 : 1.9)
}
const sampleGap = (theme: Theme) => theme.legend.size * 0.5

/** One entry a line, for inside the axes. Null when there is nothing to name. */
export function stackedLegend(panel: Panel, theme: Theme, available: number): Legend | null {
  return arranged(panel, theme, available, 1)
}

/** Entries side by side in as few lines as fit, for above the axes. */
export function flowingLegend(panel: Panel, theme: Theme, available: number): Legend | null {
  for (let columns = Math.max(1, entriesOf(panel).length); columns > 1; columns--) {
    const legend = arranged(panel, theme, Infinity, columns)
    if (legend && legend.width <= available) return legend
  }
  return arranged(panel, theme, available, 1)
}

function arranged(panel: Panel, theme: Theme, available: number, columns: number): Legend | null {
  const shown = entriesOf(panel)
  if (shown.length === 0 || panel.legend === 'none') return null
  const before = sampleWidth(panel, theme) + sampleGap(theme)
  const texts = shown.map((index) => typesetWithin(panel.series[index].name, theme.legend, Math.max(1, available - before)))
  const widths = Array.from({ length: columns }, (_, column) =>
    before + Math.max(0, ...texts.filter((_, i) => i % columns === column).map((text) => text.width)))
  const starts = widths.map((_, column) => widths.slice(0, column).reduce((sum, width) => sum + width + theme.legend.size, 0))
  const height = lineHeight(theme.legend)
  return {
    width: starts[columns - 1] + widths[columns - 1],
    height: Math.ceil(shown.length / columns) * height,
    entries: shown.map((series, i) => ({
      series, text: texts[i], x: starts[i % columns], y: Math.floor(i / columns) * height + height * 0.5,
    })),
  }
}

/** Where a legend may stand inside the axes without covering data: the first free place, or null. */
export function freePlace(frame: AxesFrame, legend: Legend, theme: Theme): Rectangle | null {
  const { box } = frame
  const inset = theme.majorTick + theme.gap
  if (legend.width > box.width * 0.8 || legend.height > box.height * 0.7) return null
  const left = box.x + inset
  const right = box.x + box.width - inset - legend.width
  const top = box.y + inset
  const bottom = box.y + box.height - inset - legend.height
  const middle = (left + right) / 2
  const centre = (top + bottom) / 2
  const places: [number, number][] = [
    [right, top], [left, top], [right, bottom], [left, bottom], [right, centre], [left, centre], [middle, top], [middle, bottom],
  ]
  let free = places.map(([x, y]): Rectangle => ({ x, y, width: legend.width, height: legend.height }))
  if (frame.panel.series.some((series) => series.kind === 'heatmap')) return null
  for (const [x, y] of inkedPoints(frame)) {
    free = free.filter((place) => {
      const near = grown(place, theme.gap)
      return x < near.x || x > near.x + near.width || y < near.y || y > near.y + near.height
    })
    if (free.length === 0) return null
  }
  return free[0] ?? null
}

/** Points of the page that series occupy, dense enough (2 pt) that nothing larger than a letter slips between. */
function* inkedPoints(frame: AxesFrame): Generator<[number, number]> {
  for (const series of frame.panel.series) {
    if (series.kind === 'heatmap') continue
    if (series.kind === 'scatter') {
      for (const run of runsOf(frame, series)) for (let i = 0; i < run.length; i += 2) yield [run[i], run[i + 1]]
      continue
    }
    if (series.kind === 'line') {
      for (const run of runsOf(frame, series)) {
        if (run.length === 2) yield [run[0], run[1]]
        for (const piece of clipPolyline(run, frame.box)) for (let i = 2; i < piece.length; i += 2) yield* segment(piece, i)
      }
      continue
    }
    for (const polygon of bandPolygons(frame, series)) {
      const half = polygon.length / 2
      for (let i = 0; i < half; i += 2) {
        const opposite = polygon.length - 2 - i
        for (const piece of clipPolyline([polygon[i], polygon[i + 1], polygon[opposite], polygon[opposite + 1]], frame.box)) yield* segment(piece, 2)
      }
    }
  }
}

function* segment(line: readonly number[], end: number): Generator<[number, number]> {
  const [x0, y0, x1, y1] = [line[end - 2], line[end - 1], line[end], line[end + 1]]
  const count = Math.max(1, Math.ceil(Math.hypot(x1 - x0, y1 - y0) / 2))
  for (let i = 0; i <= count; i++) yield [x0 + ((x1 - x0) * i) / count, y0 + ((y1 - y0) * i) / count]
}

export function drawLegend(panel: Panel, legend: Legend, at: { x: number; y: number }, theme: Theme): Primitive[] {
  return legend.entries.flatMap((entry): Primitive[] => {
    const x = at.x + entry.x
    const y = at.y + entry.y
    return [
      sample(panel, entry.series, x, y, theme),
      {
        kind: 'text', box: entry.text, x: x + sampleWidth(panel, theme) + sampleGap(theme), y: y + theme.legend.size * 0.34,
        quarterTurn: false, colour: theme.ink,
      },
    ]
  })
}

function sample(panel: Panel, index: number, x: number, y: number, theme: Theme): Primitive {
  const series = panel.series[index]
  const colour = seriesColour(panel, index)
  const width = sampleWidth(panel, theme)
  if (series.kind === 'scatter') {
    // Small enough to be the mark of the plot, large enough to tell its colour.
    return { kind: 'dots', centres: [x + width / 2, y], diameter: Math.max(3, Math.min(6, series.size)), colour }
  }
  if (series.kind === 'line') return { kind: 'path', lines: [[x, y, x + width, y]], closed: false, stroke: lineStroke(series, colour, theme) }
  const height = theme.legend.size * 0.6
  return { kind: 'rectangle', box: { x, y: y - height / 2, width, height }, fill: tint(colour, 0.72) }
}
