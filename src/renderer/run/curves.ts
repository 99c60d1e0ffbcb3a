import type { FigureInput } from '../../shared/figure.ts'
import type { MetricsLine } from '../../shared/run.ts'
import { exponentialMean } from './smoothing.ts'

export type Abscissa = 'step' | 'seconds'

export interface CurveOptions {
  abscissa: Abscissa
  scale: 'linear' | 'log'
  /** Title of the run, for the caption. */
  caption: string
}

/** Time constant of the smoothed loss, in logged lines. */
const smoothing = 12

/** Wall time in the unit that reads best. */
function timeUnit(lines: readonly MetricsLine[]): { divisor: number; unit: string } {
  const last = lines.at(-1)?.seconds ?? 0
  if (last > 2 * 3600) return { divisor: 3600, unit: 'h' }
  return last > 180 ? { divisor: 60, unit: 'min' } : { divisor: 1, unit: 's' }
}
function axisOf(lines: readonly MetricsLine[], abscissa: Abscissa): { label: string; values: number[] } {
  if (abscissa === 'step') return { label: 'Step', values: lines.map((line) => line.step) }
  const { divisor, unit } = timeUnit(lines)
  return { label: `Training time (${unit})`, values: lines.map((line) => line.seconds / divisor) }
}

/** The training loss: raw trace behind its running mean. */
export function lossCurve(lines: readonly MetricsLine[], options: CurveOptions): FigureInput {
  const { label, values: x } = axisOf(lines, options.abscissa)
  const raw = lines.map((line) => line.values.loss ?? null)
  return {
    name: 'loss', title: 'Loss', caption: `Training loss of “${options.caption}”; the pale trace is the mean over each logging interval, the line its exponential mean over ${smoothing} of them.`,
    panels: [{
      x: { label }, y: { label: 'Loss', scale: options.scale },
      series: [
        { kind: 'line', name: 'Loss', x, y: raw, colour: 0, role: 'shadow' },
        { kind: 'line', name: 'Smoothed', x, y: exponentialMean(raw, smoothing), colour: 0 },
      ],
      legend: 'none',
    }],
  }
}

export interface MetricCurveOptions extends CurveOptions {
  label: string
  symbol: string | undefined
  unit: string
}

/** One metric against step or time. */
export function metricCurve(lines: readonly MetricsLine[], name: string, options: MetricCurveOptions): FigureInput {
  const { label, values: x } = axisOf(lines, options.abscissa)
  return {
    name: name.replaceAll(/([A-Z])/g, '-$1').toLowerCase(), title: options.label, caption: `${options.label} of “${options.caption}”.`,
    panels: [{
      x: { label }, y: { label: `${options.symbol ? `$${options.symbol}$` : options.label}${options.unit ? ` (${options.unit})` : ''}`, scale: options.scale },
      series: [{ kind: 'line', name: options.label, x, y: lines.map((line) => line.values[name] ?? null), colour: 0 }],
      legend: 'none',
    }],
  }
}
