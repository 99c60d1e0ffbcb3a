import { Problem } from '../../../shared/problem.ts'
import type { Embedding } from '../../../shared/studies/neural-rg/bulk-geometry.ts'
import { topEigenpairs } from '../../numerics/top-eigenpairs.ts'

/**
 * Classical multidimensional scaling of distances `[n, n]`: with J = 1 - 11ᵀ/n and B = -½ J (D∘D) J, the points are X = U √Λ₊ of the
 * largest eigenpairs of B. Exact where D are distances in a flat space of that dimension; else the best inner products.
 *
 * Torgerson, Psychometrika 17 (1952) 401.
 */
export function classicalEmbedding(distances: Float64Array, n: number, dimensions = 3): Embedding {
  if (distances.length !== n * n || distances.some((value) => !Number.isFinite(value))) {
    throw new Problem('BadDistances', `Multidimensional scaling takes an ${n} × ${n} table of finite distances; this one has ${distances.length} entries.`)
  }
  const { values, vectors } = topEigenpairs(doubleCentred(distances, n), n, dimensions)
  const coordinates = new Float64Array(n * dimensions)
  vectors.forEach((vector, k) => {
    const length = Math.sqrt(Math.max(0, values[k]))
    for (let i = 0; i < n; i++) coordinates[i * dimensions + k] = length * vector[i]
  })
  const sum = (numbers: Float64Array) => numbers.reduce((total, value) => total + value, 0)
  const positive = sum(values.map((value) => Math.max(0, value)))
  const negative = sum(values.map((value) => Math.max(0, -value)))
  const captured = sum(values.slice(0, dimensions).map((value) => Math.max(0, value)))
  return {
    coordinates, eigenvalues: values,
    positiveShare: positive > 0 ? captured / positive : 1,
    negativeMass: positive + negative > 0 ? negative / (positive + negative) : 0,
    stress: kruskalStress(distances, coordinates, n, dimensions),
  }
}

function doubleCentred(distances: Float64Array, n: number): Float64Array {
  const squares = distances.map((value) => -0.5 * value * value)
  const means = Float64Array.from({ length: n }, (_, i) => squares.subarray(i * n, i * n + n).reduce((sum, value) => sum + value, 0) / n)
  const mean = means.reduce((sum, value) => sum + value, 0) / n
  for (let i = 0; i < n; i++) for (let j = 0; j < n; j++) squares[i * n + j] += mean - means[i] - means[j]
  return squares
}

function kruskalStress(distances: Float64Array, coordinates: Float64Array, n: number, dimensions: number): number {
  let [missed, total] = [0, 0]
  for (let i = 0; i < n; i++) for (let j = i + 1; j < n; j++) {
    let square = 0
    for (let k = 0; k < dimensions; k++) square += (coordinates[i * dimensions + k] - coordinates[j * dimensions + k]) ** 2
    missed += (distances[i * n + j] - Math.sqrt(square)) ** 2
    total += distances[i * n + j] ** 2
  }
  return total > 0 ? Math.sqrt(missed / total) : 0
}
