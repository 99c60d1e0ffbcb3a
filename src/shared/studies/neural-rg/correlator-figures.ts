import type { FigureInput } from '../../figure.ts'
import type { correlatorColumns, scanColumns } from './tables.ts'

type Columns<Names extends readonly string[]> = Record<Names[number], number[]>
type PanelInput = FigureInput['panels'][number]
type SeriesInput = PanelInput['series'][number]

const finite = (values: readonly number[]) => values.map((value) => (Number.isFinite(value) ? value : null))
const positive = (values: readonly number[]) => values.map((value) => (value > 0 && value < Infinity ? value : null))

/** A curve with a band of one standard deviation, leaving out what a logarithmic axis cannot show. */
function curve(name: string, x: readonly number[], y: readonly number[], error: readonly number[], colour: number, logarithmic: boolean): SeriesInput[] {
  if (!y.some(Number.isFinite)) return []
  const kept = logarithmic ? positive : finite
  return [
    { kind: 'band', name: `${name}, ±σ`, x: kept([...x]), low: kept(y.map((value, i) => value - error[i])), high: kept(y.map((value, i) => value + error[i])), colour },
    { kind: 'line', name, x: kept([...x]), y: kept(y), colour },
  ]
}

/** G(r) log-log, where a power law is straight, and log-linear, where an exponential is. */
export function correlatorFigure(columns: Columns<typeof correlatorColumns>, caption: string): FigureInput | null {
  const { r, correlator, error, monteCarlo, monteCarloError } = columns
  if (r.length < 2) return null
  const both = (x: readonly number[]) => [...curve('map', x, correlator, error, 0, true), ...curve('Monte Carlo', x, monteCarlo, monteCarloError, 1, true)]
  const y = { label: 'Correlator $G(r)$', scale: 'log' as const }
  return {
    name: 'correlator', title: 'Correlator', columns: 2, caption,
    panels: [
      { title: 'Power law is straight', x: { label: 'Distance $r$', scale: 'log' }, y, series: both(r.map((value) => (value === 0 ? Number.NaN : value))) },
      { title: 'Exponential is straight', x: { label: 'Distance $r$' }, y, series: both(r) },
    ],
  }
}

/** Order parameter, and free energy per site, against temperature. */
export function scanFigure(columns: Columns<typeof scanColumns>, caption: string): FigureInput | null {
  const { temperature: t } = columns
  if (t.length === 0) return null
  const zero = t.map(() => 0)
  return {
    name: 'temperature-scan', title: 'Temperature scan', columns: 2, caption,
    panels: [
      {
        x: { label: 'Temperature $T$' }, y: { label: 'Order parameter $\\langle|m|\\rangle$' },
        series: [
          ...curve('map', t, columns.orderParameter, columns.orderParameterError, 0, false),
          ...curve('Monte Carlo', t, columns.monteCarloOrderParameter, columns.monteCarloOrderParameterError, 1, false),
        ],
      },
      {
        x: { label: 'Temperature $T$' }, y: { label: 'Free energy per site (nat)' },
        series: [
          ...curve('bound', t, columns.freeEnergy, columns.freeEnergyError, 0, false),
          ...curve('exact', t, columns.exactFreeEnergy, zero, 1, false).filter(({ kind }) => kind === 'line'),
        ],
      },
    ],
  }
}
