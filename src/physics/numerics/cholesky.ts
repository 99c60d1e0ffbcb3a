import { Problem } from '../../shared/problem.ts'

/** Cholesky factor A = L Lᵀ of a symmetric positive definite matrix `[n, n]`. Golub, Van Loan, Matrix Computations, 4.2. */
export interface Cholesky {
  readonly logDeterminant: number
  /** L, `[n, n]`, zero above the diagonal. */
  readonly lower: Float64Array
  /** A⁻¹ y. */
  solve(y: ArrayLike<number>): Float64Array
  /** `[n, n]` */
  inverse(): Float64Array
}

export function cholesky(matrix: Float64Array, n: number): Cholesky {
  const lower = new Float64Array(n * n)
  let logDeterminant = 0
  for (let i = 0; i < n; i++) {
    for (let j = 0; j <= i; j++) {
      let sum = matrix[i * n + j]
      for (let k = 0; k < j; k++) sum -= lower[i * n + k] * lower[j * n + k]
      if (i > j) {
        lower[i * n + j] = sum / lower[j * n + j]
        continue
      }
      if (!(sum > 0)) {
        throw new Problem('NotPositiveDefinite', `The matrix of size ${n} is not positive definite: its pivot ${i + 1} is ${sum.toPrecision(3)}.`, 'Give a symmetric matrix with positive eigenvalues.')
      }
      lower[i * n + i] = Math.sqrt(sum)
      logDeterminant += Math.log(sum)
    }
  }
  const solve = (y: ArrayLike<number>) => {
    const x = Float64Array.from(y)
    for (let i = 0; i < n; i++) {
      for (let k = 0; k < i; k++) x[i] -= lower[i * n + k] * x[k]
      x[i] /= lower[i * n + i]
    }
    for (let i = n - 1; i >= 0; i--) {
      x[i] /= lower[i * n + i]
      for (let k = 0; k < i; k++) x[k] -= lower[i * n + k] * x[i]
    }
    return x
  }
  const inverse = () => {
    const result = new Float64Array(n * n)
    const unit = new Float64Array(n)
    for (let j = 0; j < n; j++) {
      unit.fill(0)
      unit[j] = 1
      result.set(solve(unit), j * n)
    }
    return result
  }
  return { logDeterminant, lower, solve, inverse }
}
