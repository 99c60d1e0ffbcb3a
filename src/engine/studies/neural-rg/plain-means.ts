/**
 * Sums of a few numbers over the steps since the last line of the metrics: what `RunningMeans` is for tensors. The order of
 * summation is that of the steps, so a cut run adds up to the same bits.
 */
export class PlainMeans<Name extends string> {
  readonly #names: readonly Name[]
  /** Number of steps, then the sums. */
  #sums: Float64Array

  constructor(names: readonly Name[]) {
    this.#names = names
    this.#sums = new Float64Array(names.length + 1)
  }

  add(values: Record<Name, number>): void {
    this.#sums[0]++
    this.#names.forEach((name, i) => (this.#sums[i + 1] += values[name]))
  }

  /** Means since the last call, then starts anew. NaN when there was no step. */
  take(): Record<Name, number> {
    const means = Object.fromEntries(this.#names.map((name, i) => [name, this.#sums[i + 1] / this.#sums[0]])) as Record<Name, number>
    this.#sums.fill(0)
    return means
  }

  save(): Float64Array {
    return this.#sums.slice()
  }

  load(saved: ArrayLike<number>): void {
    this.#sums = Float64Array.from({ length: this.#names.length + 1 }, (_, i) => saved[i])
  }
}
