import type { BulkKernel } from './bulk-kernel.ts'
import { kernelOfClasses } from './bulk-kernel.ts'
import type { BulkEdges } from './edge-set.ts'
import type { KernelGradient } from './kernel-gradient.ts'

/** m is never below this, so that K stays invertible. */
export const leastMass = 1e-4

/**
 * Free parameters of the kernel, one a class of edges and the mass last: λ = softplus(u), m = softplus(u_m) + 10⁻⁴, where
 * softplus(u) = ln(1 + e^u). Near λ = 0 softplus is flat: a coupling that noise brought there comes back slowly.
 */
export function kernelOfParameters(edges: BulkEdges, parameters: ArrayLike<number>): BulkKernel {
  const classes = edges.classes.length
  return kernelOfClasses(edges, Float64Array.from({ length: classes }, (_, i) => softplus(parameters[i])), softplus(parameters[classes]) + leastMass)
}

/** The parameters at which all couplings and the mass have the given values, above 0 and above 10⁻⁴. */
export function parametersOfKernel(couplings: ArrayLike<number>, mass: number): Float64Array {
  const inverse = (value: number) => value + Math.log(-Math.expm1(-value))
  return Float64Array.from({ length: couplings.length + 1 }, (_, i) => inverse(i < couplings.length ? couplings[i] : mass - leastMass))
}

/** Chain rule: ∂λ/∂u = 1/(1 + e^{-u}). */
export function parameterGradient(parameters: ArrayLike<number>, { couplings, mass }: KernelGradient): Float64Array {
  return Float64Array.from({ length: couplings.length + 1 }, (_, i) => (i < couplings.length ? couplings[i] : mass) / (1 + Math.exp(-parameters[i])))
}

function softplus(u: number): number {
  return Math.max(u, 0) + Math.log1p(Math.exp(-Math.abs(u)))
}
