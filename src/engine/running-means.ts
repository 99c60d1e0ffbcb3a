import * as tf from '@tensorflow/tfjs-core'
import type { Scalar, Tensor } from '@tensorflow/tfjs-core'

/** Readings kept apart before they are joined into one tensor. */
const block = 64

/**
 * Sums of a few scalars over steps, without waiting for the device at every step: tensors are collected, and read when
 * somebody asks. The order of summation is that of the steps, so a cut run adds up to the same bits.
 */
export class RunningMeans<Name extends string> {
  readonly #names: readonly Name[]
  #sums: Float64Array
  #count = 0
  /** Tensors `[readings]`, the names in turn. */
  #unread: Tensor[] = []
  #pending: Scalar[] = []

  constructor(names: readonly Name[]) {
    this.#names = names
    this.#sums = new Float64Array(names.length)
  }

  /** Tensors held until the next reading; no leak. */
  get tensorCount(): number {
    return this.#unread.length + this.#pending.length
  }

  /** Takes the scalars over. */
  add(values: Record<Name, Scalar>): void {
    for (const name of this.#names) this.#pending.push(tf.keep(values[name]))
    if (this.#pending.length >= block * this.#names.length) this.#join()
  }

  /** Means since the last call, then starts anew. NaN when there was no step. */
  async take(): Promise<{ means: Record<Name, number>; count: number }> {
    await this.#read()
    const count = this.#count
    const means = Object.fromEntries(this.#names.map((name, i) => [name, this.#sums[i] / count])) as Record<Name, number>
    this.#sums = new Float64Array(this.#names.length)
    this.#count = 0
    return { means, count }
  }

  /** Number of steps, then the sums. */
  async save(): Promise<Float64Array> {
    await this.#read()
    return Float64Array.of(this.#count, ...this.#sums)
  }

  load(saved: ArrayLike<number>): void {
    this.dispose()
    this.#count = saved[0]
    this.#sums = Float64Array.from({ length: this.#names.length }, (_, i) => saved[i + 1])
  }

  dispose(): void {
    tf.dispose([this.#unread, this.#pending])
    this.#unread = []
    this.#pending = []
  }

  #join(): void {
    if (this.#pending.length === 0) return
    this.#unread.push(tf.keep(tf.stack(this.#pending)))
    tf.dispose(this.#pending)
    this.#pending = []
  }

  async #read(): Promise<void> {
    this.#join()
    const unread = this.#unread
    this.#unread = []
    for (const tensor of unread) {
      const values = await tensor.data<'float32'>()
      tensor.dispose()
      for (let i = 0; i < values.length; i++) this.#sums[i % this.#names.length] += values[i]
      this.#count += values.length / this.#names.length
    }
  }
}
