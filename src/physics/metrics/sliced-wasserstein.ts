import { countPoints, needPoints } from './pairwise-distances.ts'
import { stream } from '../random/stream.ts'

/**
 * Sliced Wasserstein distance: the root mean square over directions v of the one-dimensional W_2 between the projected sets,
 *   SWD = ( (1/P) Σ_p W_2²(<X, v_p>, <Y, v_p>) )^(1/2).        Unit: that of the data.
 *
 * In the plane the directions are the equally spaced angles πj/P, otherwise uniform on the sphere from a seed. W_2² compares
 * the two quantile functions exactly, also for sets of different size.
 *
 * Bonneel, Rabin, Peyré, Pfister, J. Math. Imaging Vision 51 (2015) 22.
 */
export interface SlicedWassersteinOptions {
  /** P. @default 128 */
  directions?: number
  /** Coordinates of a point. @default 2 */
  dimension?: number
  /** Seed of the directions where the dimension is not 2. @default 1 */
  seed?: number
}

export function slicedWasserstein(x: Float64Array, y: Float64Array, options: SlicedWassersteinOptions = {}): number {
  return slicedWassersteinTo(y, options)(x)
}

/** The same against a fixed reference, whose sorted projections are kept. */
export function slicedWassersteinTo(reference: Float64Array, options: SlicedWassersteinOptions = {}): (x: Float64Array) => number {
  const { directions = 128, dimension = 2, seed = 1 } = options
  needPoints(countPoints(reference, dimension), 1)
  const vectors = directionVectors(directions, dimension, seed)
  const sorted = vectors.map((vector) => sortedProjection(reference, vector))
  return (x) => {
    needPoints(countPoints(x, dimension), 1)
    const sum = vectors.reduce((total, vector, p) => total + squaredWasserstein(sortedProjection(x, vector), sorted[p]), 0)
    return Math.sqrt(sum / directions)
  }
}

/** W_2² = ∫_0^1 (F^-1(q) - G^-1(q))² dq of two sorted samples; the integrand is constant between the jumps i/n and j/m. */
export function squaredWasserstein(x: Float64Array, y: Float64Array): number {
  const n = x.length
  const m = y.length
  let sum = 0
  if (n === m) {
    for (let i = 0; i < n; i++) sum += (x[i] - y[i]) ** 2
    return sum / n
  }
  let i = 0
  let j = 0
  // Quantiles in units of 1/(n m), as whole numbers: no jump is lost to rounding.
  let reached = 0
  while (i < n && j < m) {
    const next = Math.min((i + 1) * m, (j + 1) * n)
    sum += (next - reached) * (x[i] - y[j]) ** 2
    reached = next
    if (next === (i + 1) * m) i++
    if (next === (j + 1) * n) j++
  }
  return sum / (n * m)
}

function sortedProjection(points: Float64Array, vector: Float64Array): Float64Array {
  const dimension = vector.length
  const projection = new Float64Array(points.length / dimension)
  if (dimension === 2) {
    const [a, b] = vector
    for (let i = 0; i < projection.length; i++) projection[i] = a * points[2 * i] + b * points[2 * i + 1]
  } else {
    for (let i = 0; i < projection.length; i++) {
      let sum = 0
      for (let axis = 0; axis < dimension; axis++) sum += vector[axis] * points[i * dimension + axis]
      projection[i] = sum
    }
  }
  return projection.sort()
}

function directionVectors(count: number, dimension: number, seed: number): Float64Array[] {
  if (dimension === 2) {
    return Array.from({ length: count }, (_, j) => Float64Array.of(Math.cos((Math.PI * j) / count), Math.sin((Math.PI * j) / count)))
  }
  const random = stream(seed, 'direction')
  return Array.from({ length: count }, () => {
    const vector = new Float64Array(dimension)
    random.fillNormal(vector)
    const length = Math.hypot(...vector)
    return vector.map((value) => value / length)
  })
}
