import { correlatorColumns, correlatorFitColumns, kernelColumns, kernelDirections, kurtosisColumns, scanColumns, scanOrderColumns } from '../../../shared/studies/neural-rg/tables.ts'
import type { BulkEdges } from '../../../physics/neural-rg/kernel/edge-set.ts'
import { fitCorrelator } from '../../../physics/neural-rg/observables/correlator-fits.ts'
import type { StudyArtifact } from '../../study.ts'
import type { MapEvaluation } from './evaluate-map.ts'
import type { Observed } from './observe.ts'
import type { TwistOrder } from './twist-order.ts'

/** Tables of the run folder; their columns are in `shared/studies/neural-rg/tables.ts`. */

function table(step: number, kind: string, columns: readonly string[], rows: readonly (readonly number[])[], description: string): StudyArtifact {
  return {
    descriptor: { file: `${kind}-step-${String(step).padStart(6, '0')}.npy`, kind, step, axes: ['row', columns.join(', ')], units: '', description },
    shape: [rows.length, columns.length],
    data: Float64Array.from(rows.flat()),
  }
}

export function correlatorTable(step: number, { observed, reference }: MapEvaluation): StudyArtifact {
  const { distance, value, error } = observed.correlator
  const known = reference?.correlator
  const rows = Array.from(distance, (r, i) => [r, value[i], error[i], known?.value[i] ?? Number.NaN, known?.error[i] ?? Number.NaN])
  return table(step, 'correlator', correlatorColumns, rows, `Correlator of generated and of Monte Carlo fields after ${step} steps; jackknife errors.`)
}

/** Both laws fitted to the correlator of generated fields, and to that of Monte Carlo fields where there are some; none on lattices too small for two points. */
export function correlatorFitTables(step: number, { observed, reference }: MapEvaluation): StudyArtifact[] {
  const rows = [observed, reference].flatMap((source, at) => {
    if (!source) return []
    const { power, exponential } = fitCorrelator(source.correlator, 2 * (source.correlator.distance.length - 1))
    return [power, exponential].flatMap((fit, law) => (fit ? [[at, law, fit.amplitude, fit.exponent, fit.exponentError ?? Number.NaN, fit.rSquared, fit.aic, fit.points]] : []))
  })
  return rows.length === 0 ? [] : [table(step, 'correlator-fits', correlatorFitColumns, rows, `Power law and exponential fitted to the correlators after ${step} steps.`)]
}

/** None where Monte Carlo fields cannot be taken back into the bulk. */
export function kurtosisTables(step: number, { kurtosis }: MapEvaluation): StudyArtifact[] {
  const rows = (kurtosis ?? []).map(({ value, error }, layer) => [layer, value, error])
  return rows.length === 0 ? [] : [table(step, 'residual-kurtosis', kurtosisColumns, rows, `Kurtosis of each layer of the bulk of Monte Carlo fields over that of normal variables after ${step} steps; jackknife errors.`)]
}

/** Couplings of each class and the mass, last, as `StageTwo.couplings` gives them. */
export function kernelTable(step: number, { classes }: BulkEdges, couplings: Float64Array): StudyArtifact {
  const number = (direction: (typeof kernelDirections)[number]) => kernelDirections.indexOf(direction)
  const rows = classes.map(({ layer, direction, places }, i) => [layer, number(direction), places?.[0] ?? -1, places?.[1] ?? -1, couplings[i]])
  return table(step, 'bulk-kernel', kernelColumns, [...rows, [-1, number('mass'), -1, -1, couplings[classes.length]]],
    `Couplings of the bulk kernel after ${step} steps, and its mass in the last row. Directions: ${kernelDirections.map((name, i) => `${i} ${name}`).join(', ')}.`)
}

export function scanTable(step: number, evaluations: readonly MapEvaluation[]): StudyArtifact {
  const rows = evaluations.map(({ temperature, metrics, observed, reference }) => {
    const known = (value: number | undefined) => value ?? Number.NaN
    const { freeEnergyPerSite, freeEnergyGap } = metrics
    return [
      temperature, known(freeEnergyPerSite), known(metrics.freeEnergyError), known(freeEnergyPerSite) - known(freeEnergyGap),
      observed.modulus.value, observed.modulus.error, known(reference?.modulus.value), known(reference?.modulus.error),
      observed.correlator.value[1], known(reference?.correlator.value[1]), known(metrics.effectiveSampleShare),
      known(metrics.lowerBoundPerSite), known(metrics.lowerBoundError),
    ]
  })
  return table(step, 'scan', scanColumns, rows, 'Every temperature that is done, in the order of training. Free energies per site above the well.')
}

/** Order of the spins at one temperature of a scan. */
export interface OrderAt {
  temperature: number
  /** Of generated fields, then of Monte Carlo fields; null without any. */
  sources: readonly ({ binder: Observed['binder']; twist: TwistOrder | null } | null)[]
}

export function scanOrderTable(step: number, orders: readonly OrderAt[]): StudyArtifact {
  const rows = orders.flatMap(({ temperature, sources }) => sources.flatMap((order, source) => (order === null ? [] : [[
    temperature, source, order.binder.value, order.binder.error,
    ...(order.twist ? [order.twist.helicity.value, order.twist.helicity.error, order.twist.vortices.value, order.twist.vortices.error] : Array.from({ length: 4 }, () => Number.NaN)),
  ]])))
  return table(step, 'scan-order', scanOrderColumns, rows, 'Binder ratio, helicity modulus and vortex density at every temperature that is done; source 0 is the map, 1 Monte Carlo.')
}
