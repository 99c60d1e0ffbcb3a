import type { ModelConfig } from '../../shared/studies/holographic-flow/config.ts'

/** Variances c_phi = 1 and c_pi = 0.55 of the base law's zero mode. */
export const baseVarianceOfField = 1
export const baseVarianceOfMomentum = 0.55

/**
 * Variance of every real component of the noise at the IR cut-off, c (1 + k²)^-s with s = 1 (Sobolev, the paper) or s = 0
 * (white, what the released program uses for points). Field and momentum are independent. Spec: 6.1.
 */
export function baseVariances(prior: ModelConfig['basePrior'], k: number): { field: number; momentum: number } {
  const fall = prior === 'white' ? 1 : 1 / (1 + k * k)
  return { field: baseVarianceOfField * fall, momentum: baseVarianceOfMomentum * fall }
}
