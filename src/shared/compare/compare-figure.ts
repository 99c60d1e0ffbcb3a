import type { FigureInput } from '../figure.ts'
import { decimateMinMax, grouped } from '../figures/decimate.ts'
import { categoricalPalette } from '../figures/palette.ts'
import { smoothCurve } from '../figures/smooth-curve.ts'
import type { RunGroup } from './groups.ts'
import { type Abscissa, abscissaLabels } from '../studies/run-figures.ts'
import { runCurve } from './run-curves.ts'
import { type Band, bandTexts, type Curve, type MeanCurve, meanCurve } from './statistics.ts'

type SeriesInput = FigureInput['panels'][number]['series'][number]

/** Groups beyond the palette take its colours again with another dash. */
const dashes = ['solid', 'dashed', 'dotted'] as const

export interface MetricName { name: string; label: string; symbol?: string; unit?: string }

export interface CompareOptions {
  against: Abscissa
  scale: 'linear' | 'log'
  band: Band
  /** Half-life of the smoothing of each run's curve, in logged points; 0 leaves the curves as they are. @default 0 */
  halfLife?: number
  /** Points of a curve, beyond which lowest and highest of each stretch are drawn. @default 4000 */
  limit?: number
}

export interface Comparison {
  figure: FigureInput | null
  /** What a reader must know and the picture does not show. */
  remarks: string[]
}

/** Mean and band of each group of runs for one metric. */
export function compareFigure(groups: readonly RunGroup[], metric: MetricName, options: CompareOptions): Comparison {
  const remarks: string[] = []
  const halfLife = options.halfLife ?? 0
  const drawn = groups.flatMap((group, colour) => {
    const curves = group.runs.flatMap((run) => {
      const curve = runCurve(run, metric.name, options.against)
      return curve && curve.x.length > 0 ? [curve] : []
    })
    const missing = group.runs.length - curves.length
    if (missing > 0) remarks.push(`${group.label}: ${missing} of ${group.runs.length} runs left out, ${options.against === 'epoch' ? 'without this metric or without a known length of an epoch' : 'without this metric'}.`)
    if (curves.length === 0) return []
    const mean = meanCurve(curves.map((curve) => smoothed(curve, halfLife, options.scale)), options.band)
    if (mean.x.length === 0) remarks.push(`${group.label}: its runs have no common range.`)
    return [{ group, mean, colour, raw: halfLife > 0 ? meanCurve(curves, options.band) : null }]
  })
  const curves = drawn.filter(({ mean }) => mean.x.length > 0)
  if (curves.length === 0) return { figure: null, remarks }
  const limit = options.limit ?? 4000
  const floor = options.scale === 'log' ? leastPositive(curves.map(({ mean }) => mean)) : null
  const notes = new Set<string>()
  const counts = new Set(curves.map(({ mean }) => mean.count))
  notes.add(bandNote(counts, options.band))
  const series = curves.flatMap(({ group, mean, raw, colour }): SeriesInput[] => {
    // Said once below the panel where it is the same for all: eight groups leave a legend no room for repetition.
    const name = counts.size > 1 ? `${group.label} (n = ${mean.count})` : group.label
    const line = decimateMinMax(mean.x, mean.mean, limit)
    if (line.note) notes.add(line.note)
    const band = mean.count > 1 ? [{ kind: 'band' as const, name, colour, ...drawnBand(mean, limit, floor) }] : []
    const shadow = raw && decimateMinMax(raw.x, raw.mean, limit)
    const behind: SeriesInput[] = shadow ? [{ kind: 'line', name: `${name}, raw`, x: shadow.x, y: shadow.y, colour, role: 'shadow' }] : []
    return [...band, ...behind, { kind: 'line' as const, name, x: line.x, y: line.y, colour, dash: dashes[Math.floor(colour / categoricalPalette.length) % dashes.length] }]
  })
  if (floor !== null && curves.some(({ mean }) => mean.low.some((low) => low !== null && low <= 0))) {
    notes.add('Bands that reach zero or below are cut at the least positive value.')
  }
  return {
    figure: {
      name: `compare-${kebab(metric.name)}`, title: `${metric.label}, compared`, caption: captionOf(curves.map(({ mean }) => mean), groups, metric, options),
      panels: [{
        x: { label: abscissaLabels[options.against] },
        y: { label: axisLabel(metric), scale: options.scale },
        series, note: [...notes].filter(Boolean).join(' '), legend: 'outside',
      }],
    },
    remarks,
  }
}

/** What the bands are and how many runs stand behind them. */
function bandNote(counts: ReadonlySet<number>, band: Band): string {
  const [count] = counts
  if (counts.size === 1) return count > 1 ? `Bands: ${bandTexts[band].short}, n = ${count}.` : ''
  return `Bands: ${bandTexts[band].short} over n runs; none for n = 1.`
}

/** The curve of one run without its noise; what a log axis cannot show is left out. */
function smoothed(curve: Curve, halfLife: number, scale: 'linear' | 'log'): Curve {
  if (!(halfLife > 0)) return curve
  const points = smoothCurve(curve.y, halfLife, scale).flatMap((y, i) => (y === null ? [] : [{ x: curve.x[i], y }]))
  return { x: points.map(({ x }) => x), y: points.map(({ y }) => y) }
}

/** Caption stub: what the curves and bands are, on which grid, over how many runs. */
function captionOf(means: readonly MeanCurve[], groups: readonly RunGroup[], metric: MetricName, options: CompareOptions): string {
  const several = means.some(({ count }) => count > 1)
  const interpolated = means.some(({ grid }) => grid === 'interpolated')
  const over = groups.map(({ label, runs }) => `${label}: ${runs.length}`).join('; ')
  return [
    `${metric.label} against ${abscissaLabels[options.against].toLowerCase()}.`,
    several ? `Curves: ${bandTexts[options.band].long} over the runs of a group, from all logged values.` : 'One run each.',
    options.halfLife ? `Each run's curve is smoothed (half-life ${options.halfLife} logged points${options.scale === 'log' ? ', of its logarithm' : ''}) before mean and band; the mean of the raw values lies behind, pale.` : '',
    interpolated ? 'Runs logged at different abscissae are joined linearly between logged points and averaged on the union of their abscissae, where all of them have values.' : '',
    `Runs: ${over}.`,
  ].filter(Boolean).join(' ')
}

/** The band on its abscissae, or the envelope of each stretch of them; on a log axis, what is not positive is put at `floor`. */
function drawnBand({ x, low, high }: MeanCurve, limit: number, floor: number | null): { x: number[]; low: (number | null)[]; high: (number | null)[] } {
  const cut = (value: number) => (floor !== null && value <= 0 ? floor : value)
  const stretch = Math.ceil(x.length / limit)
  const starts = Array.from({ length: Math.ceil(x.length / stretch) }, (_, i) => i * stretch)
  const extreme = (values: readonly (number | null)[], start: number, of: (...numbers: number[]) => number) => {
    const known = values.slice(start, start + stretch).filter((value) => value !== null)
    return known.length === 0 ? null : cut(of(...known))
  }
  return {
    x: starts.map((start) => x[start]),
    low: starts.map((start) => extreme(low, start, Math.min)),
    high: starts.map((start) => extreme(high, start, Math.max)),
  }
}

function leastPositive(means: readonly MeanCurve[]): number {
  return means.flatMap(({ mean, low }) => [...mean, ...low]).reduce<number>((least, value) => (value !== null && value > 0 && value < least ? value : least), Infinity)
}

function axisLabel({ label, symbol, unit }: MetricName): string {
  return `${label}${symbol ? ` $${symbol}$` : ''}${unit ? ` (${unit})` : ''}`
}

function kebab(name: string): string {
  return name.replace(/[^A-Za-z0-9]+/g, '-').replace(/[A-Z]/g, (letter) => `-${letter.toLowerCase()}`).replace(/^-+/, '').slice(0, 60)
}

function repetition(count: number): string {
  if (count === 1) return 'one run repeats configuration and seed of another; it is no independent replicate.'
  return `${grouped(count)} runs repeat configuration and seed of another; they are no independent replicates.`
}

/** What a group's mean hides: other differences between its runs, and runs that repeat each other. */
export function groupRemarks(groups: readonly RunGroup[], repeated: (group: RunGroup) => readonly { title: string; id: string }[]): string[] {
  return groups.flatMap((group) => [
    ...(group.mixed.length > 0 ? [`${group.label}: its runs also differ in ${group.mixed.join(', ')}.`] : []),
    ...(repeated(group).length > 0 ? [`${group.label}: ${repetition(repeated(group).length)}`] : []),
  ])
}
