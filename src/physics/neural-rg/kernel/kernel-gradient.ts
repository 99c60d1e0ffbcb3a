import type { LaplacianFactor } from '../../numerics/grounded-laplacian.ts'
import { type BulkKernel, sumByClass } from './bulk-kernel.ts'
import type { KernelDraw } from './sample-kernel.ts'

export interface KernelGradient {
  /** ∂/∂λ of each class of edges. */
  couplings: Float64Array
  /** ∂/∂m */
  mass: number
}

/**
 * What the loss of stage II adds to E[U], β ln det K - β N (1 + ln(π/β)), with β = 1 for complex fields and 1/2 for real ones:
 *   𝓛 = E_{ζ ~ P'}[U(ζ)] + E[ln P'(ζ)],  P' = (β/π)^(βN) det(K)^β e^{-β ζ†Kζ},
 * where E[β ζ†Kζ] = β N is used exactly.
 */
export function priorEntropyTerm(factor: LaplacianFactor, sites: number, components: 1 | 2): number {
  const beta = components / 2
  return beta * (factor.logDeterminant - sites * (1 + Math.log(Math.PI / beta)))
}

/**
 * Estimate of the gradient of 𝓛 from a batch drawn by perturb-and-solve and ∂U/∂ζ there: with h = K⁻¹ ∂U/∂ζ,
 *   ∂𝓛/∂λ_e = E[Σ_{re, im} (b_eᵀh) (η_e / (2√λ_e) - b_eᵀζ)] + β b_eᵀK⁻¹b_e
 *   ∂𝓛/∂m   = E[Σ h (η_0 / (2√m) - ζ)] + β tr K⁻¹.
 * Unbiased at any batch size; exact in the terms of the prior.
 *
 * @param actionGradient ∂U/∂ζ, `[sites, batch, components]`.
 */
export function kernelGradient(kernel: BulkKernel, factor: LaplacianFactor, draw: KernelDraw, actionGradient: Float64Array): KernelGradient {
  const { edges, couplings, mass } = kernel
  const { batch, components, bulk, edgeNoise, siteNoise } = draw
  const columns = batch * components
  const h = factor.solve(Float64Array.from(actionGradient), columns)
  const entries = factor.inverseEntries()
  const beta = components / 2

  const perEdge = new Float64Array(couplings.length)
  for (let edge = 0; edge < couplings.length; edge++) {
    const [i, j] = [edges.from[edge], edges.to[edge]]
    const halfOverRoot = 0.5 / Math.sqrt(couplings[edge])
    let sum = 0
    for (let column = 0; column < columns; column++) {
      const [first, second] = [i * columns + column, j * columns + column]
      sum += (h[first] - h[second]) * (halfOverRoot * edgeNoise[edge * columns + column] - bulk[first] + bulk[second])
    }
    perEdge[edge] = sum / batch + beta * (entries.diagonal[i] + entries.diagonal[j] - 2 * entries.edges[edge])
  }
  const halfOverRoot = 0.5 / Math.sqrt(mass)
  let sum = 0
  for (let k = 0; k < h.length; k++) sum += h[k] * (halfOverRoot * siteNoise[k] - bulk[k])
  const trace = entries.diagonal.reduce((total, value) => total + value, 0)
  return { couplings: sumByClass(edges, perEdge), mass: sum / batch + beta * trace }
}
