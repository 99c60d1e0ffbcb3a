import { threefryFill } from './threefry.ts'
import { boxMullerFill } from './normal-pairs.ts'

/**
 * The streams that runs draw from. Each has its own key, so that a draw from one never shifts another: switching off lift
 * noise changes neither the batches nor the initial weights.
 */
export type StreamName =
  | 'data' | 'init' | 'base' | 'lift' | 'time' | 'shuffle' | 'probe' | 'sample' | 'reference' | 'direction' | 'subsample'

/** Blocks of 64 bits made at a time. */
const blocksPerRefill = 128

/**
 * The stream `name` of a run: the same numbers whenever seed, name and index are the same, independent ones otherwise. The
 * random numbers of training step i are those of index i: a resumed run repeats them without any stored state.
 *
 * The key is the Threefry chain seed → letters of the name → index, so that equal keys for different triples are as unlikely
 * as any 64-bit collision.
 */
export function stream(seed: number, name: StreamName | (string & {}), index = 0): RandomStream {
  const words = new Int32Array(2)
  absorb(words, seed)
  for (let position = 0; position < name.length; position++) {
    threefryFill(words, words[0], words[1], name.charCodeAt(position), position + 1)
  }
  absorb(words, index)
  return new RandomStream(words[0], words[1])
}

/** key <- Threefry(key, whole number up to 2^53). */
function absorb(key: Int32Array, value: number): void {
  if (!Number.isSafeInteger(value) || value < 0) throw new RangeError(`A random stream needs whole numbers >= 0, not ${value}.`)
  threefryFill(key, key[0], key[1], value % 2 ** 32, Math.floor(value / 2 ** 32))
}

/**
 * A sequence of random numbers. Bulk fills and single draws read the same sequence: filling 7 and then 9 numbers gives the
 * same 16 as one fill. A uniform number costs one block of 64 bits, a pair of normal numbers too; the second of a pair waits
 * for the next normal draw.
 */
export class RandomStream {
  readonly #key0: number
  readonly #key1: number
  readonly #words = new Int32Array(2 * blocksPerRefill)
  /** First unread word; the end when there is none. */
  #position = 2 * blocksPerRefill
  #nextBlock = 0
  /** Second number of a pair, not yet given out; NaN when there is none. */
  #waitingNormal = Number.NaN
  readonly #pair = new Float64Array(2)

  constructor(key0: number, key1: number) {
    this.#key0 = key0
    this.#key1 = key1
  }

  /** Uniform on [0, 1), 53 bits. */
  uniform(): number {
    const at = this.#takeBlock()
    return uniform53(this.#words[at], this.#words[at + 1])
  }

  /** Standard normal. */
  normal(): number {
    if (!Number.isNaN(this.#waitingNormal)) {
      const value = this.#waitingNormal
      this.#waitingNormal = Number.NaN
      return value
    }
    boxMullerFill(this.#pair, 0, 1, this.#words, this.#takeBlock(), 1)
    this.#waitingNormal = this.#pair[1]
    return this.#pair[0]
  }

  /** Whole number, uniform on 0 … n - 1. The deviation from uniform is below n 2^-53. */
  below(n: number): number {
    return Math.floor(this.uniform() * n)
  }

  /** +1 or -1 with equal probability. */
  sign(): number {
    return this.uniform() < 0.5 ? -1 : 1
  }

  /** Uniform on [low, high). In a Float32Array the 24 leading bits are kept, so that rounding never reaches `high` at [0, 1). */
  fillUniform(target: Float32Array | Float64Array, low = 0, high = 1): void {
    const width = high - low
    const single = target instanceof Float32Array
    let done = 0
    while (done < target.length) {
      const words = this.#words
      let at = this.#takeBlock()
      const count = Math.min(target.length - done, (words.length - at) / 2)
      for (let i = done; i < done + count; i++) {
        const u = single ? (words[at] >>> 8) * 2 ** -24 : uniform53(words[at], words[at + 1])
        target[i] = low + width * u
        at += 2
      }
      this.#position = at
      done += count
    }
  }

  /** Normal with mean 0 and the given standard deviation. */
  fillNormal(target: Float32Array | Float64Array, standardDeviation = 1): void {
    const length = target.length
    let done = 0
    if (length > 0 && !Number.isNaN(this.#waitingNormal)) target[done++] = standardDeviation * this.normal()
    while (length - done >= 2) {
      const at = this.#takeBlock()
      const pairs = Math.min((length - done) >> 1, (this.#words.length - at) >> 1)
      boxMullerFill(target, done, pairs, this.#words, at, standardDeviation)
      this.#position = at + 2 * pairs
      done += 2 * pairs
    }
    if (done < length) target[done] = standardDeviation * this.normal()
  }

  /** Random order in place, all permutations equally likely (Fisher-Yates). */
  shuffle<Items extends Uint32Array | Int32Array | number[]>(items: Items): Items {
    for (let last = items.length - 1; last > 0; last--) {
      const other = this.below(last + 1)
      const kept = items[last]
      items[last] = items[other]
      items[other] = kept
    }
    return items
  }

  /** Position in the word buffer of the next block, which then counts as read. */
  #takeBlock(): number {
    if (this.#position >= this.#words.length) {
      threefryFill(this.#words, this.#key0, this.#key1, this.#nextBlock, Math.floor(this.#nextBlock / 2 ** 32))
      this.#nextBlock += blocksPerRefill
      this.#position = 0
    }
    const at = this.#position
    this.#position = at + 2
    return at
  }
}

/** The 53 leading bits of two words as a number in [0, 1). */
function uniform53(first: number, second: number): number {
  return ((first >>> 5) * 67108864 + (second >>> 6)) * 2 ** -53
}
