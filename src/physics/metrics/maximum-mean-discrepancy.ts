import { medianDistance } from './median.ts'
import { columns, countPoints, type Estimator, needPoints, squaredDistance } from './pairwise-distances.ts'

/**
 * Squared maximum mean discrepancy MMD² = E k(X, X') + E k(Y, Y') - 2 E k(X, Y) of two samples, dimensionless.
 *
 * U (unbiased): the diagonals left out; may be negative. V: all pairs; never negative, biased by O(1/n + 1/m).
 *
 * Gretton, Borgwardt, Rasch, Schölkopf, Smola, J. Mach. Learn. Res. 13 (2012) 723.
 */
export interface MmdOptions {
  /** σ in data units. @default the median distance of pairs of Y */
  bandwidth?: number
  /** `five`: mean of the Gaussians of width σ/4, σ/2, σ, 2σ, 4σ. `one`: e^(-|x-y|²/2σ²) alone. @default 'five' */
  bandwidths?: 'one' | 'five'
  /** @default 'U' */
  estimator?: Estimator
  /** Coordinates of a point. @default 2 */
  dimension?: number
}

/** MMD² with Gaussian kernels. */
export function maximumMeanDiscrepancy(x: Float64Array, y: Float64Array, options: MmdOptions = {}): number {
  return maximumMeanDiscrepancyTo(y, options)(x)
}

/** The same against a fixed reference, whose width and own kernel mean are kept. */
export function maximumMeanDiscrepancyTo(y: Float64Array, options: MmdOptions = {}): (x: Float64Array) => number {
  const { estimator = 'U', dimension = 2, bandwidths = 'five' } = options
  const bandwidth = options.bandwidth ?? medianDistance(y, { dimension })
  const within = kernelMean(y, y, estimator, true)
  return (x) => kernelMean(x, x, estimator, true) + within - 2 * kernelMean(x, y, 'V', false)

  function kernelMean(a: Float64Array, b: Float64Array, kind: Estimator, same: boolean): number {
    const n = countPoints(a, dimension)
    const m = countPoints(b, dimension)
    needPoints(Math.min(n, m), kind === 'U' ? 2 : 1)
    const sum = gaussianSum(a, b, same, bandwidth, bandwidths === 'five', dimension)
    if (!same) return sum / (n * m)
    // k(x, x) = 1 on the diagonal.
    return kind === 'U' ? (2 * sum) / (n * (n - 1)) : (2 * sum + n) / (n * n)
  }
}

/** Sum of the kernel over all pairs, or over i < j where both sets are the same. */
function gaussianSum(a: Float64Array, b: Float64Array, same: boolean, bandwidth: number, five: boolean, dimension: number): number {
  // The widest of five Gaussians has width 4σ.
  const factor = -1 / (2 * (five ? 16 : 1) * bandwidth * bandwidth)
  let total = 0
  if (dimension === 2) {
    const [u, v] = columns(b)
    for (let i = 0; i < a.length / 2; i++) total += gaussianRow(a[2 * i], a[2 * i + 1], u, v, same ? i + 1 : 0, factor, five)
  } else {
    for (let i = 0; i < a.length; i += dimension) {
      let row = 0
      for (let j = same ? i + dimension : 0; j < b.length; j += dimension) row += gaussian(factor * squaredDistance(a, i, b, j, dimension), five)
      total += row
    }
  }
  return total
}

function gaussianRow(x: number, y: number, u: Float64Array, v: Float64Array, from: number, factor: number, five: boolean): number {
  let sum = 0
  for (let j = from; j < u.length; j++) {
    const dx = x - u[j]
    const dy = y - v[j]
    sum += gaussian(factor * (dx * dx + dy * dy), five)
  }
  return sum
}

/**
 * e^exponent, or the mean of five Gaussians of which it is the widest. Halving a width raises the Gaussian to the fourth power,
 * so one exponential serves all five.
 */
function gaussian(exponent: number, five: boolean): number {
  const widest = Math.exp(exponent)
  if (!five) return widest
  const squared = widest * widest
  const double = squared * squared
  const doubleSquared = double * double
  const middle = doubleSquared * doubleSquared
  const middleSquared = middle * middle
  const half = middleSquared * middleSquared
  const halfSquared = half * half
  return (widest + double + middle + half + halfSquared * halfSquared) / 5
}

export interface PolynomialMmdOptions {
  /** @default 'U' */
  estimator?: Estimator
  /** D, coordinates of a point. @default 2 */
  dimension?: number
}

/** MMD² with the kernel (x·y/D + 1)³ of the kernel inception distance. Bińkowski et al., ICLR 2018, arXiv 1801.01401. */
export function polynomialMmd(x: Float64Array, y: Float64Array, options: PolynomialMmdOptions = {}): number {
  const { estimator = 'U', dimension = 2 } = options
  const within = (set: Float64Array) => {
    const n = countPoints(set, dimension)
    needPoints(n, estimator === 'U' ? 2 : 1)
    let sum = 0
    for (let i = 0; i < n; i++) {
      for (let j = 0; j < n; j++) if (estimator === 'V' || i !== j) sum += kernel(set, i, set, j)
    }
    return sum / (estimator === 'U' ? n * (n - 1) : n * n)
  }
  const n = countPoints(x, dimension)
  const m = countPoints(y, dimension)
  let cross = 0
  for (let i = 0; i < n; i++) for (let j = 0; j < m; j++) cross += kernel(x, i, y, j)
  return within(x) + within(y) - (2 * cross) / (n * m)

  function kernel(a: Float64Array, i: number, b: Float64Array, j: number): number {
    let product = 0
    for (let axis = 0; axis < dimension; axis++) product += a[i * dimension + axis] * b[j * dimension + axis]
    return (product / dimension + 1) ** 3
  }
}
