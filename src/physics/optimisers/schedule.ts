export interface ScheduleOptions {
  schedule: 'cosine' | 'warmupCosine' | 'constant'
  /** Peak learning rate. */
  learningRate: number
  /** Learning rate at the last step over the peak one. */
  finalLearningRateFraction: number
  /** Steps of linear rise, for `warmupCosine`. */
  warmupSteps: number
  /** Steps in all. */
  steps: number
}

/**
 * Learning rate of step i = 0 … steps - 1.
 *
 * `cosine`: half a cosine period from the peak at i = 0 to the final fraction at i = steps.
 * `warmupCosine`: linear from peak/warmupSteps to the peak over the first warmupSteps, then the cosine over the rest.
 */
export function learningRateAt(step: number, options: ScheduleOptions): number {
  const { schedule, learningRate, finalLearningRateFraction, warmupSteps, steps } = options
  if (schedule === 'constant') return learningRate
  const warmup = schedule === 'warmupCosine' ? Math.min(warmupSteps, steps) : 0
  if (step < warmup) return (learningRate * (step + 1)) / warmup
  const progress = (step - warmup) / Math.max(1, steps - warmup)
  return learningRate * (finalLearningRateFraction + ((1 - finalLearningRateFraction) * (1 + Math.cos(Math.PI * progress))) / 2)
}
