import type { GeneratorName } from '../../shared/studies/holographic-flow/config.ts'
import { stream } from '../random/stream.ts'
import { checkerboard } from './checkerboard.ts'
import { pinwheel, rings, twoMoons } from './curves.ts'
import { eightGaussians, gaussianGrid } from './gaussians.ts'
import type { Point, PointLaw } from './generator.ts'
import { spiral, swissRoll, twoSpirals } from './spirals.ts'

/** The built-in laws by the name that a configuration carries. */
export const pointLaws: Readonly<Record<GeneratorName, PointLaw>> = {
  checkerboard, eightGaussians, gaussianGrid, twoMoons, rings, pinwheel, swissRoll, spiral, twoSpirals,
}

/**
 * `count` independent points of a law, row by row `[count, 2]`, in float64 and data units.
 *
 * Training points come from the stream `data`, the true points that metrics compare with from `reference`; the two are
 * independent for every seed, also for equal ones.
 */
export function generatePoints(
  name: GeneratorName, count: number, seed: number, streamName: 'data' | 'reference' = 'data',
): Float64Array<ArrayBuffer> {
  const law = pointLaws[name]
  const random = stream(seed, streamName)
  const points = new Float64Array(2 * count)
  const point: Point = { x: 0, y: 0 }
  for (let i = 0; i < count; i++) {
    law.draw(random, point)
    points[2 * i] = point.x
    points[2 * i + 1] = point.y
  }
  return points
}
