import { Problem } from '../../shared/problem.ts'
import { stream } from '../random/stream.ts'
import { countPoints, meanDistanceWithin, needPoints, squaredDistance } from './pairwise-distances.ts'

/** Median of the numbers; the mean of the two middle ones for an even count. Reorders its argument. */
export function median(values: Float64Array): number {
  const upper = values.length >> 1
  const high = select(values, upper)
  if (values.length % 2 === 1) return high
  let low = -Infinity
  for (let i = 0; i < upper; i++) low = Math.max(low, values[i])
  return (low + high) / 2
}

/** The value of rank k (0 is the smallest), in O(n) on average; smaller ones end up before position k (Hoare). */
function select(values: Float64Array, k: number): number {
  let left = 0
  let right = values.length - 1
  while (left < right) {
    const a = values[left]
    const b = values[(left + right) >> 1]
    const c = values[right]
    const pivot = Math.max(Math.min(a, b), Math.min(Math.max(a, b), c))
    let i = left
    let j = right
    while (i <= j) {
      while (values[i] < pivot) i++
      while (values[j] > pivot) j--
      if (i <= j) {
        const kept = values[i]
        values[i++] = values[j]
        values[j--] = kept
      }
    }
    if (k <= j) right = j
    else if (k >= i) left = i
    else break
  }
  return values[k]
}

export interface MedianDistanceOptions {
  /** Points taken at random when there are more. @default 2000 */
  subsample?: number
  /** Seed of the subsample. @default 1 */
  seed?: number
  /** Coordinates of a point. @default 2 */
  dimension?: number
}

/**
 * Median distance of pairs of different points: the usual width of a kernel. Where more than half of the pairs coincide, the
 * mean distance takes its place.
 */
export function medianDistance(points: Float64Array, options: MedianDistanceOptions = {}): number {
  const { subsample = 2000, seed = 1, dimension = 2 } = options
  const count = countPoints(points, dimension)
  needPoints(count, 2)
  const chosen = count <= subsample ? points : pick(points, subsample, seed, dimension)
  const n = chosen.length / dimension
  const squares = new Float64Array((n * (n - 1)) / 2)
  let at = 0
  for (let i = 0; i < n; i++) for (let j = i + 1; j < n; j++) squares[at++] = squaredDistance(chosen, i * dimension, chosen, j * dimension, dimension)
  const width = Math.sqrt(median(squares)) || meanDistanceWithin(chosen, 'U', dimension)
  if (width === 0) throw new Problem('NoSpread', 'All reference points coincide; a kernel width cannot be taken from them.', 'Give a kernel width.')
  return width
}

function pick(points: Float64Array, count: number, seed: number, dimension: number): Float64Array {
  const order = stream(seed, 'subsample').shuffle(Uint32Array.from({ length: points.length / dimension }, (_, i) => i))
  const chosen = new Float64Array(count * dimension)
  for (let i = 0; i < count; i++) {
    for (let axis = 0; axis < dimension; axis++) chosen[i * dimension + axis] = points[order[i] * dimension + axis]
  }
  return chosen
}
