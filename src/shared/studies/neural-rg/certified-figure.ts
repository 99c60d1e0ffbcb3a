import type { FigureInput } from '../../figure.ts'
import { abscissaLabels, type FigureOptions, newestArray, type RunFigure, type RunRecord } from '../run-figures.ts'
import { curve } from './correlator-figures.ts'
import { outlineOf } from './outline.ts'
import { columnsOf, scanColumns } from './tables.ts'

/**
 * The free energy between two bounds that need no trust in the training: E_q[ℓ] ≥ -ln Z ≥ E_p[ℓ] with ℓ = S + ln q, samples of the
 * map above and Monte Carlo samples below (chapter 9 of the spec). Their width is KL(q‖p) + KL(p‖q): what the map still misses.
 */

type Panel = FigureInput['panels'][number]
interface Bounds { x: number[]; upper: number[]; upperError: number[]; lower: number[]; lowerError: number[]; exact: number[] }

function panelOf(bounds: Bounds, label: string): Panel {
  const { x, upper, upperError, lower, lowerError, exact } = bounds
  const zero = exact.map(() => 0)
  return {
    x: { label }, y: { label: '$-\\ln Z/N$ (nat)' }, note: noteOf(bounds),
    series: [
      ...curve('upper bound, from the map', x, upper, upperError, 0, false),
      ...curve('lower bound, from Monte Carlo fields', x, lower, lowerError, 1, false),
      ...curve('reference', x, exact, zero, 2, false).flatMap((series) => (series.kind === 'line' ? [{ ...series, dash: 'dashed' as const, role: 'reference' as const }] : [])),
    ],
  }
}

/** The last bracket in words, two standard errors wider on both sides, and why there is none where one side is missing. */
function noteOf({ upper, upperError, lower, lowerError }: Bounds): string {
  const margin = (errors: readonly number[]) => 2 * (Number.isFinite(errors.at(-1)) ? errors.at(-1)! : 0)
  const high = (upper.at(-1) ?? Number.NaN) + margin(upperError)
  const low = (lower.at(-1) ?? Number.NaN) - margin(lowerError)
  if (!Number.isFinite(low)) return 'No lower bound: there are no Monte Carlo fields, or the map sends them out of the range of numbers or more than 100 nats a site too low.'
  return `${low.toFixed(3)} ≤ −ln Z/N ≤ ${high.toFixed(3)}, two standard errors included: a width of ${(high - low).toFixed(3)} nat a site.`
}

function overTraining({ metrics }: RunRecord, { against = 'step' }: FigureOptions): Panel | null {
  const lines = metrics.filter(({ kind, values }) => kind === 'evaluate' && Number.isFinite(values.freeEnergyPerSite))
  if (lines.length === 0) return null
  const of = (name: string) => lines.map(({ values }) => values[name] ?? Number.NaN)
  const [upper, gap] = [of('freeEnergyPerSite'), of('freeEnergyGap')]
  const shown = against === 'seconds' ? 'seconds' : 'step'
  return panelOf({
    x: lines.map((line) => line[shown]), upper, upperError: of('freeEnergyError'), lower: of('lowerBoundPerSite'), lowerError: of('lowerBoundError'),
    exact: upper.map((value, i) => value - gap[i]),
  }, abscissaLabels[shown])
}

function overTemperatures({ temperature, freeEnergy, freeEnergyError, lowerBound, lowerBoundError, exactFreeEnergy }: Record<(typeof scanColumns)[number], number[]>): Panel {
  const order = temperature.map((_, i) => i).toSorted((a, b) => temperature[a] - temperature[b])
  const sorted = (values: number[]) => order.map((i) => values[i])
  return panelOf({
    x: sorted(temperature), upper: sorted(freeEnergy), upperError: sorted(freeEnergyError), lower: sorted(lowerBound), lowerError: sorted(lowerBoundError), exact: sorted(exactFreeEnergy),
  }, 'Temperature $T$')
}

export const certifiedFreeEnergy: RunFigure = {
  name: 'certified-free-energy', title: 'Certified free energy', group: 'physics', arrays: [{ kind: 'scan', optional: true }],
  build: (record, options = {}) => {
    const stored = newestArray(record, 'scan')
    const scan = stored && columnsOf(stored, scanColumns)
    const training = overTraining(record, options)
    const panels = [...(training ? [training] : []), ...(scan && scan.temperature.length > 1 ? [overTemperatures(scan)] : [])]
    return panels.length === 0 ? null : {
      name: 'certified-free-energy', title: 'Certified free energy', columns: panels.length, panels,
      caption: `Upper bound E_q[S + ln q] from the map and lower bound E_p[S + ln q] from Monte Carlo fields, per site above the well, ±σ; reference: exact, or thermodynamic integration. ${outlineOf(record.config) ?? ''}, seed ${String(record.config.seed)}.`,
    }
  },
}
