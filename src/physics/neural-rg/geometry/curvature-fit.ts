import type { CurvatureFit } from '../../../shared/studies/neural-rg/bulk-geometry.ts'
import { scanThenGoldenSection } from '../../numerics/golden-section.ts'
import { lineFit } from '../../numerics/line-fit.ts'
import { nelderMead } from '../../numerics/nelder-mead.ts'
import type { RandomStream } from '../../random/stream.ts'
import type { BulkLayout } from '../map/layout.ts'
import type { DecimatorDistances } from './decimator-distances.ts'
import { type Decimator, decimatorsOf } from './decimators.ts'
import { squaredSeparation } from './distance-scale.ts'
import { arcosh1p } from './hyperbolic-space.ts'
import { centralHalfWidth, resampledCounts } from './resampling.ts'

/**
 * The space of constant curvature -1/R² that fits the distances of decimators best, flat space (R → ∞) included:
 *
 *   D = D₀ + R arcosh(1 + (g² r² + (h - h')²) / (2 h h')),   h = e^{p l},
 *
 * r the lateral separation by the shorter way around the torus: the metric dρ² + (gR)² e^{-2ρ/R} dx² with layers of thickness
 * pR. The offset D₀ belongs to I₀, which is arbitrary, and g to the unit of r. A bulk that looks the same at all
 * scales has p = ln 2, so that heights double; a flat one p → 0. Neither is assumed.
 *
 * Fitted are the mean distances of classes of pairs (l, l', r), each class with the same weight, since nine pairs of ten lie in the
 * lowest layers. Errors are half the width of the central 68 % over resampled points: a few resamplings that leave hardly any
 * point in the upper layers run off.
 */
export function curvatureFit(layout: BulkLayout, table: DecimatorDistances, random: RandomStream, bootstraps = 100): CurvatureFit | null {
  const decimators = decimatorsOf(layout)
  const classes = pairClasses(decimators, layout.side, table)
  const best = fitHyperbolic(classMeans(classes, table.distances, null))
  if (!best) return null
  const resampled = Array.from({ length: bootstraps }, () =>
    fitHyperbolic(classMeans(classes, table.distances, resampledCounts(decimators.length, random)), best)).filter((fit) => fit !== null)
  const error = (of: (fit: HyperbolicFit) => number) => centralHalfWidth(resampled.map(of))
  const curvature = ({ radius }: HyperbolicFit) => -1 / (radius * radius)
  return {
    curvature: curvature(best), curvatureError: error(curvature),
    radius: best.radius, radiusError: error(({ radius }) => radius),
    exponentPerLayer: best.exponent, exponentError: error(({ exponent }) => exponent),
    lateralScale: best.lateralScale, offset: best.offset, rSquared: best.rSquared,
    flatRSquared: fitFlat(classMeans(classes, table.distances, null)),
  }
}

interface PairClasses {
  /** Class of pair (i, j), i < j, at i points + j; -1 where masked. */
  classOf: Int32Array
  points: number
  layers: [number, number][]
  squares: number[]
}

interface ClassMean { layers: [number, number]; square: number; distance: number }

function pairClasses(decimators: readonly Decimator[], side: number, { masked }: DecimatorDistances): PairClasses {
  const points = decimators.length
  const known = new Map<string, number>()
  const classes: PairClasses = { classOf: new Int32Array(points * points).fill(-1), points, layers: [], squares: [] }
  for (let i = 0; i < points; i++) for (let j = i + 1; j < points; j++) {
    if (masked?.[i * points + j] === 1) continue
    const square = squaredSeparation(decimators[i], decimators[j], side)
    const layers: [number, number] = [decimators[i].layer, decimators[j].layer]
    const key = `${layers} ${square}`
    let index = known.get(key)
    if (index === undefined) {
      known.set(key, index = classes.squares.length)
      classes.layers.push(layers)
      classes.squares.push(square)
    }
    classes.classOf[i * points + j] = index
  }
  return classes
}

/** @param counts how often each point counts; once each when null. */
function classMeans({ classOf, points, layers, squares }: PairClasses, distances: Float64Array, counts: Float64Array | null): ClassMean[] {
  const sums = new Float64Array(squares.length)
  const weights = new Float64Array(squares.length)
  for (let i = 0; i < points; i++) {
    const own = counts?.[i] ?? 1
    if (own === 0) continue
    for (let j = i + 1; j < points; j++) {
      const at = i * points + j
      if (classOf[at] < 0) continue
      const weight = own * (counts?.[j] ?? 1)
      sums[classOf[at]] += weight * distances[at]
      weights[classOf[at]] += weight
    }
  }
  return squares.flatMap((square, k) => (weights[k] > 0 ? [{ layers: layers[k], square, distance: sums[k] / weights[k] }] : []))
}

interface HyperbolicFit { radius: number; exponent: number; lateralScale: number; offset: number; rSquared: number }

/** Ends of p and g: beyond the first the space is flat for all purposes, beyond the second a tree. */
const exponentRange = [1e-3, 10] as const
const scaleRange = [1e-4, 1e3] as const

/** Null where there are not more classes than parameters, or distances do not grow. */
function fitHyperbolic(means: readonly ClassMean[], start?: HyperbolicFit): HyperbolicFit | null {
  if (means.length < 5) return null
  const y = means.map(({ distance }) => distance)
  const modelled = new Float64Array(means.length)
  const within = ([logExponent, logScale]: readonly number[]) => ({
    exponent: Math.min(exponentRange[1], Math.max(exponentRange[0], Math.exp(logExponent))),
    lateralScale: Math.min(scaleRange[1], Math.max(scaleRange[0], Math.exp(logScale))),
  })
  const fitAt = (x: readonly number[]) => {
    const { exponent, lateralScale } = within(x)
    means.forEach(({ layers: [l, other], square }, k) => {
      const up = Math.exp(exponent * (l - other))
      // (h - h')²/(h h') = h/h' + h'/h - 2, without cancellation for small p.
      const vertical = Math.expm1(exponent * (l - other)) ** 2 / up
      modelled[k] = arcosh1p((lateralScale ** 2 * square * Math.exp(-exponent * (l + other)) + vertical) / 2)
    })
    return lineFit(modelled, y)
  }
  const loss = (x: readonly number[]) => {
    const fit = fitAt(x)
    return fit && fit.slope > 0 ? 1 - fit.rSquared! : 1
  }
  const { x } = nelderMead(loss, start ? [Math.log(start.exponent), Math.log(start.lateralScale)] : [Math.log(Math.LN2), 0], start ? 0.05 : 0.4, { tolerance: 1e-9 })
  const fit = fitAt(x)
  return fit && fit.slope > 0 ? { ...within(x), radius: fit.slope, offset: fit.intercept, rSquared: fit.rSquared ?? 1 } : null
}

/** Share of the variance explained by D = D₀ + a √(r² + s² Δl²), at the best s. */
function fitFlat(means: readonly ClassMean[]): number {
  const y = means.map(({ distance }) => distance)
  const loss = (logScale: number) => {
    const scale = Math.exp(logScale)
    const fit = lineFit(means.map(({ layers: [l, other], square }) => Math.sqrt(square + (scale * (l - other)) ** 2)), y)
    return fit && fit.slope > 0 ? 1 - (fit.rSquared ?? 0) : 1
  }
  return 1 - scanThenGoldenSection(loss, Math.log(1e-2), Math.log(1e3), 60).value
}
