import type { BulkGeometry, StatisticalErrors } from '../../../shared/studies/neural-rg/bulk-geometry.ts'
import { stream } from '../../random/stream.ts'
import { type BulkCovariance, exactCovariance, sampleCovariance } from '../kernel/bulk-covariance.ts'
import { type BulkKernel, factorKernel } from '../kernel/bulk-kernel.ts'
import type { BulkLayout } from '../map/layout.ts'
import { curvatureFit } from './curvature-fit.ts'
import { decimatorDistances } from './decimator-distances.ts'
import { decimatorsOf } from './decimators.ts'
import { angularLaw, radialLaw, slopeRatio } from './distance-laws.ts'
import { gromovDelta } from './gromov-delta.ts'
import { informationFloor, mutualInformation } from './mutual-information.ts'
import { shuffledCouplings } from './null-kernels.ts'
import { jackknifeError, standardDeviation } from './resampling.ts'

/**
 * Errors of a geometry's numbers that resampled decimators do not see, because all distances are made from the same correlations:
 * for moments of samples the finite number of fields, for shuffled couplings which deal of them it is.
 */

export interface StatisticalErrorOptions {
  scale: BulkGeometry['scale']
  informationFactor: 1 | 0.5
  quadruples?: number
  seed: number
}

interface GeometryNumbers { slopeRatio: number | null; deltaMean: number; curvature: number | null; exponentPerLayer: number | null }

/** Standard errors of moments of M fields `[M, sites, components]`, by the jackknife over blocks of neighbouring fields. */
export function fieldErrors(layout: BulkLayout, fields: Float64Array, components: 1 | 2, options: StatisticalErrorOptions, blocks = 10): StatisticalErrors {
  const sites = layout.variables.length
  const length = sites * components
  const samples = fields.length / length
  const whole = sampleCovariance(fields, sites, components)
  const count = Math.min(blocks, samples >> 1)
  const replicates = Array.from({ length: count }, (_, block) => {
    const [from, to] = [Math.floor((block * samples) / count), Math.floor(((block + 1) * samples) / count)]
    return numbersOf(layout, without(whole, sampleCovariance(fields.subarray(from * length, to * length), sites, components)), options)
  })
  const error = (of: (numbers: GeometryNumbers) => number | null) => jackknifeError(replicates.map(of))
  return {
    kind: 'fields', slopeRatio: error((numbers) => numbers.slopeRatio), deltaMean: error(({ deltaMean }) => deltaMean) ?? 0,
    curvature: error(({ curvature }) => curvature), exponentPerLayer: error(({ exponentPerLayer }) => exponentPerLayer),
  }
}

/** Scatter of the shuffled null over further deals. @param samples M of the noise floor that it is looked at through; null for none. */
export function dealErrors(kernel: BulkKernel, samples: number | null, options: StatisticalErrorOptions, deals = 20): StatisticalErrors {
  const replicates = Array.from({ length: deals }, (_, deal) => {
    const covariance = exactCovariance(factorKernel(shuffledCouplings(kernel, options.seed + 1 + deal)).inverse())
    return numbersOf(kernel.edges.layout, { ...covariance, samples }, options)
  })
  const scatter = (of: (numbers: GeometryNumbers) => number | null) => {
    const known = replicates.flatMap((numbers) => of(numbers) ?? [])
    return known.length < 2 ? null : standardDeviation(known)
  }
  return {
    kind: 'deals', slopeRatio: scatter((numbers) => numbers.slopeRatio), deltaMean: scatter(({ deltaMean }) => deltaMean) ?? 0,
    curvature: scatter(({ curvature }) => curvature), exponentPerLayer: scatter(({ exponentPerLayer }) => exponentPerLayer),
  }
}

/** Moments without those of a block; still seen through the noise of all, so that the same pairs are masked. */
function without(whole: BulkCovariance, block: BulkCovariance): BulkCovariance {
  const share = block.samples! / whole.samples!
  const rest = (all: Float64Array, part: Float64Array) => all.map((value, i) => (value - share * part[i]) / (1 - share))
  return { ...whole, real: rest(whole.real, block.real), imaginary: whole.imaginary && rest(whole.imaginary, block.imaginary!) }
}

function numbersOf(layout: BulkLayout, covariance: BulkCovariance, { scale, informationFactor, quadruples, seed }: StatisticalErrorOptions): GeometryNumbers {
  const information = mutualInformation(covariance, informationFactor)
  const floor = informationFloor(covariance, informationFactor, information)
  const decimators = decimatorsOf(layout)
  const table = decimatorDistances(decimators, information, scale, floor, covariance.samples === null ? 0 : 0.5)
  const curvature = curvatureFit(layout, table, stream(seed, 'subsample', 1), 0)
  return {
    slopeRatio: slopeRatio(angularLaw(layout, table, 0), radialLaw(layout, table)),
    deltaMean: gromovDelta(table.distances, decimators.length, stream(seed, 'subsample'), { quadruples, bootstraps: 0 }).mean,
    curvature: curvature?.curvature ?? null, exponentPerLayer: curvature?.exponentPerLayer ?? null,
  }
}
