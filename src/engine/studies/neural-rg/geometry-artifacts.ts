import { setImmediate as breathe } from 'node:timers/promises'
import { Problem } from '../../../shared/problem.ts'
import type { BulkGeometry, GeometryChoices } from '../../../shared/studies/neural-rg/bulk-geometry.ts'
import { geometryAnalysis, storeGeometries } from '../../../shared/studies/neural-rg/stored-geometry.ts'
import { ballView } from '../../../physics/neural-rg/geometry/ball-view.ts'
import { type BulkSource, bulkGeometry } from '../../../physics/neural-rg/geometry/bulk-geometry.ts'
import { equalCouplings, shuffledCouplings } from '../../../physics/neural-rg/geometry/null-kernels.ts'
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
  /** Exact boundary fields pushed through the trained map, `[M, sites, components]`; used where there is no kernel. */
  bulk: Float64Array | null
  /** Those boundary fields themselves, for the map without training; null leaves that null geometry out. */
  boundary: Float64Array | null
  choices?: Partial<GeometryChoices>
}

/**
 * The analysis `geometry`: the bulk's geometry from the learned kernel, or from moments of samples where there is none, always with
 * equal and shuffled couplings beside it, and with the untrained map where samples are at hand. Untrained means the ideal Haar map
 * that training starts from, without its activation: with it, fields of the theory would overflow (spec 3.3).
 */
export async function geometryArtifacts(input: GeometryInput, options: AnalysisOptions): Promise<StudyArtifact[]> {
  const { layout } = input.edges
  const choices: Partial<GeometryChoices> = { informationFactor: input.components === 2 ? 1 : 0.5, seed: options.seed, ...input.choices }
  const origins = geometrySources(input, choices.seed ?? options.seed)
  const geometries: BulkGeometry[] = []
  for (const [origin, source] of origins) {
    geometries.push(bulkGeometry(origin, source(), choices))
    options.onProgress?.(geometries.length / origins.length)
    await breathe()
  }
  const arrays = storeGeometries(geometries, ballView(layout).positions)
  return analysisParts(geometryAnalysis, arrays.map(({ kind, axes, shape, data, description }) => ({
    descriptor: { kind, file: `${kind}.npy`, step: options.step, axes, units: '', description }, shape, data,
  })), options)
}

type Sources = [BulkGeometry['origin'], () => BulkSource][]

/** What each geometry is made of, made when it is its turn. */
function geometrySources({ edges, components, kernel, bulk, boundary }: GeometryInput, seed: number): Sources {
  const { layout } = edges
  const sites = layout.variables.length
  const matched = (covariance: BulkCovariance) => matchMoments(edges, kernelMoments(edges, covariance)).kernel
  const untrained = () => sampleCovariance(haarFields(boundary!, layout.side, components), sites, components)
  if (kernel) {
    return [
      ['trained', () => ({ kernel })], ['equal', () => ({ kernel: equalCouplings(kernel) })], ['shuffled', () => ({ kernel: shuffledCouplings(kernel, seed) })],
      // Like with like: a kernel beside a kernel.
      ...(boundary ? [['untrained', () => ({ kernel: matched(untrained()) })] as Sources[number]] : []),
    ]
  }
  if (!bulk) {
    throw new Problem('NoBulkCorrelations', 'There is no bulk kernel yet, and no exact samples to take the correlations of the bulk from.',
      'Train stage II, or give the evaluation Monte Carlo samples.')
  }
  const covariance = sampleCovariance(bulk, sites, components)
  const { samples } = covariance
  let best: BulkKernel | null = null
  const bestKernel = () => (best ??= matched(covariance))
  return [
    ['trained', () => ({ layout, covariance })],
    ['equal', () => ({ kernel: equalCouplings(bestKernel()), samples })],
    ['shuffled', () => ({ kernel: shuffledCouplings(bestKernel(), seed), samples })],
    ...(boundary ? [['untrained', () => ({ layout, covariance: untrained() })] as Sources[number]] : []),
  ]
}

/** Fields `[M, L, L, components]` through the ideal linear map. */
function haarFields(fields: Float64Array, side: number, components: number): Float64Array {
  const result = Float64Array.from(fields)
  const length = side * side * components
  for (let first = 0; first < result.length; first += length) haarRenormalise(result.subarray(first, first + length), side, components)
  return result
}
