import { averageDecay } from './average-decay.ts'
import type { AdamWOptions } from './adamw.ts'
import { learningRateAt } from './schedule.ts'

/** AdamW once more in float64 loops, straight from the formulas. */
export class ReferenceAdamW {
  readonly weights: Float64Array
  readonly average: Float64Array
  readonly #first: Float64Array
  readonly #second: Float64Array
  readonly #options: AdamWOptions

  constructor(initial: ArrayLike<number>, options: AdamWOptions) {
    this.weights = Float64Array.from(initial)
    this.average = Float64Array.from(initial)
    this.#first = new Float64Array(initial.length)
    this.#second = new Float64Array(initial.length)
    this.#options = options
  }

  /** Returns the norm before clipping. */
  update(step: number, gradient: ArrayLike<number>): number {
    const { weightDecay, clipNorm } = this.#options
    const learningRate = learningRateAt(step, this.#options)
    const decay = averageDecay(step, this.#options)
    let squares = 0
    for (let i = 0; i < gradient.length; i++) squares += gradient[i] ** 2
    const norm = Math.sqrt(squares)
    const factor = clipNorm > 0 ? Math.min(1, clipNorm / (norm + 1e-6)) : 1
    for (let i = 0; i < gradient.length; i++) {
      const g = gradient[i] * factor
      this.#first[i] = 0.9 * this.#first[i] + 0.1 * g
      this.#second[i] = 0.999 * this.#second[i] + 0.001 * g * g
      const m = this.#first[i] / (1 - 0.9 ** (step + 1))
      const v = this.#second[i] / (1 - 0.999 ** (step + 1))
      this.weights[i] = (1 - learningRate * weightDecay) * this.weights[i] - (learningRate * m) / (Math.sqrt(v) + 1e-8)
      if (decay !== null) this.average[i] = decay * this.average[i] + (1 - decay) * this.weights[i]
    }
    return norm
  }
}
