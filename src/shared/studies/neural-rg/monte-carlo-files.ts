import type { Artifact, MetricsLine } from '../../run.ts'

/** Reference fields are drawn once at each temperature of a run; the file tells which. */

export function monteCarloFile(temperature: number): string {
  return `monte-carlo-fields${Number.isNaN(temperature) ? '' : `-t${String(temperature).replace('.', 'p')}`}.npy`
}

/** Null for theories without a temperature. */
export function temperatureOfFile(file: string): number | null {
  const found = /-t([\dp.e+-]+)\.npy$/.exec(file)
  return found ? Number(found[1].replace('p', '.')) : null
}

/** Those at the temperature of the newest evaluation up to a step; at any where a run has none. */
export function referenceAt<Named extends Pick<Artifact, 'file'>>(references: readonly Named[], metrics: readonly MetricsLine[], step = Infinity): Named | null {
  const evaluation = metrics.findLast((line) => line.kind === 'evaluate' && line.step <= step)
  const temperature = evaluation?.values.temperature
  return references.find(({ file }) => temperatureOfFile(file) === temperature) ?? references[0] ?? null
}
