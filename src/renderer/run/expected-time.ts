/** Work of a run in any unit that a study counts in: operations, or sites that go through a map. */
export interface Cost {
  perStep: number
  perSampling: number
  total: number
}

/** A run of this machine that has trained for a while. */
export interface EarlierRun {
  title: string
  cost: Cost
  step: number
  evaluateEvery: number
  elapsedSeconds: number
}

/** How far another run's cost of a step may lie apart: beyond it, rates of small and large networks have little in common. */
const likeSize = 8

/** Work a second that a run has reached, its samplings counted. */
export function rateOf({ cost, step, evaluateEvery, elapsedSeconds }: EarlierRun): number {
  return (step * cost.perStep + Math.floor(step / evaluateEvery) * cost.perSampling) / elapsedSeconds
}

/** Seconds that a run should take, by the rate of the earlier run whose steps cost most nearly as much; null where none is like it. */
export function expectedTime(cost: Cost, earlier: readonly EarlierRun[]): { seconds: number; like: EarlierRun } | null {
  const apart = (run: EarlierRun) => Math.abs(Math.log(run.cost.perStep / cost.perStep))
  const like = earlier.filter((run) => run.elapsedSeconds > 0 && run.step > 0 && apart(run) <= Math.log(likeSize)).toSorted((a, b) => apart(a) - apart(b))[0]
  return like ? { seconds: cost.total / rateOf(like), like } : null
}
