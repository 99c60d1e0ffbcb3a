import { Problem } from '../../../shared/problem.ts'
import { factorLaplacian, type LaplacianFactor } from '../../numerics/grounded-laplacian.ts'
import type { BulkEdges } from './edge-set.ts'

/**
 * Precision matrix of the correlated bulk prior,
 *   K = m 1 + Σ_e λ_e b_e b_eᵀ,  b_e = e_i - e_j,  λ_e >= 0, m > 0        (paper, eq. E1)
 * with ⟨ζ ζ†⟩ = K⁻¹. K·1 = m·1, its smallest eigenvalue is m, and every entry of K⁻¹ is >= 0: bulk variables that are
 * anticorrelated cannot be represented.
 */
export interface BulkKernel {
  readonly edges: BulkEdges
  /** λ_e, one for each edge. */
  readonly couplings: Float64Array
  /** m */
  readonly mass: number
}

/** The translation-invariant kernel with one coupling for each class of edges. */
export function kernelOfClasses(edges: BulkEdges, couplings: ArrayLike<number>, mass: number): BulkKernel {
  if (couplings.length !== edges.classes.length) {
    throw new Problem('KernelCouplings', `The kernel has ${edges.classes.length} classes of edges, but ${couplings.length} couplings are given.`)
  }
  return soundKernel({ edges, couplings: Float64Array.from(edges.classOf, (index) => couplings[index]), mass })
}

/** The kernel whose couplings are all the same: the graph and nothing else. */
export function uniformKernel(edges: BulkEdges, coupling: number, mass: number): BulkKernel {
  return soundKernel({ edges, couplings: new Float64Array(edges.from.length).fill(coupling), mass })
}

/** The kernel itself, or a `Problem` where it is not positive. */
export function soundKernel(kernel: BulkKernel): BulkKernel {
  const bad = kernel.couplings.findIndex((coupling) => !(coupling >= 0 && coupling < Infinity))
  if (bad >= 0) {
    throw new Problem('NegativeCoupling', `The coupling of edge ${bad} of the bulk kernel is ${kernel.couplings[bad]}.`, 'Couplings are finite and not negative.')
  }
  if (!(kernel.mass > 0 && kernel.mass < Infinity)) throw new Problem('KernelMass', `The mass of the bulk kernel is ${kernel.mass}.`, 'Give a mass above zero.')
  return kernel
}

/** ln det K, K⁻¹ y, K⁻¹ and its entries at the edges, without cancellation. */
export function factorKernel({ edges, couplings, mass }: BulkKernel): LaplacianFactor {
  return factorLaplacian(edges.plan, couplings, new Float64Array(edges.plan.vertices).fill(mass))
}

/** K itself, `[N, N]`. */
export function kernelMatrix({ edges, couplings, mass }: BulkKernel): Float64Array {
  const n = edges.plan.vertices
  const matrix = new Float64Array(n * n)
  for (let i = 0; i < n; i++) matrix[i * n + i] = mass
  couplings.forEach((coupling, edge) => {
    const [i, j] = [edges.from[edge], edges.to[edge]]
    matrix[i * n + i] += coupling
    matrix[j * n + j] += coupling
    matrix[i * n + j] -= coupling
    matrix[j * n + i] -= coupling
  })
  return matrix
}

/** Sum over the edges of each class. */
export function sumByClass({ classes, classOf }: BulkEdges, perEdge: ArrayLike<number>): Float64Array {
  const sums = new Float64Array(classes.length)
  for (let edge = 0; edge < classOf.length; edge++) sums[classOf[edge]] += perEdge[edge]
  return sums
}
