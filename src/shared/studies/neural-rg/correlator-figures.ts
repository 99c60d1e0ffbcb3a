import type { FigureInput } from '../../figure.ts'
import type { OrderReference } from './order-reference.ts'
import type { correlatorColumns, correlatorFitColumns, scanColumns } from './tables.ts'

type Columns<Names extends readonly string[]> = Record<Names[number], number[]>
type PanelInput = FigureInput['panels'][number]
type SeriesInput = PanelInput['series'][number]

const finite = (values: readonly number[]) => values.map((value) => (Number.isFinite(value) ? value : null))
const positive = (values: readonly number[]) => values.map((value) => (value > 0 && value < Infinity ? value : null))

/** A curve with a band of one standard deviation, leaving out what a logarithmic axis cannot show. */
export function curve(name: string, x: readonly number[], y: readonly number[], error: readonly number[], colour: number, logarithmic: boolean): SeriesInput[] {
  if (!y.some(Number.isFinite)) return []
  const kept = logarithmic ? positive : finite
  return [
    { kind: 'band', name: `${name}, ±σ`, x: kept([...x]), low: kept(y.map((value, i) => value - error[i])), high: kept(y.map((value, i) => value + error[i])), colour },
    { kind: 'line', name, x: kept([...x]), y: kept(y), colour },
  ]
}

const nothing: { series: SeriesInput[]; note: string } = { series: [], note: '' }
const laws = [
  { name: 'power law', symbol: 'η', value: (r: number, half: number, amplitude: number, eta: number) => amplitude * ((2 * half * Math.sin((Math.PI * r) / (2 * half))) / Math.PI) ** -eta },
  { name: 'exponential', symbol: 'κ', value: (r: number, half: number, amplitude: number, kappa: number) => amplitude * Math.cosh(kappa * (half - r)) },
]

/** The fits of one law as dashed lines over their range, and their numbers in words. `half` is L/2. */
function fitted(fits: Columns<typeof correlatorFitColumns>, law: 0 | 1, half: number): { series: SeriesInput[]; note: string } {
  const { name, symbol, value } = laws[law]
  const x = Array.from({ length: 8 * (half - 2) + 1 }, (_, i) => 2 + i / 8)
  const rows = fits.law.flatMap((of, row) => (of === law ? [row] : []))
  const source = (row: number) => (fits.source[row] === 0 ? 'map' : 'Monte Carlo')
  return {
    series: rows.map((row) => ({
      kind: 'line', name: `${source(row)}, ${name}`, x, y: x.map((r) => value(r, half, fits.amplitude[row], fits.exponent[row])), colour: fits.source[row], dash: 'dashed', role: 'reference',
    })),
    note: rows.map((row) => `${source(row)}: ${symbol} = ${fits.exponent[row].toPrecision(3)}, R² = ${fits.rSquared[row].toFixed(3)}, AIC ${fits.aic[row].toFixed(1)}.`).join(' '),
  }
}

/** G(r) log-log, where a power law is straight, and log-linear, where an exponential is. */
export function correlatorFigure(columns: Columns<typeof correlatorColumns>, caption: string, fits: Columns<typeof correlatorFitColumns> | null = null): FigureInput | null {
  const { r, correlator, error, monteCarlo, monteCarloError } = columns
  if (r.length < 2) return null
  const both = (x: readonly number[]) => [...curve('map', x, correlator, error, 0, true), ...curve('Monte Carlo', x, monteCarlo, monteCarloError, 1, true)]
  const power = fits ? fitted(fits, 0, r.length - 1) : nothing
  const exponential = fits ? fitted(fits, 1, r.length - 1) : nothing
  const y = { label: 'Correlator $G(r)$', scale: 'log' as const }
  return {
    name: 'correlator', title: 'Correlator', columns: 2, caption,
    panels: [
      { title: 'Power law is straight', x: { label: 'Distance $r$', scale: 'log' }, y, series: [...both(r.map((value) => (value === 0 ? Number.NaN : value))), ...power.series], note: power.note },
      { title: 'Exponential is straight', x: { label: 'Distance $r$' }, y, series: [...both(r), ...exponential.series], note: exponential.note },
    ],
  }
}

/** Rows in the order of temperature: a scan may go down. */
export function byTemperature<Table extends Record<'temperature', number[]>>(columns: Table): Table {
  const order = columns.temperature.map((_, i) => i).sort((a, b) => columns.temperature[a] - columns.temperature[b])
  return Object.fromEntries(Object.entries(columns).map(([name, values]) => [name, order.map((i) => values[i])])) as Table
}

/** How far the map's order parameter is from Monte Carlo at its worst. */
function deviationInWords({ temperature, orderParameter, monteCarloOrderParameter }: Columns<typeof scanColumns>): string {
  const apart = orderParameter.map((value, i) => Math.abs(value / monteCarloOrderParameter[i] - 1))
  const known = apart.flatMap((value, i) => (Number.isFinite(value) ? [i] : []))
  if (known.length === 0) return ''
  const worst = known.reduce((most, i) => (apart[i] > apart[most] ? i : most))
  return `The map deviates from Monte Carlo by at most ${(100 * apart[worst]).toFixed(1)} %, at T = ${temperature[worst]}.`
}

/** Order parameter, beside that of the XY model where its size is tabulated, and free energy per site, against temperature. */
export function scanFigure(unsorted: Columns<typeof scanColumns>, caption: string, xy: OrderReference | null = null): FigureInput | null {
  if (unsorted.temperature.length === 0) return null
  const columns = byTemperature(unsorted)
  const { temperature: t } = columns
  const zero = t.map(() => 0)
  return {
    name: 'temperature-scan', title: 'Temperature scan', columns: 2, caption,
    panels: [
      {
        x: { label: 'Temperature $T$' }, y: { label: 'Order parameter $\\langle|m|\\rangle$' },
        series: [
          ...curve('map', t, columns.orderParameter, columns.orderParameterError, 0, false),
          ...curve('Monte Carlo', t, columns.monteCarloOrderParameter, columns.monteCarloOrderParameterError, 1, false),
          ...(xy ? [{ kind: 'line' as const, name: xy.name, x: [...xy.temperature], y: [...xy.modulus], colour: 2, dash: 'dotted' as const, role: 'reference' as const }] : []),
        ],
        note: deviationInWords(columns),
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
