import { blockedMean, type Estimate } from './jackknife.ts'

/** E_q[ℓ] ≥ -ln Z ≥ E_p[ℓ], ℓ = S + ln q: samples of the model bound the free energy from above, exact ones from below. */
export interface TwoSidedBound {
  /** E_q[ℓ] = -ln Z + KL(q‖p). */
  upper: Estimate
  /** E_p[ℓ] = -ln Z - KL(p‖q); null without exact samples. */
  lower: Estimate | null
  /** The width of the bracket: KL(q‖p) + KL(p‖q). */
  width: Estimate | null
  /** KL(q‖p) = E_q[ℓ] + ln Z where ln Z is known. */
  gap: Estimate | null
}

/**
 * @param model ℓ of independent samples of the model
 * @param exact ℓ of exact samples (which may be correlated: their error is blocked), or null
 * @param logZ known ln Z with its error, or null
 */
export function twoSidedBound(model: Float64Array, exact: Float64Array | null, logZ: Estimate | null): TwoSidedBound {
  const upper = blockedMean(model)
  const lower = exact && blockedMean(exact)
  return {
    upper,
    lower,
    width: lower && { value: upper.value - lower.value, error: Math.hypot(upper.error, lower.error) },
    gap: logZ && { value: upper.value + logZ.value, error: Math.hypot(upper.error, logZ.error) },
  }
}
