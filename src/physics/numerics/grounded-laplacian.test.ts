import { describe, expect, it } from 'vitest'
import { stream } from '../random/stream.ts'
import { expectRelative } from '../testing/expect-printed.test-helper.ts'
import { cholesky } from './cholesky.ts'
import { eliminationPlan } from './elimination-order.ts'
import { factorLaplacian } from './grounded-laplacian.ts'

/** A random graph on n vertices, some edges twice, and its matrix by the definition. */
function randomNetwork(n: number, edges: number, seed: number) {
  const random = stream(seed, 'init')
  const from = new Int32Array(edges)
  const to = new Int32Array(edges)
  const weights = new Float64Array(edges)
  const grounds = Float64Array.from({ length: n }, () => 0.05 + random.uniform())
  const matrix = new Float64Array(n * n)
  grounds.forEach((ground, i) => { matrix[i * n + i] = ground })
  for (let edge = 0; edge < edges; edge++) {
    const i = from[edge] = random.below(n)
    const j = to[edge] = (i + 1 + random.below(n - 1)) % n
    const w = weights[edge] = random.uniform() * 3
    matrix[i * n + i] += w
    matrix[j * n + j] += w
    matrix[i * n + j] -= w
    matrix[j * n + i] -= w
  }
  return { n, from, to, weights, grounds, matrix, plan: eliminationPlan(n, from, to) }
}

describe.each([[1, 0], [2, 3], [7, 9], [33, 60], [70, 150]])('network of %i vertices and %i edges', (n, edges) => {
  const { matrix, plan, weights, grounds, from, to } = randomNetwork(n, edges, n)
  const factor = factorLaplacian(plan, weights, grounds)
  const dense = cholesky(matrix, n)

  it('eliminates each vertex once and holds every edge', () => {
    expect([...plan.order].sort((a, b) => a - b)).toEqual(Array.from({ length: n }, (_, i) => i))
    expect(plan.edgeEntries.every((entry) => entry >= 0)).toBe(true)
  })
  it('agrees with the dense Cholesky factor: determinant, inverse, its entries, solutions', () => {
    // The condition number is below 1e4 here: 1e-11 leaves a hundred roundings.
    expect(Math.abs(factor.logDeterminant - dense.logDeterminant)).toBeLessThan(1e-11 * n)
    const inverse = factor.inverse()
    dense.inverse().forEach((value, i) => expect(Math.abs(inverse[i] - value)).toBeLessThan(1e-11))
    const { diagonal, edges: atEdges } = factor.inverseEntries()
    diagonal.forEach((value, i) => expectRelative(value, inverse[i * n + i], 1e-12))
    atEdges.forEach((value, edge) => expectRelative(value, inverse[from[edge] * n + to[edge]], 1e-12))
    const y = Float64Array.from({ length: 3 * n }, (_, i) => Math.sin(i + 1))
    const x = factor.solve(Float64Array.from(y), 3)
    for (let column = 0; column < 3; column++) {
      dense.solve(Float64Array.from({ length: n }, (_, i) => y[3 * i + column])).forEach((value, i) => {
        expect(Math.abs(x[3 * i + column] - value)).toBeLessThan(1e-11)
      })
    }
  })
})

it('keeps every digit where Cholesky loses them: a chain over 12 decades, ground of 1e-30', () => {
  // Two vertices joined by w, grounds g: K⁻¹ = [[w + g, w], [w, w + g]] / (g (2 w + g)), det = g (2 w + g).
  const [w, g] = [1e6, 1e-30]
  const plan = eliminationPlan(2, Int32Array.of(0), Int32Array.of(1))
  const factor = factorLaplacian(plan, Float64Array.of(w), Float64Array.of(g, g))
  expectRelative(factor.logDeterminant, Math.log(g) + Math.log(2 * w), 1e-15)
  expectRelative(factor.inverse()[1], 1 / (2 * g), 1e-15)
  // A chain of 20 weak links: the far corner is the product of w/g to leading order, 1e-40 and still right.
  const links = 20
  const chain = eliminationPlan(links + 1, Int32Array.from({ length: links }, (_, i) => i), Int32Array.from({ length: links }, (_, i) => i + 1))
  const far = factorLaplacian(chain, new Float64Array(links).fill(1e-2), new Float64Array(links + 1).fill(1)).inverse()[links]
  // Transfer matrix: continuants of the tridiagonal determinant in closed form, diagonal 1.02 inside and 1.01 at the ends.
  let [before, determinant] = [1, 1.01]
  for (let i = 1; i <= links; i++) [before, determinant] = [determinant, (i < links ? 1.02 : 1.01) * determinant - 1e-4 * before]
  expectRelative(far, 1e-2 ** links / determinant, 1e-13)
})

it('a matrix that is not positive definite is refused with its pivot', () => {
  expect(() => cholesky(Float64Array.of(1, 2, 2, 1), 2)).toThrow(/pivot 2 is -3/)
})
