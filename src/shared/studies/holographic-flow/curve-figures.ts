import type { FigureInput } from '../../figure.ts'
import { smoothCurve } from '../../figures/smooth-curve.ts'
import { decimateMinMax } from '../../figures/decimate.ts'
import type { MetricsLine } from '../../run.ts'
import { holographicFlowMetrics, type MetricName } from './metrics.ts'
import { abscissaLabels, abscissaOf, captionOf, type CurveOptions, type RunFigureData } from './run-figure-data.ts'

/** Curves of a run against step, epoch or training time. A builder answers null while there is nothing to draw. */

type Series = NonNullable<FigureInput['panels'][number]['series']>[number]
type PanelInput = FigureInput['panels'][number]

const defaultHalfLife = 5
const defaultLimit = 4000

interface Curve { x: number[]; y: number[] }

function curveOf(data: RunFigureData, kind: MetricsLine['kind'], name: string, options: CurveOptions): Curve {
  const lines = data.metrics.filter((line) => line.kind === kind && Number.isFinite(line.values[name]))
  return {
    x: lines.map((line) => abscissaOf(line, options.against ?? 'step', data)),
    y: lines.map((line) => line.values[name]),
  }
}

/** The raw curve as a shadow behind its smoothed version, or alone where there is no smoothing. */
function smoothedSeries(curve: Curve, name: string, colour: number, options: CurveOptions): { series: Series[]; note: string } {
  const halfLife = options.halfLife ?? defaultHalfLife
  const limit = options.limit ?? defaultLimit
  const raw = decimateMinMax(curve.x, curve.y, limit)
  if (!(halfLife > 0) || curve.y.length < 3) return { series: [{ kind: 'line', name, x: raw.x, y: raw.y, colour }], note: raw.note }
  const smooth = decimateMinMax(curve.x, smoothCurve(curve.y, halfLife), limit)
  return {
    series: [
      { kind: 'line', name: `${name}, raw`, x: raw.x, y: raw.y, colour, role: 'shadow' },
      { kind: 'line', name: `${name}, smoothed (half-life ${halfLife})`, x: smooth.x, y: smooth.y, colour },
    ],
    note: raw.note,
  }
}

export function lossFigure(data: RunFigureData, options: CurveOptions = {}): FigureInput | null {
  const curve = curveOf(data, 'train', 'loss', options)
  if (curve.y.length === 0) return null
  const { series, note } = smoothedSeries(curve, 'loss', 0, options)
  const zero = data.zeroNetworkLoss
  if (zero !== undefined) {
    series.push({
      kind: 'line', name: '$\\mathcal{L}_0$, network that answers zero', x: [curve.x[0], curve.x[curve.x.length - 1]], y: [zero, zero], role: 'reference', dash: 'dashed',
    })
  }
  return {
    name: 'loss', title: 'Loss', caption: captionOf(data, 'Training loss.'),
    panels: [{ x: { label: abscissaLabels[options.against ?? 'step'] }, y: { label: 'Loss $\\mathcal{L}$', scale: options.scale ?? 'log' }, series, note }],
  }
}

/** Loss over that of a network that answers zero: how much of the target the network has learned. */
export function relativeLossFigure(data: RunFigureData, options: CurveOptions = {}): FigureInput | null {
  const zero = data.zeroNetworkLoss
  const curve = curveOf(data, 'train', 'loss', options)
  if (zero === undefined || !(zero > 0) || curve.y.length === 0) return null
  const { series, note } = smoothedSeries({ x: curve.x, y: curve.y.map((loss) => loss / zero) }, 'relative loss', 0, options)
  return {
    name: 'relative-loss', title: 'Loss over zero-network loss',
    caption: captionOf(data, `Training loss over the loss ${Number(zero.toPrecision(6))} of a network that answers zero.`),
    panels: [{
      x: { label: abscissaLabels[options.against ?? 'step'] }, y: { label: '$\\mathcal{L}/\\mathcal{L}_0$', scale: options.scale ?? 'log' }, series, note,
    }],
  }
}

/** Metrics that the run has values of, in the order of their descriptions. */
export function measuredMetrics(data: RunFigureData): MetricName[] {
  const names = Object.keys(holographicFlowMetrics) as MetricName[]
  return names.filter((name) => data.metrics.some((line) => line.kind === 'evaluate' && Number.isFinite(line.values[name])))
}

export function metricFigure(data: RunFigureData, name: MetricName, options: CurveOptions = {}): FigureInput | null {
  const panel = metricPanel(data, name, options)
  return panel && {
    name: kebab(name), title: holographicFlowMetrics[name].label,
    caption: captionOf(data, `${holographicFlowMetrics[name].label} of ${data.config.sampling.points} generated against ${data.config.sampling.referencePoints} true points.`),
    panels: [panel],
  }
}

/** All metrics of a run as small multiples. */
export function metricsFigure(data: RunFigureData, options: CurveOptions = {}): FigureInput | null {
  // The words go above the panel, where there is room for them; the symbol stays at the axis.
  const panels = measuredMetrics(data).flatMap((name): PanelInput[] => {
    const panel = metricPanel(data, name, options)
    return panel ? [{ ...panel, title: holographicFlowMetrics[name].label, y: { ...panel.y, label: symbolLabel(name) } }] : []
  })
  if (panels.length === 0) return null
  return {
    name: 'metrics', title: 'Metrics', columns: Math.min(3, panels.length),
    caption: captionOf(data, `Metrics of ${data.config.sampling.points} generated against ${data.config.sampling.referencePoints} true points.`),
    panels,
  }
}

function metricPanel(data: RunFigureData, name: MetricName, options: CurveOptions): PanelInput | null {
  const curve = curveOf(data, 'evaluate', name, options)
  if (curve.y.length === 0) return null
  const { label } = holographicFlowMetrics[name]
  const drawn = decimateMinMax(curve.x, curve.y, options.limit ?? defaultLimit)
  return {
    x: { label: abscissaLabels[options.against ?? 'step'] },
    y: { label: `${label} ${symbolLabel(name)}`, scale: options.scale ?? 'linear' },
    legend: 'none', note: drawn.note,
    series: [{ kind: 'line', name: label, x: drawn.x, y: drawn.y, colour: 0 }],
  }
}

function symbolLabel(name: MetricName): string {
  const { symbol, unit } = holographicFlowMetrics[name]
  return `$${symbol}$${unit ? ` (${unit})` : ''}`
}

/** Learning rate, and the norm of the gradient before clipping, as the training lines carry them. */
export function optimiserFigure(data: RunFigureData, options: CurveOptions = {}): FigureInput | null {
  const panels: PanelInput[] = []
  const x = { label: abscissaLabels[options.against ?? 'step'] }
  const rate = curveOf(data, 'train', 'learningRate', options)
  if (rate.y.length > 0) {
    const drawn = decimateMinMax(rate.x, rate.y, options.limit ?? defaultLimit)
    panels.push({ x, y: { label: 'Learning rate $\\eta$' }, legend: 'none', note: drawn.note, series: [{ kind: 'line', name: 'learning rate', x: drawn.x, y: drawn.y, colour: 0 }] })
  }
  const norm = curveOf(data, 'train', 'gradientNorm', options)
  if (norm.y.length > 0) {
    const { series, note } = smoothedSeries(norm, 'gradient norm', 1, options)
    panels.push({ x, y: { label: 'Gradient norm before clipping', scale: options.scale ?? 'log' }, series, note })
  }
  if (panels.length === 0) return null
  return { name: 'optimiser', title: 'Optimiser', columns: panels.length, caption: captionOf(data, 'Learning rate and norm of the gradient before clipping.'), panels }
}

/** Steps a second between neighbouring lines of the log, evaluations and checkpoints included. */
export function stepRateFigure(data: RunFigureData, options: CurveOptions = {}): FigureInput | null {
  const lines = data.metrics.filter((line) => line.kind === 'train')
  const curve: Curve = { x: [], y: [] }
  for (let i = 1; i < lines.length; i++) {
    const seconds = lines[i].seconds - lines[i - 1].seconds
    const steps = lines[i].step - lines[i - 1].step
    if (!(seconds > 0) || !(steps > 0)) continue
    curve.x.push(abscissaOf(lines[i], options.against ?? 'step', data))
    curve.y.push(steps / seconds)
  }
  if (curve.y.length === 0) return null
  const { series, note } = smoothedSeries(curve, 'step rate', 2, options)
  return {
    name: 'step-rate', title: 'Step rate', caption: captionOf(data, 'Training steps a second.'),
    panels: [{ x: { label: abscissaLabels[options.against ?? 'step'] }, y: { label: 'Steps per second', scale: options.scale ?? 'linear' }, series, note }],
  }
}

function kebab(name: string): string {
  return name.replace(/[A-Z]/g, (letter) => `-${letter.toLowerCase()}`)
}
