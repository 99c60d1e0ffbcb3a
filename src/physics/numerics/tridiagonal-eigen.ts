/**
 * All eigenvalues of a symmetric tridiagonal matrix, descending, by implicit QL steps with Wilkinson's shift: a few n² operations,
 * errors of some 1e-16 of the largest. Golub, Van Loan, Matrix Computations, 8.3.5.
 *
 * @param offDiagonal T_{i, i+1}, n - 1 of them.
 */
export function tridiagonalEigenvalues(diagonal: Float64Array, offDiagonal: Float64Array): Float64Array {
  const n = diagonal.length
  const d = Float64Array.from(diagonal)
  const e = new Float64Array(n)
  e.set(offDiagonal)
  for (let first = 0; first < n; first++) {
    for (;;) {
      const last = endOfBlock(d, e, first)
      if (last === first) break
      chase(d, e, first, last)
    }
  }
  return d.sort().reverse()
}

/** The first index from `first` on whose coupling to the next is negligible. */
function endOfBlock(d: Float64Array, e: Float64Array, first: number): number {
  for (let i = first; i < d.length - 1; i++) {
    const size = Math.abs(d[i]) + Math.abs(d[i + 1])
    if (Math.abs(e[i]) <= Number.EPSILON * size) return i
  }
  return d.length - 1
}

/** One QL step on the block first … last. */
function chase(d: Float64Array, e: Float64Array, first: number, last: number): void {
  const half = (d[first + 1] - d[first]) / (2 * e[first])
  const root = Math.hypot(half, 1)
  let g = d[last] - d[first] + e[first] / (half + (half >= 0 ? root : -root))
  let [s, c, p] = [1, 1, 0]
  for (let i = last - 1; i >= first; i--) {
    const f = s * e[i]
    const b = c * e[i]
    const r = Math.hypot(f, g)
    e[i + 1] = r
    if (r === 0) {
      // The block falls apart here.
      d[i + 1] -= p
      e[last] = 0
      return
    }
    s = f / r
    c = g / r
    g = d[i + 1] - p
    const t = (d[i] - g) * s + 2 * c * b
    p = s * t
    d[i + 1] = g + p
    g = c * t - b
  }
  d[first] -= p
  e[first] = g
  e[last] = 0
}

/**
 * Solves (T - shift) x = y in place by Gaussian elimination with row exchanges; a vanishing pivot becomes the smallest number that
 * matters, so that at an eigenvalue x is its (huge) eigenvector. Golub, Van Loan, 4.3.
 */
export function shiftedSolve(diagonal: Float64Array, offDiagonal: Float64Array, shift: number, smallest: number, x: Float64Array): void {
  const n = diagonal.length
  // Row i of the upper triangle: pivot[i], next[i], after[i] in columns i, i + 1, i + 2.
  const pivot = diagonal.map((value) => value - shift)
  const next = new Float64Array(n)
  next.set(offDiagonal)
  const after = new Float64Array(n)
  for (let i = 0; i < n - 1; i++) {
    const below = offDiagonal[i]
    if (Math.abs(below) > Math.abs(pivot[i])) {
      const [oldPivot, oldNext, oldX] = [pivot[i], next[i], x[i]]
      const factor = oldPivot / below
      pivot[i] = below
      next[i] = pivot[i + 1]
      after[i] = next[i + 1]
      x[i] = x[i + 1]
      pivot[i + 1] = oldNext - factor * next[i]
      next[i + 1] = -factor * after[i]
      x[i + 1] = oldX - factor * x[i]
    } else {
      if (Math.abs(pivot[i]) < smallest) pivot[i] = smallest
      const factor = below / pivot[i]
      pivot[i + 1] -= factor * next[i]
      x[i + 1] -= factor * x[i]
    }
  }
  for (let i = n - 1; i >= 0; i--) {
    if (Math.abs(pivot[i]) < smallest) pivot[i] = smallest
    const right = (i + 1 < n ? next[i] * x[i + 1] : 0) + (i + 2 < n ? after[i] * x[i + 2] : 0)
    x[i] = (x[i] - right) / pivot[i]
  }
}
