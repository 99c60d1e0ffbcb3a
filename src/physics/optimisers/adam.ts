export interface AdamOptions {
  /** Gradients whose norm over all parameters exceeds it are scaled down to it; 0 switches it off. */
  clipNorm: number
  /** Decoupled: parameters shrink by the factor 1 - rate·weightDecay a step, apart from the gradient. @default 0 */
  weightDecay?: number
  /** @default 0.9 */
  beta1?: number
  /** @default 0.999 */
  beta2?: number
  /** @default 1e-8 */
  epsilon?: number
}

/**
 * Adam in float64 with a learning rate for each parameter, for models of a few hundred numbers; `AdamW` is its like for
 * tensors. With g the clipped gradient and t = 1, 2, …:
 *
 *   m <- b1 m + (1 - b1) g,   v <- b2 v + (1 - b2) g²
 *   w <- (1 - rate·decay) w - rate (m / (1 - b1^t)) / (sqrt(v / (1 - b2^t)) + eps)
 *
 * The state is the three vectors alone: t comes from outside. Kingma, Ba, arXiv 1412.6980.
 */
export class Adam {
  readonly values: Float64Array
  readonly #first: Float64Array
  readonly #second: Float64Array
  readonly #options: AdamOptions

  constructor(initial: Float64Array, options: AdamOptions) {
    this.values = initial.slice()
    this.#first = new Float64Array(initial.length)
    this.#second = new Float64Array(initial.length)
    this.#options = options
  }

  /** One update, in place; `step` counts from 0. Returns the norm of the gradient before clipping. */
  update(step: number, gradient: Float64Array, rates: Float64Array): number {
    const { clipNorm, weightDecay = 0, beta1 = 0.9, beta2 = 0.999, epsilon = 1e-8 } = this.#options
    let square = 0
    for (const g of gradient) square += g * g
    const norm = Math.sqrt(square)
    const scale = clipNorm > 0 && norm > clipNorm ? clipNorm / norm : 1
    const correction1 = 1 - beta1 ** (step + 1)
    const correction2 = 1 - beta2 ** (step + 1)
    for (let i = 0; i < gradient.length; i++) {
      const g = scale * gradient[i]
      this.#first[i] = beta1 * this.#first[i] + (1 - beta1) * g
      this.#second[i] = beta2 * this.#second[i] + (1 - beta2) * g * g
      const slope = this.#first[i] / correction1 / (Math.sqrt(this.#second[i] / correction2) + epsilon)
      this.values[i] -= rates[i] * (slope + weightDecay * this.values[i])
    }
    return norm
  }

  /** Forgets what it knows of earlier gradients: the target has changed. */
  forget(): void {
    this.#first.fill(0)
    this.#second.fill(0)
  }

  /** Copies of `values`, `firstMoment`, `secondMoment`. */
  saveState(): Record<AdamVector, Float64Array> {
    return { values: this.values.slice(), firstMoment: this.#first.slice(), secondMoment: this.#second.slice() }
  }

  loadState(state: Record<AdamVector, Float64Array>): void {
    this.values.set(state.values)
    this.#first.set(state.firstMoment)
    this.#second.set(state.secondMoment)
  }
}

export const adamVectors = ['values', 'firstMoment', 'secondMoment'] as const
export type AdamVector = (typeof adamVectors)[number]
