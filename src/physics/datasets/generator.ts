import type { RandomStream } from '../random/stream.ts'

/**
 * A law in the plane. `draw` writes one point; everything random comes from the stream, so the first n points of N are the
 * same for every N. Points are independent of each other, and so is the choice of a component for each point.
 */
export interface PointLaw {
  draw(random: RandomStream, out: Point): void
}

export interface Point { x: number; y: number }

/** Adds isotropic Gaussian noise of the given standard deviation per coordinate, then scales. */
export function noisy(point: Point, random: RandomStream, noise: number, scale = 1): void {
  point.x = scale * (point.x + noise * random.normal())
  point.y = scale * (point.y + noise * random.normal())
}
