export interface AverageOptions {
  /** Decay a step of the moving average of the weights; 0 switches it off: the average then is the weights. */
  emaDecay: number
  /** Small decay at first, so that the initial weights are forgotten at once. */
  emaRamp: boolean
  /** First step that updates the average; before it, the average stays at the initial weights. */
  emaStart: number
}

/**
 * Decay d in average <- d·average + (1 - d)·weights after step i; null where the average is left alone.
 * With the ramp, d = min(decay, (1 + i)/(10 + i)), i counted from the first update.
 */
export function averageDecay(step: number, { emaDecay, emaRamp, emaStart }: AverageOptions): number | null {
  if (emaDecay === 0) return 0
  const update = step - emaStart
  if (update < 0) return null
  return emaRamp ? Math.min(emaDecay, (1 + update) / (10 + update)) : emaDecay
}
