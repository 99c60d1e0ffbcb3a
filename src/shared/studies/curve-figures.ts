import type { FigureInput } from '../figure.ts'
import { decimateMinMax } from '../figures/decimate.ts'
import { smoothCurve } from '../figures/smooth-curve.ts'
import type { MetricsLine } from '../run.ts'
import type { MetricDescription } from './metric.ts'
import { type Abscissa, abscissaLabels, type FigureOptions, type RunFigure, type RunRecord } from './run-figures.ts'

/** Curves of a run of any study against step, epoch or training time. A builder answers null while there is nothing to draw. */

type PanelInput = FigureInput['panels'][number]
type Series = PanelInput['series'][number]

const defaultHalfLife = 5
const defaultLimit = 4000

/** What a study says of its curves. */
export interface CurveSource {
  metrics: readonly MetricsLine[]
  descriptions: Readonly<Record<string, MetricDescription>>
  /** Null where nobody knows; there is no curve against epochs then. */
  stepsPerEpoch: number | null
  /** Caption stub: what is shown, of which run. */
  caption(shown: string): string
  /** What the metrics compare, for the captions, e.g. `of 10000 generated against 10000 true points`. */
  measured?: string
}

/** The source of a study that says no more in its captions than its outline of the run. */
export function outlinedSource(record: RunRecord, descriptions: CurveSource['descriptions'], outline: string | undefined): CurveSource | null {
  if (outline === undefined) return null
  const { metrics, stepsPerEpoch, configHash } = record
  const run = [outline, `seed ${String(record.config.seed)}`, ...(configHash ? [`configuration ${configHash.slice(0, 12)}`] : [])].join('; ')
  return { metrics, descriptions, stepsPerEpoch, caption: (shown) => `${shown} ${run}.` }
}

export interface Curve { x: number[]; y: number[] }

/** A horizontal line that a curve is judged by. */
export interface ReferenceLine { name: string; value: number }

/** Every finite logged value; empty where the abscissa is unknown. */
export function curveOf(source: CurveSource, kind: MetricsLine['kind'], name: string, { against = 'step' }: FigureOptions): Curve {
  if (against === 'epoch' && source.stepsPerEpoch === null) return { x: [], y: [] }
  const lines = source.metrics.filter((line) => line.kind === kind && Number.isFinite(line.values[name]))
  return { x: lines.map((line) => abscissaOf(line, against, source)), y: lines.map((line) => line.values[name]) }
}

function abscissaOf(line: MetricsLine, against: Abscissa, { stepsPerEpoch }: CurveSource): number {
  switch (against) {
    case 'step': return line.step
    case 'seconds': return line.seconds
    case 'epoch': return line.step / (stepsPerEpoch ?? Number.NaN)
  }
}

/** The raw curve as a shadow behind its smoothed version, or alone where there is no smoothing. */
function smoothedSeries(curve: Curve, name: string, colour: number, options: FigureOptions): { series: Series[]; note: string } {
  const halfLife = options.halfLife ?? defaultHalfLife
  const limit = options.limit ?? defaultLimit
  const raw = decimateMinMax(curve.x, curve.y, limit)
  if (!(halfLife > 0) || curve.y.length < 3) return { series: [{ kind: 'line', name, x: raw.x, y: raw.y, colour }], note: raw.note }
  const smooth = decimateMinMax(curve.x, smoothCurve(curve.y, halfLife, options.scale), limit)
  return {
    series: [
      { kind: 'line', name: `${name}, raw`, x: raw.x, y: raw.y, colour, role: 'shadow' },
      { kind: 'line', name: `${name}, smoothed (half-life ${halfLife})`, x: smooth.x, y: smooth.y, colour },
    ],
    note: raw.note,
  }
}

/** The axis of a curve: at least ten steps wide, so that a curve of one point has no ticks at fractions of a step. */
function abscissa({ x }: Curve, against: Abscissa = 'step'): PanelInput['x'] {
  const [first, last] = [x[0], x[x.length - 1]]
  const margin = (10 - (last - first)) / 2
  const label = abscissaLabels[against]
  return against === 'step' && margin > 0 ? { label, range: [Math.max(0, first - margin), Math.max(10, last + margin)] } : { label }
}

/** A panel of one smoothed curve, and the lines that it is judged by. */
export function curvePanel(curve: Curve, name: string, y: PanelInput['y'], options: FigureOptions & { colour?: number; references?: readonly ReferenceLine[] }): PanelInput {
  const { series, note } = smoothedSeries(curve, name, options.colour ?? 0, { ...options, scale: y.scale })
  const ends = [curve.x[0], curve.x[curve.x.length - 1]]
  const lines = (options.references ?? []).map(({ name: reference, value }): Series => (
    { kind: 'line', name: reference, x: ends, y: [value, value], role: 'reference', dash: 'dashed' }))
  return { x: abscissa(curve, options.against), y, series: [...series, ...lines], note }
}

export function lossFigure(source: CurveSource, options: FigureOptions = {}, references: readonly ReferenceLine[] = []): FigureInput | null {
  const curve = curveOf(source, 'train', 'loss', options)
  if (curve.y.length === 0) return null
  return {
    name: 'loss', title: 'Loss', caption: source.caption('Training loss.'),
    panels: [curvePanel(curve, 'loss', { label: 'Loss $\\mathcal{L}$', scale: options.scale ?? 'log' }, { ...options, references })],
  }
}

/** Metrics that the run has values of, in the order of their descriptions. */
export function measuredMetrics({ metrics, descriptions }: CurveSource): string[] {
  return Object.keys(descriptions).filter((name) => metrics.some((line) => line.kind === 'evaluate' && Number.isFinite(line.values[name])))
}

/** What the figure of one metric is called. */
export function metricFigureName(metric: string): string {
  return metric.replace(/[A-Z]/g, (letter) => `-${letter.toLowerCase()}`)
}

export function metricFigure(source: CurveSource, name: string, options: FigureOptions = {}): FigureInput | null {
  const panel = metricPanel(source, name, options)
  const { label } = source.descriptions[name] ?? { label: name }
  return panel && { name: metricFigureName(name), title: label, caption: source.caption(`${label}${source.measured ? ` ${source.measured}` : ''}.`), panels: [panel] }
}

/** All metrics of a run as small multiples. */
export function metricsFigure(source: CurveSource, options: FigureOptions = {}): FigureInput | null {
  // The words go above the panel, where there is room for them; the symbol stays at the axis.
  const panels = measuredMetrics(source).flatMap((name): PanelInput[] => {
    const panel = metricPanel(source, name, options)
    return panel ? [{ ...panel, title: source.descriptions[name].label, y: { ...panel.y, label: symbolLabel(source, name) } }] : []
  })
  if (panels.length === 0) return null
  return { name: 'metrics', title: 'Metrics', columns: Math.min(3, panels.length), caption: source.caption(`Metrics${source.measured ? ` ${source.measured}` : ''}.`), panels }
}

function metricPanel(source: CurveSource, name: string, options: FigureOptions): PanelInput | null {
  const curve = curveOf(source, 'evaluate', name, options)
  const description = source.descriptions[name]
  if (curve.y.length === 0 || !description) return null
  const drawn = decimateMinMax(curve.x, curve.y, options.limit ?? defaultLimit)
  return {
    x: abscissa(curve, options.against),
    y: { label: `${description.label} ${symbolLabel(source, name)}`, scale: options.scale ?? 'linear' },
    legend: 'none', note: drawn.note,
    series: [{ kind: 'line', name: description.label, x: drawn.x, y: drawn.y, colour: 0 }],
  }
}

function symbolLabel({ descriptions }: CurveSource, name: string): string {
  const { symbol, unit } = descriptions[name]
  return `$${symbol}$${unit ? ` (${unit})` : ''}`
}

/** Learning rate, and the norm of the gradient before clipping, as the training lines carry them. */
export function optimiserFigure(source: CurveSource, options: FigureOptions = {}): FigureInput | null {
  const panels: PanelInput[] = []
  const rate = curveOf(source, 'train', 'learningRate', options)
  if (rate.y.length > 0) panels.push({ ...curvePanel(rate, 'learning rate', { label: 'Learning rate $\\eta$' }, { ...options, halfLife: 0 }), legend: 'none' })
  const norm = curveOf(source, 'train', 'gradientNorm', options)
  if (norm.y.length > 0) panels.push(curvePanel(norm, 'gradient norm', { label: 'Gradient norm before clipping', scale: options.scale ?? 'log' }, { ...options, colour: 1 }))
  if (panels.length === 0) return null
  return { name: 'optimiser', title: 'Optimiser', columns: panels.length, caption: source.caption('Learning rate and norm of the gradient before clipping.'), panels }
}

/** Steps a second between neighbouring lines of the log, evaluations and checkpoints included. */
export function stepRateFigure(source: CurveSource, options: FigureOptions = {}): FigureInput | null {
  const against = options.against ?? 'step'
  if (against === 'epoch' && source.stepsPerEpoch === null) return null
  const lines = source.metrics.filter((line) => line.kind === 'train')
  const curve: Curve = { x: [], y: [] }
  for (let i = 1; i < lines.length; i++) {
    const seconds = lines[i].seconds - lines[i - 1].seconds
    const steps = lines[i].step - lines[i - 1].step
    if (!(seconds > 0) || !(steps > 0)) continue
    curve.x.push(abscissaOf(lines[i], against, source))
    curve.y.push(steps / seconds)
  }
  if (curve.y.length === 0) return null
  return {
    name: 'step-rate', title: 'Step rate', caption: source.caption('Training steps a second.'),
    panels: [curvePanel(curve, 'step rate', { label: 'Steps per second', scale: options.scale ?? 'linear' }, { ...options, colour: 2 })],
  }
}

/**
 * The figures that every training has: loss, optimiser, step rate, all metrics, and each metric by itself. `sourceOf` answers null
 * for a configuration that does not parse.
 */
export function curveFigures(descriptions: Readonly<Record<string, MetricDescription>>, sourceOf: (record: RunRecord) => CurveSource | null): RunFigure[] {
  const figure = (group: 'training' | 'metrics', name: string, title: string, build: (source: CurveSource, options: FigureOptions) => FigureInput | null): RunFigure => ({
    name, title, group,
    build: (record, options = {}) => {
      const source = sourceOf(record)
      return source && build(source, options)
    },
  })
  return [
    figure('training', 'loss', 'Loss', lossFigure),
    figure('training', 'optimiser', 'Optimiser', optimiserFigure),
    figure('training', 'step-rate', 'Step rate', stepRateFigure),
    figure('metrics', 'metrics', 'All metrics', metricsFigure),
    ...Object.entries(descriptions).map(([name, { label }]) => figure('metrics', metricFigureName(name), label, (source, options) => metricFigure(source, name, options))),
  ]
}
