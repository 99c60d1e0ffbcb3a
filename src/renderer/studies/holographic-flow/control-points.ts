/** Editing of the control points of ln f: they stay ascending in r, apart by a least distance, and at least four. */
export interface ControlPoint {
  r: number
  logWarp: number
}

export const fewestPoints = 4
export const mostPoints = 64
/** Width of the snapping grid, in r and in ln f. */
export const snapStep = 0.05
/** Least distance in r: closer points would make a spline of huge curvature. */
export const leastGap = 0.005

/** Digits that a drag keeps; enough to see, few enough to read. */
const tidy = (value: number) => Number(value.toFixed(4))
const onGrid = (value: number) => tidy(Math.round(value / snapStep) * snapStep)

export const ascending = (points: readonly ControlPoint[]): ControlPoint[] => points.toSorted((a, b) => a.r - b.r)

/** Moves one of ascending points; neighbours stop it. On the grid where `snap` is set and the neighbours leave room. */
export function movePoint(points: readonly ControlPoint[], index: number, to: ControlPoint, snap: boolean): ControlPoint[] {
  const low = index > 0 ? points[index - 1].r + leastGap : -Infinity
  const high = index < points.length - 1 ? points[index + 1].r - leastGap : Infinity
  const wanted = snap ? onGrid(to.r) : tidy(to.r)
  const r = low > high ? points[index].r : wanted < low || wanted > high ? tidy(Math.min(high, Math.max(low, to.r))) : wanted
  return points.map((point, at) => (at === index ? { r, logWarp: snap ? onGrid(to.logWarp) : tidy(to.logWarp) } : point))
}

/** With a new point, and its index; null where another stands too close or there are enough. */
export function addPoint(points: readonly ControlPoint[], at: ControlPoint, snap: boolean): { points: ControlPoint[]; index: number } | null {
  const r = snap ? onGrid(at.r) : tidy(at.r)
  if (points.length >= mostPoints || points.some((point) => Math.abs(point.r - r) < leastGap)) return null
  const added = { r, logWarp: snap ? onGrid(at.logWarp) : tidy(at.logWarp) }
  const next = ascending([...points, added])
  return { points: next, index: next.indexOf(added) }
}

/** Null where a spline would have too few. */
export function removePoint(points: readonly ControlPoint[], index: number): ControlPoint[] | null {
  return points.length <= fewestPoints ? null : points.filter((_, at) => at !== index)
}

/** The radius in the middle of the widest gap: where a point is missing most. */
export function middleOfWidestGap(points: readonly ControlPoint[]): number {
  let widest = 1
  for (let i = 2; i < points.length; i++) if (points[i].r - points[i - 1].r > points[widest].r - points[widest - 1].r) widest = i
  return (points[widest - 1].r + points[widest].r) / 2
}

/** Value at `at` of a curve given at ascending radii, linear between them. */
export function along(r: readonly number[], values: readonly number[], at: number): number {
  const next = r.findIndex((radius) => radius >= at)
  if (next <= 0) return next === 0 ? values[0] : values[values.length - 1]
  const share = (at - r[next - 1]) / (r[next] - r[next - 1])
  return (1 - share) * values[next - 1] + share * values[next]
}
