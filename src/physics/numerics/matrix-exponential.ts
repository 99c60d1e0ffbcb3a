/** e^A of a small dense matrix: Taylor series of A/2^j, squared j times; about 14 digits for norms up to 100. */
export function matrixExponential(matrix: readonly (readonly number[])[]): number[][] {
  const norm = Math.max(...matrix.map((row) => row.reduce((sum, value) => sum + Math.abs(value), 0)))
  const squarings = norm > 0.25 ? Math.ceil(Math.log2(norm / 0.25)) : 0
  const scaled = matrix.map((row) => row.map((value) => value / 2 ** squarings))
  let term = identity(matrix.length)
  let sum = identity(matrix.length)
  for (let n = 1; n <= 16; n++) {
    term = multiply(term, scaled).map((row) => row.map((value) => value / n))
    sum = sum.map((row, i) => row.map((value, j) => value + term[i][j]))
  }
  for (let i = 0; i < squarings; i++) sum = multiply(sum, sum)
  return sum
}

/** Matrix times vector. */
export function apply(matrix: readonly (readonly number[])[], vector: readonly number[]): number[] {
  return matrix.map((row) => row.reduce((sum, value, j) => sum + value * vector[j], 0))
}

function identity(n: number): number[][] {
  return Array.from({ length: n }, (_, i) => Array.from({ length: n }, (_, j) => (i === j ? 1 : 0)))
}

function multiply(a: readonly (readonly number[])[], b: readonly (readonly number[])[]): number[][] {
  return a.map((row) => b[0].map((_, j) => row.reduce((sum, value, i) => sum + value * b[i][j], 0)))
}
