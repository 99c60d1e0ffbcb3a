import { stream } from '../../random/stream.ts'
import { type BulkKernel, uniformKernel } from '../kernel/bulk-kernel.ts'

/**
 * Kernels without physics on the same graph, to hold a learned one against. The graph alone makes distances that grow almost like
 * ln r and like the depth: only the departure from these kernels, and how it moves with temperature, tells of the theory.
 */

/** Every coupling the mean of the learned ones, the same mass. */
export function equalCouplings({ edges, couplings, mass }: BulkKernel): BulkKernel {
  return uniformKernel(edges, couplings.reduce((sum, value) => sum + value, 0) / couplings.length, mass)
}

/** The learned couplings dealt out to the edges at random, the same mass: their spread without their place. */
export function shuffledCouplings({ edges, couplings, mass }: BulkKernel, seed: number): BulkKernel {
  const order = stream(seed, 'null kernel').shuffle(Uint32Array.from(couplings.keys()))
  return { edges, couplings: Float64Array.from(order, (edge) => couplings[edge]), mass }
}
