import type { BulkGeometry, GeometryOrigin } from './bulk-geometry.ts'

type Geometry = Omit<BulkGeometry, 'embedding'>

/**
 * Whether a trained geometry differs from its nulls beyond the errors. Rule: a number departs from that of a null where the two
 * differ by more than three combined standard errors, √(s² + s'²) with all errors that either has and, for a learned kernel, an
 * allowance for its training; numbers without an error are not compared. Equal and shuffled couplings know the graph alone; the untrained map knows the theory, but nothing of the training.
 */

export const departureThreshold = 3
/** Two-sided probability of a normal number beyond three standard deviations. */
const chance = 0.0027

/**
 * What another seed of the training may change in a learned kernel, as a share of each number: the scatter over three seeds of the
 * preset `cphi4-8` (docs/neural-rg-results.md). Without it a kernel that has hardly left its equal couplings would count as different.
 */
const trainingAllowance = { slopeRatio: 0.12, deltaMean: 0.02, curvature: 0.31, exponentPerLayer: 0.24 } as const

export interface GeometryNumber { value: number; error: number }

export const geometryQuantities = {
  slopeRatio: { label: 'slope ratio', of: (geometry: Geometry) => number(geometry.slopeRatio, geometry.slopeRatioError, geometry.statisticalErrors?.slopeRatio) },
  deltaMean: { label: 'mean Gromov δ', of: ({ gromov, statisticalErrors }: Geometry) => number(gromov.mean, gromov.meanError, statisticalErrors?.deltaMean) },
  curvature: {
    label: 'curvature',
    of: ({ curvature, statisticalErrors }: Geometry) => curvature && number(curvature.curvature, curvature.curvatureError, statisticalErrors?.curvature),
  },
  exponentPerLayer: {
    label: 'growth of heights p',
    of: ({ curvature, statisticalErrors }: Geometry) => curvature && number(curvature.exponentPerLayer, curvature.exponentError, statisticalErrors?.exponentPerLayer),
  },
} as const satisfies Record<string, { label: string; of: (geometry: Geometry) => GeometryNumber | null }>
export type GeometryQuantity = keyof typeof geometryQuantities
const quantities = Object.keys(geometryQuantities) as GeometryQuantity[]

export interface Departure {
  quantity: GeometryQuantity
  origin: GeometryOrigin
  trained: GeometryNumber
  null: GeometryNumber
  /** |difference| over the combined error. */
  sigmas: number
}

/** Every number that both the trained geometry and a null have, with an error. */
export function departures(geometries: readonly Geometry[]): Departure[] {
  const trained = geometries.find(({ origin }) => origin === 'trained')
  if (!trained || !isKnown(trained)) return []
  return geometries.filter((other) => other.origin !== 'trained' && isKnown(other)).flatMap((other) => quantities.flatMap((quantity): Departure[] => {
    const [measured, theirs] = [geometryQuantities[quantity].of(trained), geometryQuantities[quantity].of(other)]
    const mine = measured && trained.source === 'kernel' ? { value: measured.value, error: Math.hypot(measured.error, trainingAllowance[quantity] * measured.value) } : measured
    const error = mine && theirs ? Math.hypot(mine.error, theirs.error) : 0
    return mine && theirs && error > 0 ? [{ quantity, origin: other.origin, trained: mine, null: theirs, sigmas: Math.abs(mine.value - theirs.value) / error }] : []
  }))
}

/** Where most distances are but lower bounds, the numbers are those of the bound. */
const isKnown = ({ maskedShare }: Geometry) => maskedShare <= 0.5
/** Part of Σ|ζ|² in a single field beyond which moments are those of that field. */
const heavyShare = 0.1

export interface GeometryVerdict {
  /** Beyond both kinds of graph without physics; null where nothing can be compared. */
  differs: boolean | null
  headline: string
  /** What departs, for each null. */
  details: string[]
  /** The rule, and what the errors contain. */
  rule: string
}

const nullNames: Record<GeometryOrigin, string> = { trained: 'the trained geometry', equal: 'equal couplings', shuffled: 'shuffled couplings', untrained: 'the untrained map' }

/**
 * The answer in sentences.
 *
 * @param largestShare of Σ|ζ|² in a single field, for moments of samples.
 */
export function geometryVerdict(geometries: readonly Geometry[], largestShare: number | null = null): GeometryVerdict {
  const heavy = largestShare !== null && largestShare > heavyShare
  const all = heavy ? [] : departures(geometries)
  const origins = [...new Set(all.map(({ origin }) => origin))]
  const beyond = (origin: GeometryOrigin) => all.filter((one) => one.origin === origin && one.sigmas > departureThreshold)
  const graphs = origins.filter((origin) => origin !== 'untrained')
  const unlike = graphs.filter((origin) => beyond(origin).length > 0)
  const differs = graphs.length === 0 ? null : unlike.length === graphs.length
  const happens = all.length === 0 ? '' : `; of ${all.length} comparisons that happens by chance in ${percent(1 - (1 - chance) ** all.length)} of such runs`
  return {
    differs,
    headline: differs === null ? nothingToCompare(geometries, heavy ? largestShare : null) : headlineOf(graphs, unlike, differs, geometries),
    details: origins.map((origin) => detail(origin, beyond(origin), all.filter((one) => one.origin === origin))),
    rule: `A number departs where it differs by more than ${departureThreshold} combined standard errors${happens}. ${errorContents(geometries)}${geometries[0]?.source === 'kernel' ? allowanceText : ''}`,
  }
}

const allowanceText = ` For that the rule adds what three seeds of the preset cphi4-8 scatter by: ${quantities.map((quantity) =>
  `${percent(trainingAllowance[quantity])} of the ${geometryQuantities[quantity].label}`).join(', ')}.`

function nothingToCompare(geometries: readonly Geometry[], share: number | null): string {
  if (share !== null) {
    return `One single field holds ${percent(share)} of Σ|ζ|² of the samples: their moments are those of that field, not of the bulk. The figures show no geometry of the theory.`
  }
  const trained = geometries.find(({ origin }) => origin === 'trained')
  if (trained && !isKnown(trained)) {
    return `${percent(trained.maskedShare)} of the pairs of decimators lie below the noise: there is no geometry to compare with the nulls.`
  }
  return 'There is too little bulk to compare the trained geometry with its nulls.'
}

function headlineOf(graphs: readonly GeometryOrigin[], unlike: readonly GeometryOrigin[], differs: boolean, [{ source }]: readonly Geometry[]): string {
  if (differs) {
    return `The trained geometry differs from the graph without physics beyond the stated errors${source === 'kernel' ? '; whether another seed learns the same, one run does not tell' : ''}.`
  }
  const alike = graphs.filter((origin) => !unlike.includes(origin)).map((origin) => nullNames[origin]).join(' or ')
  return `The trained geometry cannot be told from ${alike} within the errors: what the figures show may be a property of the graph.`
}

function detail(origin: GeometryOrigin, beyond: readonly Departure[], all: readonly Departure[]): string {
  const largest = all.reduce((most, { sigmas }) => Math.max(most, sigmas), 0)
  if (beyond.length === 0) return `Against ${nullNames[origin]}: nothing departs (at most ${sigmaText(largest)}).`
  const parts = beyond.toSorted((a, b) => b.sigmas - a.sigmas).map((one) =>
    `${geometryQuantities[one.quantity].label} ${withError(one.trained)}, there ${withError(one.null)} (${sigmaText(one.sigmas)})`)
  return `Against ${nullNames[origin]}: ${parts.join('; ')}.`
}

/** What the errors of a set of geometries contain, and what they do not. */
export function errorContents(geometries: readonly Geometry[]): string {
  const trained = geometries.find(({ origin }) => origin === 'trained')
  const deals = geometries.some(({ statisticalErrors }) => statisticalErrors?.kind === 'deals')
  const parts = [
    'resampled decimators', ...(trained?.statisticalErrors?.kind === 'fields' ? ['resampled fields (jackknife, ten blocks)'] : []),
    ...(deals ? ['for shuffled couplings further deals'] : []),
  ]
  return `The errors contain ${joined(parts)}. They do not contain the training: another seed may move every number.`
}

export function withError({ value, error }: GeometryNumber): string {
  const digits = error > 0 ? Math.min(8, Math.max(0, 1 - Math.floor(Math.log10(error)))) : 3
  return `${value.toFixed(digits).replace('-', '−')} ± ${error.toFixed(digits)}`
}

function number(value: number | null, ...errors: (number | null | undefined)[]): GeometryNumber | null {
  return value === null ? null : { value, error: Math.hypot(...errors.map((error) => error ?? 0)) }
}

/** Errors are not known well enough for more. */
const sigmaText = (sigmas: number) => (sigmas > 10 ? 'more than 10 σ' : `${sigmas.toFixed(1)} σ`)
function percent(share: number): string {
  return `${Number((100 * share).toPrecision(2))} %`
}
const joined = (parts: readonly string[]) => (parts.length < 2 ? parts.join('') : `${parts.slice(0, -1).join(', ')} and ${parts.at(-1)}`)
