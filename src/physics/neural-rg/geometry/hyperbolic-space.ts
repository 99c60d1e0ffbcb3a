/**
 * Hyperbolic space of curvature -1. Upper half space: points (x, h), h > 0, metric (dx² + dh²)/h². Ball: points u, |u| < 1. A point is
 * an array of its coordinates, h last; any dimension.
 */
export type Point = readonly number[]

/** d = arcosh(1 + (|Δx|² + Δh²) / (2 h h')). */
export function halfSpaceDistance(p: Point, q: Point): number {
  return arcosh1p(squaredDistance(p, q) / (2 * p[p.length - 1] * q[q.length - 1]))
}

/** d = arcosh(1 + 2 |u - v|² / ((1 - |u|²)(1 - |v|²))). */
export function ballDistance(u: Point, v: Point): number {
  return arcosh1p((2 * squaredDistance(u, v)) / ((1 - squaredLength(u)) * (1 - squaredLength(v))))
}

/** arcosh(1 + t) without losing small t. */
export function arcosh1p(t: number): number {
  return Math.log1p(t + Math.sqrt(t * (t + 2)))
}

/** Isometry u = (2 x, |x|² + h² - 1) / (|x|² + (h + 1)²); (0, 1) goes to the centre, h → ∞ to the north pole. */
export function toBall(point: Point): number[] {
  const last = point.length - 1
  const h = point[last]
  const square = squaredLength(point.slice(0, last))
  const scale = square + (h + 1) ** 2
  return point.map((x, i) => (i < last ? 2 * x : square + h * h - 1) / scale)
}

/**
 * `count` points on the geodesic from u to v in the ball, evenly apart in the hyperbolic distance, ends included: an arc of the circle
 * through both that meets the unit sphere at right angles, or a diameter. On the hyperboloid X = (1 + |u|², 2 u) / (1 - |u|²) it is
 * [X sinh((1 - t) d) + Y sinh(t d)] / sinh d.
 */
export function geodesic(u: Point, v: Point, count: number): number[][] {
  const distance = ballDistance(u, v)
  if (distance < 1e-12) return Array.from({ length: count }, () => [...u])
  const lift = (point: Point) => {
    const square = squaredLength(point)
    return [1 + square, ...point.map((x) => 2 * x)].map((x) => x / (1 - square))
  }
  const [start, end] = [lift(u), lift(v)]
  return Array.from({ length: count }, (_, k) => {
    const t = k / (count - 1)
    const [first, second] = [Math.sinh((1 - t) * distance), Math.sinh(t * distance)].map((value) => value / Math.sinh(distance))
    const [time, ...space] = start.map((x, i) => first * x + second * end[i])
    return space.map((x) => x / (1 + time))
  })
}

function squaredLength(point: Point): number {
  return point.reduce((sum, x) => sum + x * x, 0)
}

function squaredDistance(p: Point, q: Point): number {
  return p.reduce((sum, x, i) => sum + (x - q[i]) ** 2, 0)
}
