import type { FigureInput } from '../../figure.ts'
import { grouped, thinnedPoints } from '../../figures/decimate.ts'
import type { PointArray } from '../run-figures.ts'
import { captionOf, type RunFigureData } from './run-figure-data.ts'

/** Clouds of points in the plane of the data. */

type PanelInput = FigureInput['panels'][number]
type SeriesInput = PanelInput['series'][number]

export interface PointFigureOptions {
  /** True and generated points in one panel. @default false */
  overlaid?: boolean
  /** Points of a cloud that are drawn. @default 10000 */
  limit?: number
}

/** Generated beside true points, equal units, the same frame; the tile edges over the checkerboard. */
export function pointsFigure(data: RunFigureData, options: PointFigureOptions = {}): FigureInput | null {
  const truth = data.reference ?? data.trainingData
  const { samples } = data
  if (!truth && !samples) return null
  const limit = options.limit ?? 10_000
  // As many true as generated points, so that the eye compares densities and not numbers.
  const trueLimit = samples ? Math.min(limit, samples.shape[0]) : limit
  const frame = frameOf(data, truth ?? samples)
  const grid = tileGrid(data)
  const trueName = data.reference || !truth ? 'true' : 'training data'
  const clouds = [
    ...(truth ? [pointCloud(truth, trueName, 0, trueLimit, frame)] : []),
    ...(samples ? [pointCloud(samples, `generated, step ${samples.step}`, 1, limit, frame)] : []),
  ]
  const panel = (title: string, shown: typeof clouds): PanelInput => ({
    title, equalAspect: true, legend: shown.length > 1 ? 'inside' : 'none',
    x: { label: '$x$', range: frame.x }, y: { label: '$y$', range: frame.y },
    series: [...shown.map(({ series }) => series), ...grid],
    note: shown.flatMap(({ note }) => note || []).join(' '),
  })
  const panels = options.overlaid || clouds.length === 1
    ? [panel('', clouds)]
    : clouds.map((one) => panel(one.series.name, [one]))
  return {
    name: options.overlaid ? 'points-overlaid' : 'points', title: 'Generated and true points', columns: panels.length,
    caption: captionOf(data, samples ? `${grouped(samples.shape[0])} points generated at step ${samples.step}, and true points.` : 'True points.'),
    panels,
  }
}

/** Clouds of stored steps of a training in the frame of the true points, the truth last. */
export function samplesOverStepsFigure(data: RunFigureData, clouds: readonly (PointArray & { step: number })[], limit = 4000): FigureInput | null {
  if (clouds.length === 0) return null
  const truth = data.reference ?? data.trainingData
  const frame = frameOf(data, truth ?? clouds[clouds.length - 1])
  const panel = (title: string, points: PointArray, colour: number): PanelInput => {
    const { series, note } = pointCloud(points, colour === 0 ? 'true' : 'generated', colour, limit, frame)
    return {
      title, equalAspect: true, legend: 'none', x: { label: '$x$', range: frame.x }, y: { label: '$y$', range: frame.y }, series: [series, ...tileGrid(data)], note,
    }
  }
  const panels = [...clouds.map((cloud) => panel(`Step ${grouped(cloud.step)}`, cloud, 1)), ...(truth ? [panel('True points', truth, 0)] : [])]
  return {
    name: 'samples-over-steps', title: 'Samples over the training', columns: Math.min(4, Math.ceil(Math.sqrt(panels.length))), panels,
    caption: captionOf(data, `Generated points after ${clouds.map(({ step }) => grouped(step)).join(', ')} steps${truth ? ', and true points' : ''}, from the same base states.`),
  }
}

/** The training set as it is (in data units, before standardisation). */
export function trainingDataFigure(data: RunFigureData, options: PointFigureOptions = {}): FigureInput | null {
  if (!data.trainingData) return null
  const frame = frameOf(data, data.trainingData)
  const { series, note } = pointCloud(data.trainingData, 'training data', 0, options.limit ?? 10_000, frame)
  return {
    name: 'training-data', title: 'Training data', caption: captionOf(data, 'Training points.'),
    panels: [{
      equalAspect: true, legend: 'none', x: { label: '$x$', range: frame.x }, y: { label: '$y$', range: frame.y }, series: [series, ...tileGrid(data)], note,
    }],
  }
}

export interface Frame { x: [number, number]; y: [number, number] }

const isBoard = (data: RunFigureData) => data.config.data.kind === 'generator' && data.config.data.name === 'checkerboard'

/** The frame follows the true law, with a margin: a few diverged samples must not shrink the picture. */
export function frameOf(data: RunFigureData, points: PointArray | null): Frame {
  if (isBoard(data)) return { x: [-4.6, 4.6], y: [-4.6, 4.6] }
  const ends = [0, 1].map((axis): [number, number] => {
    let low = Infinity
    let high = -Infinity
    for (let i = axis; points && i < points.data.length; i += 2) {
      const value = points.data[i]
      if (!Number.isFinite(value)) continue
      low = Math.min(low, value)
      high = Math.max(high, value)
    }
    return low <= high ? [low, high] : [-1, 1]
  })
  const margin = 0.1 * Math.max(...ends.map(([low, high]) => high - low), Number.MIN_VALUE)
  const [x, y] = ends.map(([low, high]): [number, number] => [low - margin, high + margin])
  return { x, y }
}

/** Mark size in points by number: a hundred marks and ten thousand are both readable. */
function markSize(count: number): number {
  return Math.max(0.8, Math.min(2.5, 60 / Math.sqrt(Math.max(1, count))))
}

export function pointCloud(points: PointArray, name: string, colour: number, limit: number, frame: Frame): { series: Extract<SeriesInput, { kind: 'scatter' }>; note: string } {
  const { x, y, note } = thinnedPoints(points.data, limit)
  const outside = x.filter((value, i) => !(value >= frame.x[0] && value <= frame.x[1] && y[i] >= frame.y[0] && y[i] <= frame.y[1])).length
  const remarks = [note, outside > 0 ? `${grouped(outside)} of ${grouped(x.length)} outside the frame` : ''].filter(Boolean)
  return {
    series: {
      kind: 'scatter', name, colour, size: markSize(x.length),
      x: x.map(finiteOrNull), y: y.map(finiteOrNull),
    },
    note: remarks.length > 0 ? `${capitalised(name)}: ${remarks.join(', ')}.` : '',
  }
}

const finiteOrNull = (value: number) => (Number.isFinite(value) ? value : null)
const capitalised = (text: string) => text.charAt(0).toUpperCase() + text.slice(1)

/** Edges of the 4 by 4 tiles of side 2. */
export function tileGrid(data: RunFigureData): SeriesInput[] {
  if (!isBoard(data)) return []
  const x: (number | null)[] = []
  const y: (number | null)[] = []
  for (let edge = -4; edge <= 4; edge += 2) {
    x.push(edge, edge, null, -4, 4, null)
    y.push(-4, 4, null, edge, edge, null)
  }
  return [{ kind: 'line', name: '', x, y, role: 'reference' }]
}
