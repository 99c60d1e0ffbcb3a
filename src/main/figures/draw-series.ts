import type { Panel, Series } from '../../shared/figure.ts'
import { seriesColour, tint } from '../../shared/figures/palette.ts'
import { axisFraction, isShown, type Ends } from '../../shared/figures/ranges.ts'
import { clipPolygon, clipPolyline, withoutRepeats } from './clip.ts'
import { heatMapImage } from '../../shared/figures/heat-map.ts'
import type { Primitive, Rectangle, Stroke } from './scene.ts'
import type { Theme } from './theme.ts'

/** The series of one panel as primitives inside its axes box. */

export interface AxesFrame { box: Rectangle; x: Ends; y: Ends; panel: Panel }

type Curve = Extract<Series, { kind: 'line' | 'scatter' }>

/** Points on the page, or null where a value is missing or cannot be shown. */
function project(frame: AxesFrame, x: number | null, y: number | null): [number, number] | null {
  const { box, panel } = frame
  if (!isShown(x, panel.x.scale) || !isShown(y, panel.y.scale)) return null
  const across = box.x + bounded(axisFraction(x, frame.x, panel.x.scale)) * box.width
  const down = box.y + (1 - bounded(axisFraction(y, frame.y, panel.y.scale))) * box.height
  return Number.isNaN(across) || Number.isNaN(down) ? null : [across, down]
}

/** A million axes away is far enough for every slope, and near enough for exact arithmetic when lines are clipped. */
function bounded(fraction: number): number {
  return Math.max(-1e6, Math.min(1e6, fraction))
}

export function drawSeries(frame: AxesFrame, index: number, theme: Theme): Primitive[] {
  const series = frame.panel.series[index]
  const colour = seriesColour(frame.panel, index)
  switch (series.kind) {
    case 'line': return drawLine(frame, series, lineStroke(series, colour, theme))
    case 'scatter': return drawDots(frame, series, colour)
    case 'band': return drawBand(frame, series, colour)
    case 'heatmap': {
      const placed = heatMapImage(series, frame.panel, frame.x, frame.y)
      if (!placed) return []
      const { box } = frame
      return [{
        kind: 'image', image: placed.image,
        box: {
          x: box.x + placed.left * box.width, y: box.y + placed.top * box.height,
          width: (placed.right - placed.left) * box.width, height: (placed.bottom - placed.top) * box.height,
        },
      }]
    }
  }
}

export function lineStroke(series: Extract<Series, { kind: 'line' }>, colour: string, theme: Theme): Stroke {
  const width = series.role === 'main' ? theme.line : theme.fineLine
  const unit = Math.max(0.7, width)
  const dash = series.dash === 'dashed' ? [4 * unit, 2.2 * unit] : series.dash === 'dotted' ? [0.9 * unit, 1.7 * unit] : undefined
  return { colour, width, dash }
}

function drawLine(frame: AxesFrame, series: Curve, stroke: Stroke): Primitive[] {
  const lines: number[][] = []
  const lonely: number[] = []
  const reach = grown(frame.box, 4)
  for (const run of runsOf(frame, series)) {
    if (run.length === 2) lonely.push(...run)
    else lines.push(...clipPolyline(run, reach).map(withoutRepeats))
  }
  const primitives: Primitive[] = []
  if (lines.length > 0) primitives.push({ kind: 'path', lines, closed: false, stroke })
  const visible = insideOnly(lonely, reach)
  // A point without neighbours has no line to show it.
  if (visible.length > 0) primitives.push({ kind: 'dots', centres: visible, diameter: stroke.width * 2.5, colour: stroke.colour })
  return primitives
}

/** Unbroken stretches of a curve as flat coordinate lists. */
export function runsOf(frame: AxesFrame, series: Curve): number[][] {
  const runs: number[][] = []
  let current: number[] = []
  const count = Math.min(series.x.length, series.y.length)
  for (let i = 0; i < count; i++) {
    const point = project(frame, series.x[i], series.y[i])
    if (point) current.push(...point)
    else if (current.length > 0) {
      runs.push(current)
      current = []
    }
  }
  if (current.length > 0) runs.push(current)
  return runs
}

function drawDots(frame: AxesFrame, series: Extract<Series, { kind: 'scatter' }>, colour: string): Primitive[] {
  const diameter = Math.max(0.2, Math.min(20, series.size))
  const centres = insideOnly(runsOf(frame, series).flat(), grown(frame.box, diameter / 2))
  return centres.length > 0 ? [{ kind: 'dots', centres, diameter, colour }] : []
}

function drawBand(frame: AxesFrame, series: Extract<Series, { kind: 'band' }>, colour: string): Primitive[] {
  const polygons = bandPolygons(frame, series).map((polygon) => clipPolygon(polygon, grown(frame.box, 4))).filter((polygon) => polygon.length >= 6)
  return polygons.length > 0 ? [{ kind: 'path', lines: polygons, closed: true, fill: tint(colour, 0.72) }] : []
}

export function bandPolygons(frame: AxesFrame, series: Extract<Series, { kind: 'band' }>): number[][] {
  const polygons: number[][] = []
  let upper: number[] = []
  let lower: number[] = []
  const close = () => {
    if (upper.length >= 4) {
      const back: number[] = []
      for (let i = lower.length - 2; i >= 0; i -= 2) back.push(lower[i], lower[i + 1])
      polygons.push([...upper, ...back])
    }
    upper = []
    lower = []
  }
  const floor = Math.min(...frame.y)
  const count = Math.min(series.x.length, series.low.length, series.high.length)
  for (let i = 0; i < count; i++) {
    const low = series.low[i]
    // A band that reaches down to zero or below leaves a log axis through its bottom.
    const bottom = frame.panel.y.scale === 'log' && low !== null && low <= 0 ? floor : low
    const top = project(frame, series.x[i], series.high[i])
    const base = project(frame, series.x[i], bottom)
    if (top && base) {
      upper.push(...top)
      lower.push(...base)
    } else close()
  }
  close()
  return polygons
}

function insideOnly(points: readonly number[], box: Rectangle): number[] {
  const result: number[] = []
  for (let i = 0; i < points.length; i += 2) {
    if (points[i] >= box.x && points[i] <= box.x + box.width && points[i + 1] >= box.y && points[i + 1] <= box.y + box.height) {
      result.push(points[i], points[i + 1])
    }
  }
  return result
}

export function grown(box: Rectangle, by: number): Rectangle {
  return { x: box.x - by, y: box.y - by, width: box.width + 2 * by, height: box.height + 2 * by }
}
