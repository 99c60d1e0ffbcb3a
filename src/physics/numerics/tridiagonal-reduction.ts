/**
 * A = Q T Qᵀ of a real symmetric matrix `[n, n]`, T tridiagonal, Q a product of n - 2 reflections, which stay in factored form:
 * 4/3 n³ operations, and 2 n² more for each vector that is carried back. Golub, Van Loan, Matrix Computations, 8.3.1.
 */
export interface TridiagonalReduction {
  readonly diagonal: Float64Array
  /** T_{i, i+1} at index i; n - 1 of them. */
  readonly offDiagonal: Float64Array
  /** Overwrites x with Q x: eigenvectors of T become those of A. */
  carryBack(x: Float64Array): Float64Array
}

export function tridiagonalReduction(matrix: Float64Array, n: number): TridiagonalReduction {
  const a = Float64Array.from(matrix)
  const diagonal = new Float64Array(n)
  const offDiagonal = new Float64Array(Math.max(0, n - 1))
  /** Reflection k is 1 - v vᵀ on components k + 1 …; v stands in row k of a. */
  const w = new Float64Array(n)
  for (let k = 0; k < n - 1; k++) {
    diagonal[k] = a[k * n + k]
    const v = a.subarray(k * n, k * n + n)
    offDiagonal[k] = makeReflection(v, k + 1)
    if (v[k + 1] === 0) continue
    // w = A v - ½ (vᵀA v) v, then A <- A - v wᵀ - w vᵀ on the trailing block; of A the upper triangle is enough.
    w.fill(0, k + 1)
    let overlap = 0
    for (let i = k + 1; i < n; i++) {
      const row = i * n
      const vi = v[i]
      let sum = a[row + i] * vi
      for (let j = i + 1; j < n; j++) {
        sum += a[row + j] * v[j]
        w[j] += a[row + j] * vi
      }
      w[i] += sum
      overlap += w[i] * vi
    }
    for (let i = k + 1; i < n; i++) w[i] -= 0.5 * overlap * v[i]
    for (let i = k + 1; i < n; i++) {
      const row = i * n
      const [vi, wi] = [v[i], w[i]]
      for (let j = i; j < n; j++) a[row + j] -= vi * w[j] + wi * v[j]
    }
  }
  if (n > 0) diagonal[n - 1] = a[n * n - 1]

  const carryBack = (x: Float64Array) => {
    for (let k = n - 2; k >= 0; k--) {
      const row = k * n
      let overlap = 0
      for (let i = k + 1; i < n; i++) overlap += a[row + i] * x[i]
      for (let i = k + 1; i < n; i++) x[i] -= overlap * a[row + i]
    }
    return x
  }
  return { diagonal, offDiagonal, carryBack }
}

/**
 * Replaces x[from …] by v, |v|² = 2, such that (1 - v vᵀ) x is along the first of these components, and gives its value there. A vector
 * that is along it already is left alone: v = 0.
 */
function makeReflection(x: Float64Array, from: number): number {
  let rest = 0
  for (let i = from + 1; i < x.length; i++) rest = Math.max(rest, Math.abs(x[i]))
  const first = x[from]
  if (rest === 0) {
    x.fill(0, from)
    return first
  }
  const scale = Math.max(rest, Math.abs(first))
  let square = 0
  for (let i = from; i < x.length; i++) square += (x[i] /= scale) ** 2
  const length = Math.sqrt(square)
  // Away from cancellation: x_from and the length add up.
  const value = x[from] > 0 ? -length : length
  const norm = Math.sqrt(length * (length + Math.abs(x[from])))
  x[from] -= value
  for (let i = from; i < x.length; i++) x[i] /= norm
  return value * scale
}
