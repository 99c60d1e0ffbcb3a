import { stream } from '../random/stream.ts'

/** A density on pixels, row by row from the top; negative weights count as none. */
export interface PixelDensity {
  width: number
  height: number
  weights: Float32Array | Float64Array
}

/**
 * `count` independent points `[count, 2]` of the piecewise constant density: a pixel with probability in proportion to its
 * weight, then a uniform place inside it. In units of pixels, x from 0 to `width`, y from 0 at the bottom to `height` at the top.
 * The same seed draws the same points, and fewer points are the first ones of more.
 *
 * Returns null where all weights vanish.
 */
export function sampleDensity({ width, height, weights }: PixelDensity, count: number, seed: number): Float64Array<ArrayBuffer> | null {
  const cumulative = new Float64Array(weights.length)
  let total = 0
  for (let i = 0; i < weights.length; i++) {
    total += Math.max(0, weights[i])
    cumulative[i] = total
  }
  if (!(total > 0)) return null
  const random = stream(seed, 'data')
  const points = new Float64Array(2 * count)
  for (let i = 0; i < count; i++) {
    const pixel = firstAbove(cumulative, random.uniform() * total)
    points[2 * i] = (pixel % width) + random.uniform()
    points[2 * i + 1] = height - Math.floor(pixel / width) - random.uniform()
  }
  return points
}

/** Position of the first cumulative weight above a level in [0, total): never a pixel without weight. */
function firstAbove(cumulative: Float64Array, level: number): number {
  let low = 0
  let high = cumulative.length - 1
  while (low < high) {
    const middle = (low + high) >> 1
    if (cumulative[middle] > level) high = middle
    else low = middle + 1
  }
  return low
}
