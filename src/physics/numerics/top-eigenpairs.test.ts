import { describe, expect, it } from 'vitest'
import { stream } from '../random/stream.ts'
import { expectWithin } from '../testing/expect-printed.test-helper.ts'
import { symmetricEigen } from './symmetric-eigen.ts'
import { topEigenpairs } from './top-eigenpairs.ts'
import { tridiagonalReduction } from './tridiagonal-reduction.ts'

function randomSymmetric(n: number): Float64Array {
  const random = stream(n, 'init')
  const a = new Float64Array(n * n)
  for (let i = 0; i < n; i++) for (let j = i; j < n; j++) a[i * n + j] = a[j * n + i] = random.normal()
  return a
}
/** Σ_k values[k] q_k q_kᵀ with orthonormal q from a random matrix: any spectrum one likes. */
function withSpectrum(values: readonly number[]): Float64Array {
  const n = values.length
  const { vectors } = symmetricEigen(randomSymmetric(n), n)
  return Float64Array.from({ length: n * n }, (_, at) => values.reduce((sum, value, k) => sum + value * vectors[Math.floor(at / n) * n + k] * vectors[(at % n) * n + k], 0))
}

const cases: [string, Float64Array][] = [
  ['one number', Float64Array.of(-3)],
  ['two by two', Float64Array.of(1, 2, 2, -1)],
  ['random, 40', randomSymmetric(40)],
  ['identity', Float64Array.from({ length: 25 }, (_, i) => (i % 6 === 0 ? 1 : 0))],
  ['all zero', new Float64Array(16)],
  ['diagonal', Float64Array.from({ length: 36 }, (_, i) => (i % 7 === 0 ? i : 0))],
  ['threefold level on top', withSpectrum([5, 5, 5, 2, 1, 0, -1, -7])],
  ['close levels', withSpectrum([1, 1 - 1e-9, 1 - 1e-5, 0.5, 0, 0, 0])],
  ['rank two', withSpectrum([4, 1, 0, 0, 0, 0, 0, 0, 0])],
  ['tiny scale', withSpectrum([3e-150, 2e-150, 1e-150, 0])],
]

describe.each(cases)('%s', (_, matrix) => {
  const n = Math.sqrt(matrix.length)
  const { values, vectors } = topEigenpairs(matrix, n, 4)
  const size = Math.sqrt(matrix.reduce((sum, value) => sum + value * value, 0))

  it('has the eigenvalues that Jacobi rotations find, descending', () => {
    const expected = symmetricEigen(matrix, n).values.sort().reverse()
    // Both err by a few roundings of the norm.
    expected.forEach((value, k) => expectWithin(values[k], value, 1e-14 * n * size))
  })
  it('has orthonormal vectors with A v = λ v', () => {
    expect(vectors.length).toBe(Math.min(4, n))
    vectors.forEach((v, k) => {
      for (let i = 0; i < n; i++) {
        let image = 0
        for (let j = 0; j < n; j++) image += matrix[i * n + j] * v[j]
        expectWithin(image, values[k] * v[i], 1e-13 * n * size)
      }
      vectors.forEach((other, l) => expectWithin(v.reduce((sum, value, i) => sum + value * other[i], 0), k === l ? 1 : 0, 1e-10))
    })
  })
})

it('the tridiagonal form is similar to the matrix: Q T Qᵀ x = A x', () => {
  const n = 12
  const matrix = randomSymmetric(n)
  const { diagonal, offDiagonal, carryBack } = tridiagonalReduction(matrix, n)
  // Columns of A Q against those of Q T.
  const q = Array.from({ length: n }, (_, k) => carryBack(Float64Array.from({ length: n }, (_, i) => (i === k ? 1 : 0))))
  for (let k = 0; k < n; k++) for (let i = 0; i < n; i++) {
    const image = q[k].reduce((sum, value, j) => sum + matrix[i * n + j] * value, 0)
    const expected = diagonal[k] * q[k][i] + (k > 0 ? offDiagonal[k - 1] * q[k - 1][i] : 0) + (k < n - 1 ? offDiagonal[k] * q[k + 1][i] : 0)
    expectWithin(image, expected, 1e-13 * n)
  }
})
