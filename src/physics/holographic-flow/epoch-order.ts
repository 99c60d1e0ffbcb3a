import { stream } from '../random/stream.ts'

/**
 * Which data a training step reads: every epoch is a new random order of all N items, cut into batches of B; the last,
 * incomplete batch is dropped. All of it follows from the seed and the step; only the present epoch's order is remembered.
 */
export class EpochOrder {
  readonly stepsPerEpoch: number
  readonly #count: number
  readonly #batchSize: number
  readonly #seed: number
  #epoch = -1
  #order = new Uint32Array(0)

  constructor(count: number, batchSize: number, seed: number) {
    if (batchSize > count) throw new RangeError(`A batch of ${batchSize} needs as many items, there are ${count}.`)
    this.stepsPerEpoch = Math.floor(count / batchSize)
    this.#count = count
    this.#batchSize = batchSize
    this.#seed = seed
  }

  /** Indices of the items of a step, `[B]`. */
  batch(step: number): Uint32Array {
    const epoch = Math.floor(step / this.stepsPerEpoch)
    if (epoch !== this.#epoch) {
      this.#order = stream(this.#seed, 'shuffle', epoch).shuffle(Uint32Array.from({ length: this.#count }, (_, i) => i))
      this.#epoch = epoch
    }
    const first = (step % this.stepsPerEpoch) * this.#batchSize
    return this.#order.subarray(first, first + this.#batchSize)
  }
}
