import { z } from 'zod'
import type { FigureInput } from '../../figure.ts'
import type { MetricsLine } from '../../run.ts'
import { curveOf, lossFigure, type Curve, type CurveSource } from '../curve-figures.ts'
import type { FigureOptions, RunRecord } from '../run-figures.ts'

/** The training's bound and what it cannot fall below, in one picture. */

type PanelInput = FigureInput['panels'][number]
type SeriesInput = PanelInput['series'][number]

/** Name of the computation whose answer is the floor of the loss. */
export const exactFreeEnergy = 'neural-rg-exact-free-energy'
export const exactSchema = z.object({ freeEnergyPerSite: z.number(), method: z.string() })

/** −ln Z/N above the well, with one standard deviation, on the stretches of the abscissa where the training is at one temperature. */
interface Floor {
  x: (number | null)[]
  value: (number | null)[]
  error: number[]
  method: string
}

/**
 * The bound against its floor: an exact −ln Z/N, or one by thermodynamic integration with its error; of a scan, that of each
 * temperature. The note says the gap in words. A logarithmic axis that cannot hold the numbers becomes a linear one.
 */
export function boundFigure(record: RunRecord, source: CurveSource | null, options: FigureOptions = {}): FigureInput | null {
  if (!source) return null
  const curve = curveOf(source, 'train', 'loss', options)
  const floor = floorOf(record, source, options, curve)
  const shown = [...curve.y, ...(floor?.value ?? [])].filter((value) => value !== null)
  const scale = options.scale === 'log' && shown.every((value) => value > 0) ? 'log' : 'linear'
  const figure = lossFigure(source, { ...options, scale })
  if (!figure) return null
  const [panel] = figure.panels
  const range = scale === 'linear' ? withoutStart(curve, shown) : undefined
  return {
    ...figure, title: 'Free energy bound', caption: source.caption('Variational free energy per site above the well, an upper bound on −ln Z/N.'),
    panels: [{
      ...panel, series: [...(floor ? floorSeries(floor) : []), ...panel.series],
      y: { label: 'Bound $\\mathcal{L}/N$ (nat)', scale, ...(range && { range }) },
      note: [panel.note, gapInWords(record, floor), range ? 'The first steps lie above the axis.' : ''].filter(Boolean).join(' '),
    }],
  }
}

function floorOf(record: RunRecord, source: CurveSource, { against = 'step' }: FigureOptions, curve: Curve): Floor | null {
  const exact = exactSchema.safeParse(record.computed.get(exactFreeEnergy))
  const known = record.metrics.filter(({ kind, values }) => kind === 'evaluate' && Number.isFinite(values.freeEnergyGap))
  const place = (line: MetricsLine) => (against === 'seconds' ? line.seconds : against === 'epoch' ? line.step / (source.stepsPerEpoch ?? Number.NaN) : line.step)
  const method = exact.success ? exact.data.method : 'thermodynamic integration'
  if (known.length === 0) {
    // Before the first evaluation the formula alone tells it; it is that of the first temperature.
    const values = exact.success ? [exact.data.freeEnergyPerSite, exact.data.freeEnergyPerSite] : []
    return values.length > 0 && curve.x.length > 0 ? { x: [curve.x[0], curve.x[curve.x.length - 1]], value: values, error: [0, 0], method } : null
  }
  const floor: Floor = { x: [], value: [], error: [], method }
  let from = curve.x[0] ?? place(known[0])
  known.forEach((line, i) => {
    const temperature = line.values.temperature
    const last = i === known.length - 1
    if (!last && known[i + 1].values.temperature === temperature) return
    const to = last ? Math.max(place(line), curve.x[curve.x.length - 1] ?? -Infinity) : place(line)
    const value = floorAt(line)
    floor.x.push(from, to, null)
    floor.value.push(value, value, null)
    floor.error.push(errorOf(line), errorOf(line), 0)
    from = to
  })
  return floor
}

const floorAt = ({ values }: MetricsLine) => values.freeEnergyPerSite - values.freeEnergyGap

/** What the error of the gap has beyond that of the bound. */
function errorOf({ values }: MetricsLine): number {
  const rest = values.freeEnergyGapError ** 2 - values.freeEnergyError ** 2
  return rest > 1e-16 ? Math.sqrt(rest) : 0
}

function floorSeries({ x, value, error, method }: Floor): SeriesInput[] {
  const edge = (sign: number) => value.map((one, i) => (one === null ? null : one + sign * error[i]))
  return [
    ...(error.some((one) => one > 0) ? [{ kind: 'band' as const, name: '−ln Z/N, ±σ', x, low: edge(-1), high: edge(1), colour: 1 }] : []),
    { kind: 'line', name: `−ln Z/N (${method})`, x, y: value, colour: 1, dash: 'dashed', role: 'reference' },
  ]
}

/** Ends of a linear axis on which the descent from a far start does not hide the rest; undefined where the start is not far. */
function withoutStart({ x, y }: Curve, shown: readonly number[]): [number, number] | undefined {
  if (y.length < 20) return undefined
  const later = y.filter((_, i) => x[i] >= x[0] + 0.1 * (x[x.length - 1] - x[0]))
  const [top, all, low] = [Math.max(...later), Math.max(...y), Math.min(...shown)]
  return all - low > 4 * (top - low) ? [low - 0.05 * (top - low), top + 0.05 * (top - low)] : undefined
}

function gapInWords({ metrics }: RunRecord, floor: Floor | null): string {
  const line = metrics.findLast(({ kind, values }) => kind === 'evaluate' && Number.isFinite(values.freeEnergyPerSite))
  if (!line) return ''
  const { freeEnergyPerSite, freeEnergyError, freeEnergyGap, freeEnergyGapError = freeEnergyError, lowerBoundPerSite, temperature } = line.values
  const at = Number.isFinite(temperature) ? `At T = ${temperature} the` : 'The'
  const bound = `${at} bound is ${withError(freeEnergyPerSite, freeEnergyError)} nat a site`
  if (floor && Number.isFinite(freeEnergyGap)) {
    return `${bound}, ${withError(freeEnergyGap, freeEnergyGapError)} above −ln Z/N = ${withError(floorAt(line), errorOf(line))} (${floor.method}): what the map misses.`
  }
  return Number.isFinite(lowerBoundPerSite) ? `${bound}; Monte Carlo puts −ln Z/N above ${lowerBoundPerSite.toFixed(3)}.` : `${bound}; nothing tells ln Z of this theory.`
}

/** `2.511 ± 0.014`, with as many digits as the error has meaning for. */
export function withError(value: number, error: number | undefined): string {
  if (error === undefined || !(error > 0)) return value.toFixed(4)
  const digits = Math.min(6, Math.max(0, 1 - Math.floor(Math.log10(error))))
  return `${value.toFixed(digits)} ± ${error.toFixed(digits)}`
}
