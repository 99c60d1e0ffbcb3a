/** A twice continuously differentiable function through given points. */
export interface Spline {
  value(x: number): number
  derivative(x: number): number
  secondDerivative(x: number): number
}

/**
 * C² cubic spline through (x_i, y_i), x ascending, at least four points, with not-a-knot ends: the third derivative is
 * continuous at the second and the last but one point, so every cubic is reproduced exactly and the error is O(spacing⁴) up
 * to the ends. (A natural spline would force y'' = 0 there, which in `custom-geometry.ts` would touch the energy condition.)
 * Outside the points the end cubics go on.
 *
 * de Boor, A Practical Guide to Splines, chapter IV.
 */
export function cubicSpline(x: ArrayLike<number>, y: ArrayLike<number>): Spline {
  const curvature = secondDerivatives(x, y)
  const last = x.length - 1

  function locate(at: number): number {
    let low = 0
    let high = last
    while (high - low > 1) {
      const middle = (low + high) >> 1
      if (x[middle] <= at) low = middle
      else high = middle
    }
    return low
  }

  return {
    value(at) {
      const i = locate(at)
      const h = x[i + 1] - x[i]
      const a = (x[i + 1] - at) / h
      const b = (at - x[i]) / h
      return a * y[i] + b * y[i + 1] + ((a ** 3 - a) * curvature[i] + (b ** 3 - b) * curvature[i + 1]) * ((h * h) / 6)
    },
    derivative(at) {
      const i = locate(at)
      const h = x[i + 1] - x[i]
      const a = (x[i + 1] - at) / h
      const b = (at - x[i]) / h
      return (y[i + 1] - y[i]) / h + ((1 - 3 * a * a) * curvature[i] + (3 * b * b - 1) * curvature[i + 1]) * (h / 6)
    },
    secondDerivative(at) {
      const i = locate(at)
      const b = (at - x[i]) / (x[i + 1] - x[i])
      return (1 - b) * curvature[i] + b * curvature[i + 1]
    },
  }
}

/** y'' at the points: a tridiagonal system for the inner ones, in which the end values are eliminated by the end condition. */
function secondDerivatives(x: ArrayLike<number>, y: ArrayLike<number>): Float64Array {
  const n = x.length
  const h = Float64Array.from({ length: n - 1 }, (_, i) => x[i + 1] - x[i])
  const lower = new Float64Array(n)
  const diagonal = new Float64Array(n)
  const upper = new Float64Array(n)
  const right = new Float64Array(n)
  for (let i = 1; i < n - 1; i++) {
    lower[i] = h[i - 1]
    diagonal[i] = 2 * (h[i - 1] + h[i])
    upper[i] = h[i]
    right[i] = 6 * ((y[i + 1] - y[i]) / h[i] - (y[i] - y[i - 1]) / h[i - 1])
  }
  // Not-a-knot: y''_0 = (1 + q) y''_1 - q y''_2 with q = h_0/h_1, and mirrored at the other end.
  const first = h[0] / h[1]
  diagonal[1] += h[0] * (1 + first)
  upper[1] -= h[0] * first
  const end = h[n - 2] / h[n - 3]
  diagonal[n - 2] += h[n - 2] * (1 + end)
  lower[n - 2] -= h[n - 2] * end
  for (let i = 2; i < n - 1; i++) {
    const factor = lower[i] / diagonal[i - 1]
    diagonal[i] -= factor * upper[i - 1]
    right[i] -= factor * right[i - 1]
  }
  const curvature = new Float64Array(n)
  for (let i = n - 2; i >= 1; i--) curvature[i] = (right[i] - (i < n - 2 ? upper[i] * curvature[i + 1] : 0)) / diagonal[i]
  curvature[0] = (1 + first) * curvature[1] - first * curvature[2]
  curvature[n - 1] = (1 + end) * curvature[n - 2] - end * curvature[n - 3]
  return curvature
}
