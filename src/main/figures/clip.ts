import type { Rectangle } from './scene.ts'

/**
 * Geometry cut to a rectangle before it is written: coordinates stay small whatever the data hold, and files do not carry
 * what nobody can see.
 */

/** The pieces of an open polyline (flat x, y list) inside `box`. Liang and Barsky's parametric clipping, segment by segment. */
export function clipPolyline(line: readonly number[], box: Rectangle): number[][] {
  const pieces: number[][] = []
  let current: number[] = []
  for (let i = 2; i < line.length; i += 2) {
    const clipped = clipSegment(line[i - 2], line[i - 1], line[i], line[i + 1], box)
    if (!clipped) {
      if (current.length > 0) pieces.push(current)
      current = []
      continue
    }
    const [x0, y0, x1, y1] = clipped
    if (current.length === 0) current = [x0, y0]
    else if (current.at(-2) !== x0 || current.at(-1) !== y0) {
      pieces.push(current)
      current = [x0, y0]
    }
    current.push(x1, y1)
  }
  if (current.length > 0) pieces.push(current)
  return pieces
}

function clipSegment(x0: number, y0: number, x1: number, y1: number, box: Rectangle): [number, number, number, number] | null {
  let from = 0
  let to = 1
  const dx = x1 - x0
  const dy = y1 - y0
  const limits: [number, number][] = [[-dx, x0 - box.x], [dx, box.x + box.width - x0], [-dy, y0 - box.y], [dy, box.y + box.height - y0]]
  for (const [direction, distance] of limits) {
    if (direction === 0) {
      if (distance < 0) return null
    } else if (direction < 0) from = Math.max(from, distance / direction)
    else to = Math.min(to, distance / direction)
  }
  if (from > to) return null
  // Ends that are inside stay exactly as they are, so that pieces join.
  return [from === 0 ? x0 : x0 + from * dx, from === 0 ? y0 : y0 + from * dy, to === 1 ? x1 : x0 + to * dx, to === 1 ? y1 : y0 + to * dy]
}

/** A polygon cut to `box`, side after side (Sutherland and Hodgman). Empty when nothing is left. */
export function clipPolygon(polygon: readonly number[], box: Rectangle): number[] {
  const sides: [axis: 0 | 1, limit: number, keepAbove: boolean][] = [
    [0, box.x, true], [0, box.x + box.width, false], [1, box.y, true], [1, box.y + box.height, false],
  ]
  let points = [...polygon]
  for (const [axis, limit, keepAbove] of sides) {
    const result: number[] = []
    const inside = (at: number) => keepAbove ? points[at + axis] >= limit : points[at + axis] <= limit
    for (let i = 0; i < points.length; i += 2) {
      const before = (i - 2 + points.length) % points.length
      if (inside(i) !== inside(before)) {
        const fraction = (limit - points[before + axis]) / (points[i + axis] - points[before + axis])
        const other = axis === 0 ? 1 : 0
        const crossing = points[before + other] + fraction * (points[i + other] - points[before + other])
        result.push(...(axis === 0 ? [limit, crossing] : [crossing, limit]))
      }
      if (inside(i)) result.push(points[i], points[i + 1])
    }
    points = result
  }
  return points
}

/** Drops points that fall on the one before at the resolution of the files, a hundredth of a point. */
export function withoutRepeats(line: readonly number[]): number[] {
  const result = line.slice(0, 2)
  for (let i = 2; i < line.length; i += 2) {
    const isLast = i === line.length - 2
    if (isLast || Math.abs(line[i] - result[result.length - 2]) >= 0.01 || Math.abs(line[i + 1] - result[result.length - 1]) >= 0.01) {
      result.push(line[i], line[i + 1])
    }
  }
  return result
}
