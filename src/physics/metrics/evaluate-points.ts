import {
  boundaryViolation, cellJensenShannon, prepareTileReference, qualityScore, withinCellEnergyDistance,
} from './board-metrics.ts'
import { maximumMeanDiscrepancyTo } from './maximum-mean-discrepancy.ts'
import { type Estimator, meanDistance, meanDistanceWithin } from './pairwise-distances.ts'
import { slicedWassersteinTo } from './sliced-wasserstein.ts'

export interface PointEvaluation {
  /** Points of the model `[n, 2]`, row by row, in data units. */
  generated: Float64Array
  /** Fresh draws of the true law, or held-out data, `[m, 2]`. */
  reference: Float64Array
  /** The reference is the checkerboard: adds the metrics of tiles. */
  board: boolean
  /** Of energy distances and MMD². @default 'U' */
  estimator?: Estimator
}

/** Beyond this a coordinate has diverged: its square would no longer be a number. */
const divergedBeyond = 1e100

/**
 * All metrics of a set of generated points, by the names of `shared/studies/holographic-flow/metrics.ts`.
 *
 * Points that diverged (not a number, or beyond 1e100) count as boundary violations and outside all cells; the distances are
 * of the others, and `divergedPoints` says how many there are, when there are any. A metric that needs more points than remain
 * is left out.
 */
export function evaluatePoints(evaluation: PointEvaluation): Record<string, number> {
  return pointEvaluator(evaluation)(evaluation.generated)
}

/** The same for several generated sets: what depends on the reference alone is computed once. */
export function pointEvaluator(
  { reference, board, estimator = 'U' }: Omit<PointEvaluation, 'generated'>,
): (generated: Float64Array) => Record<string, number> {
  const withinReference = meanDistanceWithin(reference, estimator)
  const wasserstein = slicedWassersteinTo(reference)
  const discrepancy = maximumMeanDiscrepancyTo(reference, { estimator })
  const tiles = board ? prepareTileReference(reference, estimator) : null

  return (generated) => {
    const metrics: Record<string, number> = {}
    const usable = withoutDiverged(generated)
    if (tiles !== null && generated.length > 0) {
      const violation = boundaryViolation(generated)
      const cells = cellJensenShannon(generated)
      const within = withinCellEnergyDistance(usable, tiles)
      Object.assign(metrics, {
        boundaryViolation: violation,
        withinCellEnergyDistance: within.distance,
        withinCellEnergyDistanceNormalised: within.normalised,
        cellJensenShannon: cells,
        qualityScore: qualityScore(violation, cells, within.normalised),
        emptyTiles: within.emptyTiles,
      })
    }
    if (usable.length >= 4) {
      metrics.energyDistance = 2 * meanDistance(usable, reference) - meanDistanceWithin(usable, estimator) - withinReference
      metrics.slicedWasserstein = wasserstein(usable)
      metrics.maximumMeanDiscrepancy = discrepancy(usable)
    }
    if (usable.length < generated.length) metrics.divergedPoints = (generated.length - usable.length) / 2
    return metrics
  }
}

function withoutDiverged(points: Float64Array): Float64Array {
  const usable = (i: number) => Math.abs(points[i]) < divergedBeyond && Math.abs(points[i + 1]) < divergedBeyond
  const kept: number[] = []
  for (let i = 0; i < points.length; i += 2) if (usable(i)) kept.push(points[i], points[i + 1])
  return kept.length === points.length ? points : Float64Array.from(kept)
}
