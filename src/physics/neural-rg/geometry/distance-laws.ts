import type { AngularLaw, LawFit, RadialLaw } from '../../../shared/studies/neural-rg/bulk-geometry.ts'
import { lineFit } from '../../numerics/line-fit.ts'
import type { BulkLayout } from '../map/layout.ts'
import type { DecimatorDistances } from './decimator-distances.ts'
import { decimatorIndex } from './decimators.ts'

/**
 * D between decimators of one layer at lateral separation r = 2^(l+1) k, k = 1 … m/2, averaged over positions and both axes, with
 * fits against ln r (hyperbolic space: 2 R ln(r/h) asymptotically) and against r (flat space). Masked pairs are left out.
 */
export function angularLaw(layout: BulkLayout, table: DecimatorDistances, layer: number): AngularLaw {
  const { blocksPerSide: m, spacing } = layout.layers[layer]
  const index = decimatorIndex(layout)
  const steps = Array.from({ length: m >> 1 }, (_, k) => k + 1)
  const separations = steps.map((k) => 2 * spacing * k)
  const means = steps.map((k) => average(layout, table, function* () {
    for (let a = 0; a < m; a++) for (let b = 0; b < m; b++) {
      yield [index(layer, a, b), index(layer, (a + k) % m, b)]
      yield [index(layer, a, b), index(layer, a, (b + k) % m)]
    }
  }))
  return {
    layer, separations, distances: means.map(({ mean }) => mean), spreads: means.map(({ spread }) => spread),
    logarithmic: fitOf(separations.map(Math.log), means), linear: fitOf(separations, means),
  }
}

/** D between the decimators (0, a, b) and their ancestors (Δl, ⌊a/2^Δl⌋, ⌊b/2^Δl⌋), averaged over (a, b), with its fit over Δl >= 1. */
export function radialLaw(layout: BulkLayout, table: DecimatorDistances): RadialLaw {
  const { blocksPerSide: m } = layout.layers[0]
  const index = decimatorIndex(layout)
  const depths = Array.from({ length: layout.depth - 1 }, (_, k) => k + 1)
  const means = depths.map((depth) => average(layout, table, function* () {
    for (let a = 0; a < m; a++) for (let b = 0; b < m; b++) yield [index(0, a, b), index(depth, a >> depth, b >> depth)]
  }))
  return { depths, distances: means.map(({ mean }) => mean), spreads: means.map(({ spread }) => spread), linear: fitOf(depths, means) }
}

interface Average { mean: number | null; spread: number | null }

/** Null where more than half of the pairs are masked. */
function average({ layers }: BulkLayout, { distances, masked }: DecimatorDistances, pairs: () => Iterable<[number, number]>): Average {
  const n = layers.reduce((sum, { blocksPerSide }) => sum + blocksPerSide ** 2, 0)
  const values: number[] = []
  let all = 0
  for (const [i, j] of pairs()) {
    all += 1
    if (masked?.[i * n + j] !== 1) values.push(distances[i * n + j])
  }
  if (2 * values.length < all) return { mean: null, spread: null }
  const mean = values.reduce((sum, value) => sum + value, 0) / values.length
  return { mean, spread: Math.sqrt(values.reduce((sum, value) => sum + (value - mean) ** 2, 0) / values.length) }
}

function fitOf(x: readonly number[], means: readonly Average[]): LawFit | null {
  const shown = x.flatMap((value, i) => (means[i].mean === null ? [] : [[value, means[i].mean]]))
  return lineFit(shown.map(([value]) => value), shown.map(([, mean]) => mean))
}
