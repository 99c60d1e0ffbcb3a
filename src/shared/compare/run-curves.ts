import { epochLength } from '../studies/index.ts'
import type { Abscissa } from '../studies/run-figures.ts'
import type { ComparedRun } from './groups.ts'
import type { Curve } from './statistics.ts'

/** Metrics of compared runs as curves and as single numbers. */

/** Metrics that any of the runs logged: those of the training first, then those of the evaluations. */
export function loggedMetrics(runs: readonly ComparedRun[]): string[] {
  const found = { train: new Set<string>(), evaluate: new Set<string>() }
  for (const { metrics } of runs) for (const { kind, values } of metrics) for (const name of Object.keys(values)) found[kind].add(name)
  return [...new Set([...found.train, ...found.evaluate])]
}

/** Every logged value of a metric; a name that both kinds of line have is read from the training. Null where epochs are unknown. */
export function runCurve(run: ComparedRun, metric: string, against: Abscissa): Curve | null {
  const having = run.metrics.filter(({ values }) => Number.isFinite(values[metric]))
  const lines = having.some(({ kind }) => kind === 'train') ? having.filter(({ kind }) => kind === 'train') : having
  const perEpoch = against === 'epoch' ? epochLength(run.study, run.config, run) : 1
  if (perEpoch === null) return null
  return {
    x: lines.map(({ step, seconds }) => (against === 'seconds' ? seconds : step / perEpoch)),
    y: lines.map(({ values }) => values[metric]),
  }
}

/** The last logged value, or the best over all logged steps; null where the metric was never logged. */
export function runValue(run: ComparedRun, metric: string, which: 'final' | 'best', lowerIsBetter: boolean): number | null {
  const values = runCurve(run, metric, 'step')?.y ?? []
  if (values.length === 0) return null
  if (which === 'final') return values[values.length - 1]
  return values.reduce((best, value) => (lowerIsBetter === value < best ? value : best))
}
