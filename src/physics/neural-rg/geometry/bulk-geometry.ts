import { geometryChoicesSchema, originNames, type BulkGeometry, type ClassInformation, type GeometryChoices, type GeometryOrigin, type ScaledEmbedding } from '../../../shared/studies/neural-rg/bulk-geometry.ts'
import { affineRescaling, rescaleDistances } from '../../../shared/studies/neural-rg/rescale-geometry.ts'
import { Problem } from '../../../shared/problem.ts'
import { stream } from '../../random/stream.ts'
import { type BulkCovariance, exactCovariance, negativeShare } from '../kernel/bulk-covariance.ts'
import { type BulkKernel, factorKernel } from '../kernel/bulk-kernel.ts'
import { type BulkEdges, bulkEdges } from '../kernel/edge-set.ts'
import { kernelMoments, matchMoments } from '../kernel/moment-matching.ts'
import type { BulkLayout } from '../map/layout.ts'
import { classicalEmbedding } from './classical-embedding.ts'
import { curvatureFit } from './curvature-fit.ts'
import { decimatorDistances } from './decimator-distances.ts'
import { decimatorsOf } from './decimators.ts'
import { angularLaw, radialLaw, slopeRatio, slopeRatioError } from './distance-laws.ts'
import { distanceScale } from './distance-scale.ts'
import { gromovDelta } from './gromov-delta.ts'
import { informationFloor, mutualInformation } from './mutual-information.ts'
import { equalCouplings, shuffledCouplings } from './null-kernels.ts'

/**
 * Where correlations of the bulk come from: a kernel, or moments of samples that were pushed through a map. A kernel may be looked
 * at as if through M samples: what lies below their noise is masked.
 */
export type BulkSource = { kernel: BulkKernel; samples?: number | null } | { layout: BulkLayout; covariance: BulkCovariance }

/** Everything a view of the geometry shows, of any source: mutual information → distances → laws, embedding, δ, curvature. */
export function bulkGeometry(origin: GeometryOrigin, source: BulkSource, choices: Partial<GeometryChoices> = {}): BulkGeometry {
  const { scale: scaleChoice, informationFactor, quadruples, bootstraps, seed } = geometryChoicesSchema.parse(choices)
  const edges = 'kernel' in source ? source.kernel.edges : bulkEdges(source.layout)
  const { layout } = edges
  const covariance = covarianceOf(source)
  const information = mutualInformation(covariance, informationFactor)
  const floor = informationFloor(covariance, informationFactor, information)
  const scale = distanceScale(scaleChoice, layout, information, floor)
  const decimators = decimatorsOf(layout)
  const table = decimatorDistances(decimators, information, scale, floor, covariance.samples === null ? 0 : 0.5)
  const n = decimators.length
  const angular = layout.layers.filter(({ blocksPerSide }) => blocksPerSide > 1).map(({ layer }) => angularLaw(layout, table, layer))
  const radial = radialLaw(layout, table)
  return {
    origin, source: covariance.samples === null ? 'kernel' : 'samples', name: originNames[origin], side: layout.side,
    decimators: decimators.map(({ layer, a, b }) => ({ layer, a, b })),
    scale, informationFactor, ...table,
    maskedShare: table.masked ? table.masked.reduce((sum, value) => sum + value, 0) / (n * (n - 1)) : 0,
    negativeDistances: table.distances.reduce((count, value) => count + (value < 0 ? 1 : 0), 0) / 2,
    noiseFloor: covariance.samples === null ? null : floor,
    negativeShare: negativeShare(covariance),
    information: informationByClass(edges, information),
    angular, radial,
    slopeRatio: slopeRatio(angular[0], radial),
    slopeRatioError: slopeRatio(angular[0], radial) === null ? null : slopeRatioError(layout, table, stream(seed, 'subsample', 2), bootstraps),
    statisticalErrors: null,
    embedding: classicalEmbedding(table.distances, n),
    scaledEmbeddings: (['auto', 'fit'] as const).filter((kind) => kind !== scale.kind).flatMap((kind): ScaledEmbedding[] => {
      const other = scaleOrNone(() => distanceScale({ kind }, layout, information, floor))
      return other ? [{ kind, xi: other.xi, i0: other.i0, embedding: classicalEmbedding(rescaleDistances(table.distances, n, affineRescaling(scale, other)), n) }] : []
    }),
    gromov: gromovDelta(table.distances, n, stream(seed, 'subsample'), { quadruples, bootstraps }),
    curvature: curvatureFit(layout, table, stream(seed, 'subsample', 1), bootstraps),
  }
}

/**
 * The geometry and its nulls, equal couplings and shuffled ones, always together. Moments of samples get the nulls of the kernel that
 * matches them best, masked below the same noise. `untrained` is the same bulk through a map that was not trained, where there is one.
 */
export function geometryWithNulls(source: BulkSource, choices: Partial<GeometryChoices> = {}, untrained?: BulkSource): BulkGeometry[] {
  const { kernel, samples } = 'kernel' in source ? source : { kernel: matchedKernel(source.layout, source.covariance), samples: source.covariance.samples }
  return [
    bulkGeometry('trained', source, choices),
    bulkGeometry('equal', { kernel: equalCouplings(kernel), samples }, choices),
    bulkGeometry('shuffled', { kernel: shuffledCouplings(kernel, choices.seed ?? 1), samples }, choices),
    ...(untrained ? [bulkGeometry('untrained', untrained, choices)] : []),
  ]
}

function matchedKernel(layout: BulkLayout, covariance: BulkCovariance): BulkKernel {
  const edges = bulkEdges(layout)
  return matchMoments(edges, kernelMoments(edges, covariance)).kernel
}

/** A fit that fails is no scale. */
function scaleOrNone(scale: () => BulkGeometry['scale']): BulkGeometry['scale'] | null {
  try {
    return scale()
  } catch (error) {
    if (error instanceof Problem) return null
    throw error
  }
}

function covarianceOf(source: BulkSource): BulkCovariance {
  if ('covariance' in source) return source.covariance
  return { ...exactCovariance(factorKernel(source.kernel).inverse()), samples: source.samples ?? null }
}

function informationByClass({ classes, classOf, from, to, layout }: BulkEdges, information: Float64Array): ClassInformation[] {
  const sites = layout.variables.length
  const found = classes.map(({ direction, layer, places }): ClassInformation => ({ direction, layer, places, mean: 0, smallest: Infinity, largest: 0 }))
  from.forEach((i, edge) => {
    const own = found[classOf[edge]]
    const value = information[i * sites + to[edge]]
    own.mean += value / classes[classOf[edge]].edges
    own.smallest = Math.min(own.smallest, value)
    own.largest = Math.max(own.largest, value)
  })
  return found
}
