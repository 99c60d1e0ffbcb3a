import type { EliminationPlan } from './elimination-order.ts'

/**
 * Factor of the matrix of a weighted graph with a conductance to ground at each vertex,
 *   K = diag(g) + Σ_e w_e b_e b_eᵀ,  b_e = e_i - e_j,  w_e >= 0, g > 0,
 * by eliminating one vertex after another as in an electric network (star-mesh transform): vertex k of pivot
 *   d_k = g_k + Σ_i w_ik
 * leaves w_ij + w_ik w_kj / d_k between its neighbours and g_i + w_ik g_k / d_k at them. Nothing is ever subtracted, so that
 * ln det K, solutions for y >= 0 and every entry of K⁻¹, however small, keep their relative accuracy whatever the condition of K;
 * the Cholesky factor is L_ik = -w_ik / sqrt(d_k).
 *
 * Alfa, Xue, Ye, Math. Comp. 71 (2002) 217; entries of the inverse: Takahashi, Fagan, Chin (1973).
 */
export interface LaplacianFactor {
  readonly logDeterminant: number
  /** Overwrites y `[vertices, columns]` with K⁻¹ y. */
  solve(y: Float64Array, columns?: number): Float64Array
  /** K⁻¹, `[vertices, vertices]`. */
  inverse(): Float64Array
  /** The entries of K⁻¹ on the diagonal and at the edges, for the price of the factor itself. */
  inverseEntries(): { diagonal: Float64Array; edges: Float64Array }
}

/** @param weights of the plan's edges; @param grounds of the vertices. */
export function factorLaplacian(plan: EliminationPlan, weights: Float64Array, grounds: Float64Array): LaplacianFactor {
  const { pivots, shares } = eliminate(plan, weights, grounds)
  return {
    logDeterminant: pivots.reduce((sum, pivot) => sum + Math.log(pivot), 0),
    solve: (y, columns = 1) => solve(plan, pivots, shares, y, columns),
    inverse: () => inverse(plan, pivots, shares),
    inverseEntries: () => inverseEntries(plan, pivots, shares),
  }
}

/** Pivots d_k in the order of elimination, and w_ik / d_k at each entry of the plan. */
function eliminate({ vertices, order, starts, rows, edgeEntries }: EliminationPlan, weights: Float64Array, grounds: Float64Array) {
  const w = new Float64Array(rows.length)
  edgeEntries.forEach((entry, edge) => { w[entry] += weights[edge] })
  const ground = Float64Array.from(order, (vertex) => grounds[vertex])
  const pivots = new Float64Array(vertices)
  for (let k = 0; k < vertices; k++) {
    const end = starts[k + 1]
    let pivot = ground[k]
    for (let p = starts[k]; p < end; p++) pivot += w[p]
    pivots[k] = pivot
    for (let p = starts[k]; p < end; p++) {
      const share = w[p] / pivot
      ground[rows[p]] += share * ground[k]
      let at = starts[rows[p]]
      for (let q = p + 1; q < end; q++) {
        while (rows[at] !== rows[q]) at++
        w[at] += share * w[q]
      }
    }
    for (let p = starts[k]; p < end; p++) w[p] /= pivot
  }
  return { pivots, shares: w }
}

function solve({ vertices, order, starts, rows }: EliminationPlan, pivots: Float64Array, shares: Float64Array, y: Float64Array, columns: number): Float64Array {
  for (let k = 0; k < vertices; k++) {
    const own = order[k] * columns
    for (let p = starts[k]; p < starts[k + 1]; p++) {
      const other = order[rows[p]] * columns
      const share = shares[p]
      for (let column = 0; column < columns; column++) y[other + column] += share * y[own + column]
    }
  }
  for (let k = vertices - 1; k >= 0; k--) {
    const own = order[k] * columns
    for (let column = 0; column < columns; column++) y[own + column] /= pivots[k]
    for (let p = starts[k]; p < starts[k + 1]; p++) {
      const other = order[rows[p]] * columns
      const share = shares[p]
      for (let column = 0; column < columns; column++) y[own + column] += share * y[other + column]
    }
  }
  return y
}

/** Rows from the last eliminated to the first: Z_kj = Σ_i (w_ik / d_k) Z_ij for j > k, Z_kk = 1/d_k + Σ_i (w_ik / d_k) Z_ik. */
function inverse({ vertices, order, starts, rows }: EliminationPlan, pivots: Float64Array, shares: Float64Array): Float64Array {
  const z = new Float64Array(vertices * vertices)
  for (let k = vertices - 1; k >= 0; k--) {
    const own = k * vertices
    for (let p = starts[k]; p < starts[k + 1]; p++) {
      const other = rows[p] * vertices
      const share = shares[p]
      for (let j = k + 1; j < vertices; j++) z[own + j] += share * z[other + j]
    }
    let diagonal = 1 / pivots[k]
    for (let p = starts[k]; p < starts[k + 1]; p++) diagonal += shares[p] * z[own + rows[p]]
    z[own + k] = diagonal
    for (let j = k + 1; j < vertices; j++) z[j * vertices + k] = z[own + j]
  }
  const result = new Float64Array(vertices * vertices)
  for (let k = 0; k < vertices; k++) {
    const row = order[k] * vertices
    for (let j = 0; j < vertices; j++) result[row + order[j]] = z[k * vertices + j]
  }
  return result
}

/** The same recursion on the pattern of the factor alone, which it never leaves. */
function inverseEntries({ vertices, order, starts, rows, edgeEntries }: EliminationPlan, pivots: Float64Array, shares: Float64Array) {
  const z = new Float64Array(rows.length)
  const diagonal = new Float64Array(vertices)
  for (let k = vertices - 1; k >= 0; k--) {
    const end = starts[k + 1]
    for (let p = starts[k]; p < end; p++) {
      z[p] += shares[p] * diagonal[rows[p]]
      let at = starts[rows[p]]
      for (let q = p + 1; q < end; q++) {
        while (rows[at] !== rows[q]) at++
        z[p] += shares[q] * z[at]
        z[q] += shares[p] * z[at]
      }
    }
    diagonal[k] = 1 / pivots[k]
    for (let p = starts[k]; p < end; p++) diagonal[k] += shares[p] * z[p]
  }
  const byVertex = new Float64Array(vertices)
  order.forEach((vertex, k) => { byVertex[vertex] = diagonal[k] })
  return { diagonal: byVertex, edges: Float64Array.from(edgeEntries, (entry) => z[entry]) }
}
