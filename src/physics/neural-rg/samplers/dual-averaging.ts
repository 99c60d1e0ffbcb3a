/**
 * Step size that brings the acceptance of a Monte Carlo step to a target, by dual averaging of ln ε: each step moves ln ε by the miss of
 * its acceptance, less and less; the average forgets the start and is what is frozen after the warm-up.
 *
 * Hoffman, Gelman, J. Mach. Learn. Res. 15 (2014) 1593, section 3.2, with their constants γ = 0.05, t₀ = 10, κ = 0.75.
 */
export class DualAveraging {
  readonly #target: number
  readonly #anchor: number
  #misses = 0
  #logAverage = 0
  #count = 0
  #logStep: number

  constructor(start: number, target: number) {
    this.#target = target
    this.#anchor = Math.log(10 * start)
    this.#logStep = Math.log(start)
  }

  /** The step size to try next. */
  get stepSize(): number {
    return Math.exp(this.#logStep)
  }

  /** The averaged one, to be frozen; the start before the first update. */
  get average(): number {
    return this.#count === 0 ? this.stepSize : Math.exp(this.#logAverage)
  }

  /** @param acceptance min(1, e^{-ΔH}) of the last step. */
  update(acceptance: number): void {
    const m = ++this.#count
    const share = 1 / (m + 10)
    this.#misses = (1 - share) * this.#misses + share * (this.#target - acceptance)
    this.#logStep = this.#anchor - (Math.sqrt(m) / 0.05) * this.#misses
    const weight = m ** -0.75
    this.#logAverage = weight * this.#logStep + (1 - weight) * this.#logAverage
  }
}
