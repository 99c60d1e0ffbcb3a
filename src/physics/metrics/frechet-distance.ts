import { Problem } from '../../shared/problem.ts'
import { symmetricEigen } from '../numerics/symmetric-eigen.ts'

/** A normal law: mean `[D]` and covariance `[D, D]`, row by row. */
export interface NormalLaw {
  mean: Float64Array
  covariance: Float64Array
}

/**
 * FID: squared Wasserstein-2 distance of two normal laws,
 *   |μ₁ - μ₂|² + Tr(S₁ + S₂ - 2 (S₁S₂)^(1/2)),
 * the trace of the root being the sum of the roots of the eigenvalues of the symmetric S₁^(1/2) S₂ S₁^(1/2).
 *
 * Dowson, Landau, J. Multivariate Anal. 12 (1982) 450; Heusel et al., NeurIPS 2017.
 */
export function frechetDistance(first: NormalLaw, second: NormalLaw): number {
  const n = first.mean.length
  checkLaw(first, n, 'first')
  checkLaw(second, n, 'second')
  const root = squareRoot(first.covariance, n, 'first')
  rootTrace(second.covariance, n, 'second')
  const cross = rootTrace(multiply(multiply(root, second.covariance, n), root, n), n, 'product of the')
  let distance = -2 * cross
  for (let i = 0; i < n; i++) {
    distance += (first.mean[i] - second.mean[i]) ** 2 + first.covariance[i * n + i] + second.covariance[i * n + i]
  }
  return Math.max(0, distance)
}

/** Mean and unbiased covariance of a sample `[count, dimension]`. */
export function sampleMoments(points: Float64Array, dimension: number): NormalLaw {
  const count = points.length / dimension
  if (count < 2) throw new Problem('TooFewPoints', `A covariance needs at least 2 points, there are ${count}.`, 'Use more points.')
  const mean = new Float64Array(dimension)
  points.forEach((value, i) => { mean[i % dimension] += value / count })
  const covariance = new Float64Array(dimension * dimension)
  for (let at = 0; at < points.length; at += dimension) {
    for (let i = 0; i < dimension; i++) {
      for (let j = 0; j < dimension; j++) covariance[i * dimension + j] += ((points[at + i] - mean[i]) * (points[at + j] - mean[j])) / (count - 1)
    }
  }
  return { mean, covariance }
}

function checkLaw(law: NormalLaw, n: number, which: string): void {
  if (law.mean.length !== n || law.covariance.length !== n * n) {
    throw new Problem('BadNormalLaw', `The ${which} law has a mean of ${law.mean.length} and a covariance of ${law.covariance.length} numbers; expected ${n} and ${n * n}.`, 'Give both laws the same dimension.')
  }
  const size = law.covariance.reduce((largest, value) => Math.max(largest, Math.abs(value)), 0)
  for (let i = 0; i < n; i++) {
    for (let j = 0; j < i; j++) {
      if (Math.abs(law.covariance[i * n + j] - law.covariance[j * n + i]) > 1e-9 * size) {
        throw new Problem('BadNormalLaw', `The ${which} covariance is not symmetric at (${i}, ${j}).`, 'Pass a symmetric matrix.')
      }
    }
  }
}

/** Roots of the eigenvalues; small negative ones are rounding, larger ones no covariance. */
function eigenvalueRoots(values: Float64Array, which: string): Float64Array {
  const largest = values.reduce((most, value) => Math.max(most, Math.abs(value)), 0)
  return values.map((value) => {
    if (value < -1e-9 * largest) {
      throw new Problem('BadNormalLaw', `The ${which} covariance has the negative eigenvalue ${value.toPrecision(3)}.`, 'Pass a positive semi-definite matrix.')
    }
    return Math.sqrt(Math.max(0, value))
  })
}

function rootTrace(matrix: Float64Array, n: number, which: string): number {
  return eigenvalueRoots(symmetricEigen(matrix, n).values, which).reduce((sum, value) => sum + value, 0)
}

function squareRoot(matrix: Float64Array, n: number, which: string): Float64Array {
  const { values, vectors } = symmetricEigen(matrix, n)
  const roots = eigenvalueRoots(values, which)
  const result = new Float64Array(n * n)
  for (let i = 0; i < n; i++) {
    for (let j = 0; j < n; j++) {
      for (let k = 0; k < n; k++) result[i * n + j] += vectors[i * n + k] * roots[k] * vectors[j * n + k]
    }
  }
  return result
}

function multiply(a: Float64Array, b: Float64Array, n: number): Float64Array {
  const result = new Float64Array(n * n)
  for (let i = 0; i < n; i++) for (let k = 0; k < n; k++) for (let j = 0; j < n; j++) result[i * n + j] += a[i * n + k] * b[k * n + j]
  return result
}
