/**
 * Step rate and time left. Steps and evaluations take very different times, so each has its own running mean: the rate shown
 * is that of the steps, and the time left counts the evaluations that are still to come.
 */
export class ProgressMeter {
  #secondsPerStep: number | null = null
  #secondsPerEvaluation: number | null = null
  #steps = 0

  /** The first steps of a process are slow (tables, kernels): the mean forgets them within a few tens of steps. */
  stepTook(seconds: number): void {
    this.#steps++
    const weight = Math.max(0.02, 1 / this.#steps)
    this.#secondsPerStep = mix(this.#secondsPerStep, seconds, weight)
  }

  evaluationTook(seconds: number): void {
    this.#secondsPerEvaluation = mix(this.#secondsPerEvaluation, seconds, 0.5)
  }

  get stepsPerSecond(): number {
    return this.#secondsPerStep ? 1 / this.#secondsPerStep : 0
  }

  /** Null until there is something to judge by. */
  secondsLeft(stepsLeft: number, evaluationsLeft: number): number | null {
    if (this.#secondsPerStep === null || this.#steps < 3) return null
    return stepsLeft * this.#secondsPerStep + evaluationsLeft * (this.#secondsPerEvaluation ?? 0)
  }
}

function mix(mean: number | null, value: number, weight: number): number {
  return mean === null ? value : mean + weight * (value - mean)
}
