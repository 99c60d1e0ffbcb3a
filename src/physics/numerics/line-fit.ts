/** Least-squares line y ≈ intercept + slope x. */
export interface LineFit {
  intercept: number
  slope: number
  /** 1 - (residual sum of squares) / (sum of squares about the mean); null with fewer than three points, where a line explains all. */
  rSquared: number | null
}

/** Null with fewer than two different x. @param weights of the points, all 1 when absent. */
export function lineFit(x: ArrayLike<number>, y: ArrayLike<number>, weights?: ArrayLike<number>): LineFit | null {
  let [total, meanX, meanY, points] = [0, 0, 0, 0]
  for (let i = 0; i < x.length; i++) {
    const weight = weights?.[i] ?? 1
    if (weight > 0) points += 1
    total += weight
    meanX += weight * x[i]
    meanY += weight * y[i]
  }
  if (!(total > 0)) return null
  meanX /= total
  meanY /= total
  let [xx, xy, yy] = [0, 0, 0]
  for (let i = 0; i < x.length; i++) {
    const weight = weights?.[i] ?? 1
    const [dx, dy] = [x[i] - meanX, y[i] - meanY]
    xx += weight * dx * dx
    xy += weight * dx * dy
    yy += weight * dy * dy
  }
  if (!(xx > 0)) return null
  const slope = xy / xx
  return { intercept: meanY - slope * meanX, slope, rSquared: points < 3 || !(yy > 0) ? null : 1 - Math.max(0, yy - slope * xy) / yy }
}
