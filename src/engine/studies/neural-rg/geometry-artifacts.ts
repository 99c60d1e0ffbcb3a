import { setImmediate as breathe } from 'node:timers/promises'
import { Problem } from '../../../shared/problem.ts'
import type { BulkGeometry, GeometryChoices } from '../../../shared/studies/neural-rg/bulk-geometry.ts'
import { geometryChoicesSchema } from '../../../shared/studies/neural-rg/bulk-geometry.ts'
import { geometryAnalysis, type SourceReport, storeGeometries } from '../../../shared/studies/neural-rg/stored-geometry.ts'
import { ballView } from '../../../physics/neural-rg/geometry/ball-view.ts'
import { type BulkSource, bulkGeometry } from '../../../physics/neural-rg/geometry/bulk-geometry.ts'
import { equalCouplings, shuffledCouplings } from '../../../physics/neural-rg/geometry/null-kernels.ts'
import { dealErrors, fieldErrors, type StatisticalErrorOptions } from '../../../physics/neural-rg/geometry/statistical-errors.ts'
import { type BulkCovariance, sampleCovariance } from '../../../physics/neural-rg/kernel/bulk-covariance.ts'
import type { BulkKernel } from '../../../physics/neural-rg/kernel/bulk-kernel.ts'
import type { BulkEdges } from '../../../physics/neural-rg/kernel/edge-set.ts'
import { kernelMoments, matchMoments } from '../../../physics/neural-rg/kernel/moment-matching.ts'
import { haarRenormalise } from '../../../physics/neural-rg/models/haar-transform.ts'
import type { AnalysisOptions, StudyArtifact } from '../../study.ts'
import { analysisParts } from '../analysis-parts.ts'

export interface GeometryInput {
  edges: BulkEdges
  components: 1 | 2
  /** What stage II learned; null where it has not begun. */
  kernel: BulkKernel | null
  /** Exact boundary fields pushed through the trained map, `[M, sites, components]`; null or empty where there are none. */
  bulk: Float64Array | null
  /** Fields of which that was not possible. @default 0 */
  leftOut?: number
  /** Those boundary fields themselves, for the map without training; null leaves that null geometry out. */
  boundary: Float64Array | null
  choices?: Partial<GeometryChoices>
}

/** Fewer fields make no moments worth looking at. */
const fewestFields = 20

/**
 * The analysis `geometry`: the bulk's geometry from the learned kernel and from moments of samples, as far as there are any, always with
 * equal and shuffled couplings beside it, and with the untrained map where samples are at hand. Untrained means the ideal Haar map
 * that training starts from, without its activation: with it, fields of the theory would overflow (spec 3.3).
 */
export async function geometryArtifacts(input: GeometryInput, options: AnalysisOptions): Promise<StudyArtifact[]> {
  const { layout } = input.edges
  const choices: Partial<GeometryChoices> = { informationFactor: input.components === 2 ? 1 : 0.5, seed: options.seed, ...input.choices }
  const sources = sourcesOf(input)
  refuseNothing(sources)
  const jobs = geometryJobs(input, sources, choices.seed ?? options.seed)
  const geometries: BulkGeometry[] = []
  for (const { origin, source, errors } of jobs) {
    const geometry = bulkGeometry(origin, source(), choices)
    await breathe()
    const { scale, informationFactor } = geometry
    const { quadruples, seed } = geometryChoicesSchema.parse(choices)
    geometries.push({ ...geometry, statisticalErrors: errors?.({ scale, informationFactor, quadruples, seed }) ?? null })
    options.onProgress?.(geometries.length / jobs.length)
    await breathe()
  }
  const arrays = storeGeometries(geometries, ballView(layout).positions, sources)
  return analysisParts(geometryAnalysis, arrays.map(({ kind, axes, shape, data, description }) => ({
    descriptor: { kind, file: `${kind}.npy`, step: options.step, axes, units: '', description }, shape, data,
  })), options)
}

function sourcesOf({ edges, components, kernel, bulk, leftOut = 0 }: GeometryInput): SourceReport[] {
  const length = edges.layout.variables.length * components
  const fields = (bulk?.length ?? 0) / length
  return [
    { source: 'kernel', available: kernel !== null, fields: Number.NaN, leftOut: Number.NaN, largestShare: null },
    { source: 'samples', available: fields >= fewestFields, fields, leftOut, largestShare: bulk && fields > 0 ? largestShare(bulk, length) : null },
  ]
}

function refuseNothing(sources: readonly SourceReport[]): void {
  if (sources.some(({ available }) => available)) return
  const { fields, leftOut } = sources.find(({ source }) => source === 'samples')!
  throw new Problem('NoBulkCorrelations', `There is no bulk kernel yet, and ${leftOut > 0
    ? `of ${fields + leftOut} exact samples ${leftOut} leave the range of numbers on their way through the map`
    : `${fields > 0 ? `too few exact samples (${fields})` : 'no exact samples'} to take the correlations of the bulk from`}.`,
  leftOut > 0 ? 'Train stage II, or train the map further: fields unlike its own overflow in the RG direction.' : `Train stage II, or give the evaluation at least ${fewestFields} Monte Carlo samples.`)
}

/** The largest part of Σ|ζ|² that a single field has. */
function largestShare(bulk: Float64Array, length: number): number {
  const squares = Array.from({ length: bulk.length / length }, (_, field) => bulk.subarray(field * length, (field + 1) * length).reduce((sum, value) => sum + value * value, 0))
  return Math.max(...squares) / squares.reduce((sum, value) => sum + value, 0)
}

interface Job {
  origin: BulkGeometry['origin']
  /** What the geometry is made of, made when it is its turn. */
  source: () => BulkSource
  errors?: (options: StatisticalErrorOptions) => ReturnType<typeof fieldErrors>
}

function geometryJobs({ edges, components, kernel, bulk, boundary }: GeometryInput, sources: readonly SourceReport[], seed: number): Job[] {
  const { layout } = edges
  const sites = layout.variables.length
  const matched = (covariance: BulkCovariance) => matchMoments(edges, kernelMoments(edges, covariance)).kernel
  const linear = boundary && once(() => haarFields(boundary, layout.side, components))
  const untrained = linear && once(() => sampleCovariance(linear(), sites, components))
  const nulls = (of: () => BulkKernel, samples: number | null): Job[] => [
    { origin: 'equal', source: () => ({ kernel: equalCouplings(of()), samples }) },
    { origin: 'shuffled', source: () => ({ kernel: shuffledCouplings(of(), seed), samples }), errors: (options) => dealErrors(of(), samples, options) },
  ]
  const jobs: Job[] = []
  if (kernel) {
    jobs.push({ origin: 'trained', source: () => ({ kernel }) }, ...nulls(() => kernel, null))
    // Like with like: a kernel beside a kernel.
    if (untrained) jobs.push({ origin: 'untrained', source: () => ({ kernel: matched(untrained()) }) })
  }
  if (bulk && sources.some(({ source, available }) => source === 'samples' && available)) {
    const covariance = once(() => sampleCovariance(bulk, sites, components))
    const bestKernel = once(() => matched(covariance()))
    jobs.push(
      { origin: 'trained', source: () => ({ layout, covariance: covariance() }), errors: (options) => fieldErrors(layout, bulk, components, options) },
      ...nulls(bestKernel, bulk.length / (sites * components)),
    )
    if (untrained) jobs.push({ origin: 'untrained', source: () => ({ layout, covariance: untrained() }), errors: (options) => fieldErrors(layout, linear!(), components, options) })
  }
  return jobs
}

/** What is made when it is first wanted. */
function once<Value>(make: () => Value): () => Value {
  let made: { value: Value } | null = null
  return () => (made ??= { value: make() }).value
}

/** Fields `[M, L, L, components]` through the ideal linear map. */
function haarFields(fields: Float64Array, side: number, components: number): Float64Array {
  const result = Float64Array.from(fields)
  const length = side * side * components
  for (let first = 0; first < result.length; first += length) haarRenormalise(result.subarray(first, first + length), side, components)
  return result
}
