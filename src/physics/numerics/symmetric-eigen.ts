/**
 * Eigenvalues and orthonormal eigenvectors of a real symmetric matrix `[n, n]` (row by row) by cyclic Jacobi rotations: each
 * rotation zeroes one pair, the sum of squares off the diagonal shrinks quadratically in the end. Accurate to a few 1e-16 of
 * the largest eigenvalue; O(n³) a sweep, meant for n up to a few hundred. Values in no particular order; vectors[i n + j] is
 * component i of vector j.
 *
 * Golub, Van Loan, Matrix Computations, 8.5.
 */
export function symmetricEigen(matrix: Float64Array, n: number): { values: Float64Array; vectors: Float64Array } {
  const a = Float64Array.from(matrix)
  const vectors = new Float64Array(n * n)
  for (let i = 0; i < n; i++) vectors[i * n + i] = 1
  const size = Math.sqrt(a.reduce((sum, value) => sum + value * value, 0))
  for (let sweep = 0; sweep < 60; sweep++) {
    let offDiagonal = 0
    for (let p = 0; p < n; p++) for (let q = p + 1; q < n; q++) offDiagonal += a[p * n + q] ** 2
    if (Math.sqrt(offDiagonal) <= 1e-17 * size) break
    for (let p = 0; p < n; p++) for (let q = p + 1; q < n; q++) rotate(a, vectors, n, p, q)
  }
  return { values: Float64Array.from({ length: n }, (_, i) => a[i * n + i]), vectors }
}

/** A <- JᵀAJ and V <- VJ with the rotation J of the plane (p, q) that makes A_pq zero. */
function rotate(a: Float64Array, vectors: Float64Array, n: number, p: number, q: number): void {
  const apq = a[p * n + q]
  if (apq === 0) return
  const theta = (a[q * n + q] - a[p * n + p]) / (2 * apq)
  const tangent = Math.sign(theta || 1) / (Math.abs(theta) + Math.hypot(theta, 1))
  const cosine = 1 / Math.hypot(tangent, 1)
  const sine = tangent * cosine
  for (let i = 0; i < n; i++) {
    const aip = a[i * n + p]
    const aiq = a[i * n + q]
    a[i * n + p] = cosine * aip - sine * aiq
    a[i * n + q] = sine * aip + cosine * aiq
  }
  for (let i = 0; i < n; i++) {
    const api = a[p * n + i]
    const aqi = a[q * n + i]
    a[p * n + i] = cosine * api - sine * aqi
    a[q * n + i] = sine * api + cosine * aqi
    const vip = vectors[i * n + p]
    const viq = vectors[i * n + q]
    vectors[i * n + p] = cosine * vip - sine * viq
    vectors[i * n + q] = sine * vip + cosine * viq
  }
}
