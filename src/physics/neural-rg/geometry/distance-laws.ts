import type { AngularLaw, LawFit, RadialLaw } from '../../../shared/studies/neural-rg/bulk-geometry.ts'
import { lineFit } from '../../numerics/line-fit.ts'
import type { RandomStream } from '../../random/stream.ts'
import type { BulkLayout } from '../map/layout.ts'
import type { DecimatorDistances } from './decimator-distances.ts'
import { decimatorIndex } from './decimators.ts'
import { centralHalfWidth, resampledCounts } from './resampling.ts'

/**
 * D between decimators of one layer at lateral separation r = 2^(l+1) k, k = 1 … m/2, averaged over positions and both axes, with
 * fits against ln r (hyperbolic space: 2 R ln(r/h) asymptotically) and against r (flat space). Masked pairs are left out.
 *
 * @param counts how often each position (a, b) counts, row by row; once each when absent.
 */
export function angularLaw(layout: BulkLayout, table: DecimatorDistances, layer: number, counts?: Float64Array): AngularLaw {
  const { blocksPerSide: m, spacing } = layout.layers[layer]
  const index = decimatorIndex(layout)
  const steps = Array.from({ length: m >> 1 }, (_, k) => k + 1)
  const separations = steps.map((k) => 2 * spacing * k)
  const means = steps.map((k) => average(layout, table, function* () {
    for (let a = 0; a < m; a++) for (let b = 0; b < m; b++) {
      const weight = counts?.[a * m + b] ?? 1
      yield [index(layer, a, b), index(layer, (a + k) % m, b), weight]
      yield [index(layer, a, b), index(layer, a, (b + k) % m), weight]
    }
  }))
  return {
    layer, separations, distances: means.map(({ mean }) => mean), spreads: means.map(({ spread }) => spread),
    logarithmic: fitOf(separations.map(Math.log), means), linear: fitOf(separations, means),
  }
}

/** D between the decimators (0, a, b) and their ancestors (Δl, ⌊a/2^Δl⌋, ⌊b/2^Δl⌋), averaged over (a, b), with its fit over Δl >= 1. */
export function radialLaw(layout: BulkLayout, table: DecimatorDistances, counts?: Float64Array): RadialLaw {
  const { blocksPerSide: m } = layout.layers[0]
  const index = decimatorIndex(layout)
  const depths = Array.from({ length: layout.depth - 1 }, (_, k) => k + 1)
  const means = depths.map((depth) => average(layout, table, function* () {
    for (let a = 0; a < m; a++) for (let b = 0; b < m; b++) yield [index(0, a, b), index(depth, a >> depth, b >> depth), counts?.[a * m + b] ?? 1]
  }))
  return { depths, distances: means.map(({ mean }) => mean), spreads: means.map(({ spread }) => spread), linear: fitOf(depths, means) }
}

/** Slope of the lowest angular law over that of the radial law; 2/ln 2 in hyperbolic space, whatever the unit of distance. */
export function slopeRatio(angular: AngularLaw | undefined, radial: RadialLaw): number | null {
  return angular?.logarithmic && radial.linear && radial.linear.slope !== 0 ? angular.logarithmic.slope / radial.linear.slope : null
}

/**
 * Its error from resampled positions of the lowest layer, half the width of the central 68 %: how far the laws depend on where in
 * the lattice they are measured. 0 where all positions are alike.
 */
export function slopeRatioError(layout: BulkLayout, table: DecimatorDistances, random: RandomStream, bootstraps: number): number {
  return centralHalfWidth(Array.from({ length: bootstraps }, () => {
    const counts = resampledCounts(layout.layers[0].blocksPerSide ** 2, random)
    return slopeRatio(angularLaw(layout, table, 0, counts), radialLaw(layout, table, counts))
  }).filter((ratio) => ratio !== null))
}

interface Average { mean: number | null; spread: number | null }

/** Null where more than half of the pairs are masked. */
function average({ layers }: BulkLayout, { distances, masked }: DecimatorDistances, pairs: () => Iterable<[number, number, number]>): Average {
  const n = layers.reduce((sum, { blocksPerSide }) => sum + blocksPerSide ** 2, 0)
  const values: number[] = []
  const weights: number[] = []
  let [all, total, sum] = [0, 0, 0]
  for (const [i, j, weight] of pairs()) {
    all += weight
    if (masked?.[i * n + j] === 1) continue
    values.push(distances[i * n + j])
    weights.push(weight)
    total += weight
    sum += weight * distances[i * n + j]
  }
  if (total === 0 || 2 * total < all) return { mean: null, spread: null }
  const mean = sum / total
  return { mean, spread: Math.sqrt(values.reduce((squares, value, k) => squares + weights[k] * (value - mean) ** 2, 0) / total) }
}

function fitOf(x: readonly number[], means: readonly Average[]): LawFit | null {
  const shown = x.flatMap((value, i) => (means[i].mean === null ? [] : [[value, means[i].mean]]))
  return lineFit(shown.map(([value]) => value), shown.map(([, mean]) => mean))
}
