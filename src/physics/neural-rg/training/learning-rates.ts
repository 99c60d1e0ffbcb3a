import type { StageOneConfig } from '../../../shared/studies/neural-rg/config.ts'
import { learningRateAt } from '../../optimisers/schedule.ts'
import type { MapParameter } from '../map/holographic-map.ts'

/**
 * Learning rates of step i = 0 … steps - 1, one for each number of the flat parameter vector: scalings fall exponentially from
 * their first to their last value, angles and weights follow their own schedule (the paper's is constant). Spec 4.1.
 */
export function stageOneRates(step: number, config: StageOneConfig, parameters: readonly MapParameter[], rates: Float64Array): void {
  const scaling = exponential(step, config.steps, config.scalingLearningRate, config.finalScalingLearningRate)
  const own = learningRateAt(step, { ...config, schedule: 'cosine', warmupSteps: 0 })
  for (const { role, offset, count } of parameters) {
    rates.fill(role === 'scaling' ? scaling : own, offset, offset + count)
  }
}

/** From `first` at step 0 to `last` at the last step, by equal factors. */
export function exponential(step: number, steps: number, first: number, last: number): number {
  return steps < 2 ? first : first * (last / first) ** (step / (steps - 1))
}

/** Quartic coupling at a step: 1 at the start, its own value after the ramp; linear in between. Values below 1 are not ramped. */
export function rampedCoupling(step: number, { steps, rampFraction }: StageOneConfig, lambda: number): number {
  const share = rampFraction > 0 ? Math.min(1, step / (rampFraction * steps)) : 1
  return lambda > 1 ? 1 + share * (lambda - 1) : lambda
}
