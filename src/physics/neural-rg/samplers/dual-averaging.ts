/**
 * Step size that brings the acceptance of a Monte Carlo step to a target, by dual averaging of ln ε: each step moves ln ε by the miss of
 * its acceptance, less and less; the average forgets the start and is what is frozen after the warm-up.
 *
 * Hoffman, Gelman, J. Mach. Learn. Res. 15 (2014) 1593, section 3.2, with t₀ = 10, κ = 0.75 and, to find the scale, their γ = 0.05 and
 * a pull towards ten times the start. The acceptance of stiff models falls off a cliff; with such large moves the average step then lies on
 * the safe side of it, at too high an acceptance. `refine` goes on from there with small moves, γ = 2.
 */
export class DualAveraging {
  readonly #target: number
  #anchor: number
  #friction = 0.05
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

  /** Starts the second, fine search from the average so far. */
  refine(): void {
    this.#anchor = this.#logStep = Math.log(this.average)
    this.#friction = 2
    this.#misses = 0
    this.#logAverage = 0
    this.#count = 0
  }

  /** @param acceptance min(1, e^{-ΔH}) of the last step. */
  update(acceptance: number): void {
    const m = ++this.#count
    const share = 1 / (m + 10)
    this.#misses = (1 - share) * this.#misses + share * (this.#target - acceptance)
    this.#logStep = this.#anchor - (Math.sqrt(m) / this.#friction) * this.#misses
    const weight = m ** -0.75
    this.#logAverage = weight * this.#logStep + (1 - weight) * this.#logAverage
  }
}
