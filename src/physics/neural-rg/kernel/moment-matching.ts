import { cholesky } from '../../numerics/cholesky.ts'
import type { BulkCovariance } from './bulk-covariance.ts'
import { type BulkKernel, factorKernel, kernelOfClasses, sumByClass } from './bulk-kernel.ts'
import type { BulkEdges } from './edge-set.ts'
import { leastMass } from './kernel-parameters.ts'

/** What of the second moments the kernel sees: Σ_e ⟨|ζ_i - ζ_j|²⟩ for each class and Σ_i ⟨|ζ_i|²⟩. */
export interface KernelMoments {
  differences: Float64Array
  squares: number
}

export function kernelMoments(edges: BulkEdges, { sites, real }: BulkCovariance): KernelMoments {
  const at = (i: number, j: number) => real[i * sites + j]
  const perEdge = Float64Array.from(edges.from, (i, edge) => at(i, i) + at(edges.to[edge], edges.to[edge]) - 2 * at(i, edges.to[edge]))
  let squares = 0
  for (let i = 0; i < sites; i++) squares += at(i, i)
  return { differences: sumByClass(edges, perEdge), squares }
}

export interface MatchedKernel {
  /** λ of each class. */
  couplings: Float64Array
  mass: number
  kernel: BulkKernel
  /** ln det K - Σ K_ij c_ij at the maximum. */
  logLikelihood: number
  /** Newton steps taken. */
  iterations: number
  /** Largest violated optimality condition, relative to the moment it belongs to. */
  residual: number
}

/**
 * The kernel of greatest likelihood given second moments: maximises ln det K - Σ K_ij c_ij = ln det K - m Σ⟨|ζ|²⟩ - Σ λ S over
 * λ >= 0, m >= 10⁻⁴, which is concave. At the maximum K⁻¹ has the very moments, except for couplings that rest at zero, where the
 * data want to be less correlated than independent.
 *
 * Projected Newton: of the bounds reached, those that the gradient pushes against are held; the others move by the Newton step
 * with ∂²/∂λ_c∂λ_d = -Σ_{e in c, f in d} (b_eᵀK⁻¹b_f)², halved until the likelihood falls no more. Bertsekas, SIAM J. Control 20 (1982) 221.
 */
export function matchMoments(edges: BulkEdges, moments: KernelMoments, { tolerance = 1e-10, maxIterations = 100 } = {}): MatchedKernel {
  const classes = edges.classes.length
  const target = Float64Array.of(...moments.differences, moments.squares)
  const lowest = new Float64Array(classes + 1)
  lowest[classes] = leastMass
  const kernelAt = (x: Float64Array) => kernelOfClasses(edges, x.subarray(0, classes), x[classes])
  const likelihood = (x: Float64Array) => factorKernel(kernelAt(x)).logDeterminant - x.reduce((sum, value, i) => sum + value * target[i], 0)

  // At the maximum Σ λ S + m Σ⟨|ζ|²⟩ = N: half of it for the mass, half shared evenly by the edges.
  const share = 0.5 * edges.plan.vertices
  let x = Float64Array.from(target, (value, i) => (i < classes ? (share * edges.classes[i].edges) / (edges.from.length * value) : Math.max(2 * leastMass, share / value)))
  let value = likelihood(x)
  for (let iteration = 0; ; iteration++) {
    const { gradient, curvature } = derivatives(edges, kernelAt(x), target)
    const free = [...x.keys()].filter((i) => x[i] > lowest[i] || gradient[i] > 0)
    const residual = Math.max(0, ...free.map((i) => Math.abs(gradient[i]) / target[i]))
    const done = residual <= tolerance || iteration === maxIterations ? x : climb(x, free, gradient, curvature)
    if (done === x) return { couplings: x.slice(0, classes), mass: x[classes], kernel: kernelAt(x), logLikelihood: value, iterations: iteration, residual }
    x = done
  }

  /** The next point, or the same one when no step rises any more. */
  function climb(from: Float64Array<ArrayBuffer>, free: readonly number[], gradient: Float64Array, curvature: Float64Array): Float64Array<ArrayBuffer> {
    const n = free.length
    const reduced = Float64Array.from({ length: n * n }, (_, k) => curvature[free[Math.floor(k / n)] * (classes + 1) + free[k % n]])
    const step = cholesky(reduced, n).solve(free.map((i) => gradient[i]))
    for (let scale = 1; scale > 1e-9; scale /= 2) {
      const next = Float64Array.from(from)
      free.forEach((i, k) => { next[i] = Math.max(lowest[i], from[i] + scale * step[k]) })
      const reached = likelihood(next)
      // The last steps move the likelihood by less than its rounding.
      if (reached > value - 1e-13 * Math.abs(value)) {
        value = reached
        return next
      }
    }
    return from
  }
}

/** Gradient of ln det K - x·target and minus its second derivatives, `[classes + 1, classes + 1]`, the mass last. */
function derivatives(edges: BulkEdges, kernel: BulkKernel, target: Float64Array): { gradient: Float64Array; curvature: Float64Array } {
  const size = target.length
  const sites = edges.plan.vertices
  const count = edges.from.length
  const inverse = factorKernel(kernel).inverse()
  const curvature = new Float64Array(size * size)
  const gradient = target.map((value) => -value)
  const difference = new Float64Array(sites)
  for (let edge = 0; edge < count; edge++) {
    const own = edges.classOf[edge]
    const [first, second] = [edges.from[edge] * sites, edges.to[edge] * sites]
    // K⁻¹ b_e
    for (let i = 0; i < sites; i++) difference[i] = inverse[first + i] - inverse[second + i]
    const along = difference[edges.from[edge]] - difference[edges.to[edge]]
    gradient[own] += along
    curvature[own * size + own] += along * along
    for (let other = 0; other < edge; other++) {
      const overlap = difference[edges.from[other]] - difference[edges.to[other]]
      curvature[own * size + edges.classOf[other]] += overlap * overlap
      curvature[edges.classOf[other] * size + own] += overlap * overlap
    }
    let square = 0
    for (let i = 0; i < sites; i++) square += difference[i] * difference[i]
    curvature[own * size + size - 1] += square
    curvature[(size - 1) * size + own] += square
  }
  for (let i = 0; i < sites; i++) gradient[size - 1] += inverse[i * sites + i]
  curvature[size * size - 1] = inverse.reduce((sum, value) => sum + value * value, 0)
  return { gradient, curvature }
}
