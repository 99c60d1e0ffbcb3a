import type { RandomStream } from '../../random/stream.ts'
import { defaultBlocks, type Estimate } from './jackknife.ts'

/**
 * Weights of samples from a model density q for the target e^{-S}/Z, from ℓ = S + ln q: w = e^{-ℓ}. All in logarithms, so that no
 * weight overflows.
 */
export interface Reweighting {
  /** E_q[ℓ] ≥ -ln Z: the variational free energy, with its error. */
  bound: Estimate
  /** Standard deviation of ℓ, 0 only for an exact model. */
  spread: number
  /** ln Ẑ = ln <e^{-ℓ}>, biased low. */
  logZ: number
  /** ESS/M = (Σw)²/(M Σw²). */
  effectiveShare: number
  /** Effective number of samples, ESS. */
  effectiveSamples: number
  /** False below ten effective samples: "reweighting meaningless". */
  meaningful: boolean
}

/** Fewer effective samples than these say nothing. */
export const fewestEffectiveSamples = 10

export function reweighting(losses: Float64Array): Reweighting {
  const samples = losses.length
  let sum = 0
  for (const loss of losses) sum += loss
  const mean = sum / samples
  const variance = samples > 1 ? losses.reduce((total, loss) => total + (loss - mean) ** 2, 0) / (samples - 1) : 0
  const lowest = losses.reduce((low, loss) => Math.min(low, loss), Infinity)
  let weights = 0
  let squares = 0
  for (const loss of losses) {
    const weight = Math.exp(lowest - loss)
    weights += weight
    squares += weight * weight
  }
  const effectiveSamples = (weights * weights) / squares
  return {
    bound: { value: mean, error: Math.sqrt(variance / samples) },
    spread: Math.sqrt(variance),
    logZ: Math.log(weights / samples) - lowest,
    effectiveShare: effectiveSamples / samples,
    effectiveSamples,
    meaningful: effectiveSamples >= fewestEffectiveSamples,
  }
}

/** Σ w O/Σ w with a jackknife error over blocks; null when reweighting is meaningless. */
export function reweightedMean(values: Float64Array, losses: Float64Array, blocks = defaultBlocks): Estimate | null {
  if (!reweighting(losses).meaningful || values.length < blocks) return null
  const lowest = losses.reduce((low, loss) => Math.min(low, loss), Infinity)
  const weight = new Float64Array(blocks)
  const weighted = new Float64Array(blocks)
  losses.forEach((loss, i) => {
    const block = Math.floor((i * blocks) / losses.length)
    const w = Math.exp(lowest - loss)
    weight[block] += w
    weighted[block] += w * values[i]
  })
  const total = weight.reduce((sum, w) => sum + w, 0)
  const totalWeighted = weighted.reduce((sum, w) => sum + w, 0)
  const leftOut = weight.map((w, block) => (totalWeighted - weighted[block]) / (total - w))
  const mean = leftOut.reduce((sum, value) => sum + value, 0) / blocks
  const spread = leftOut.reduce((sum, value) => sum + (value - mean) ** 2, 0)
  return { value: totalWeighted / total, error: Math.sqrt(((blocks - 1) / blocks) * spread) }
}

/**
 * Independence Metropolis: a chain through samples of the model that has the target as its law. Each next sample is accepted with
 * min(1, w'/w). Returns which sample the chain holds at each step, and the share that was accepted.
 */
export function independenceChain(losses: Float64Array, random: RandomStream): { held: Int32Array; acceptance: number } {
  const held = new Int32Array(losses.length)
  let accepted = 0
  for (let i = 1; i < losses.length; i++) {
    const current = held[i - 1]
    const take = random.uniform() < Math.exp(losses[current] - losses[i])
    held[i] = take ? i : current
    if (take) accepted++
  }
  return { held, acceptance: losses.length > 1 ? accepted / (losses.length - 1) : 1 }
}
