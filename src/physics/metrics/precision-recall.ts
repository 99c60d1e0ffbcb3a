import { Problem } from '../../shared/problem.ts'
import { countPoints, squaredDistance } from './pairwise-distances.ts'

export interface PrecisionRecallOptions {
  /** k: a ball reaches to its centre's k-th nearest neighbour in the same set, itself not counted. @default 3 */
  neighbours?: number
  /** Coordinates of a point. @default 2 */
  dimension?: number
}

/**
 * Precision: share of generated points inside the union of the real points' balls (is what is generated plausible?). Recall:
 * share of real points inside the union of the generated points' balls (is everything generated?). Both in [0, 1], higher is
 * better; O(n m).
 *
 * Kynkäänniemi et al., NeurIPS 2019, arXiv 1904.06991.
 */
export function precisionRecall(
  generated: Float64Array, real: Float64Array, options: PrecisionRecallOptions = {},
): { precision: number; recall: number } {
  const { neighbours = 3, dimension = 2 } = options
  const smaller = Math.min(countPoints(generated, dimension), countPoints(real, dimension))
  if (smaller <= neighbours) {
    throw new Problem('TooFewPoints', `A set holds ${smaller} points; ${neighbours} neighbours need at least ${neighbours + 1}.`, 'Use more points or fewer neighbours.')
  }
  return {
    precision: coveredShare(generated, real, neighbours, dimension),
    recall: coveredShare(real, generated, neighbours, dimension),
  }
}

function coveredShare(points: Float64Array, centres: Float64Array, neighbours: number, dimension: number): number {
  const radii = squaredRadii(centres, neighbours, dimension)
  let covered = 0
  for (let i = 0; i < points.length; i += dimension) {
    for (let c = 0; c < radii.length; c++) {
      if (squaredDistance(points, i, centres, c * dimension, dimension) <= radii[c]) {
        covered++
        break
      }
    }
  }
  return covered / (points.length / dimension)
}

/** Squared distance of each point to its k-th nearest neighbour, itself excluded. */
function squaredRadii(centres: Float64Array, neighbours: number, dimension: number): Float64Array {
  const nearest = new Float64Array(neighbours)
  return Float64Array.from({ length: centres.length / dimension }, (_, c) => {
    nearest.fill(Infinity)
    for (let other = 0; other < centres.length; other += dimension) {
      if (other === c * dimension) continue
      let value = squaredDistance(centres, c * dimension, centres, other, dimension)
      for (let rank = 0; rank < neighbours && value < Infinity; rank++) {
        if (value < nearest[rank]) [nearest[rank], value] = [value, nearest[rank]]
      }
    }
    return nearest[neighbours - 1]
  })
}
