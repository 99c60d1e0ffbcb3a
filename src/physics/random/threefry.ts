/**
 * Threefry-2x32-20: a counter-based generator. A 64-bit key and a 64-bit counter go in, 64 random bits come out; block c of a
 * stream is a pure function of (key, c), so nothing has to be stored to repeat or to continue it. 20 rounds pass the whole
 * BigCrush battery.
 *
 * Salmon, Moraes, Dror, Shaw, "Parallel random numbers: as easy as 1, 2, 3", SC'11; the reference program is Random123.
 */

/** Skein's key-schedule parity: the third key word is k0 ^ k1 ^ parity. */
const keyScheduleParity = 0x1bd11bda

/**
 * Encrypts consecutive counters: words[2j], words[2j+1] = Threefry(key, counter + j). All words are 32-bit patterns in
 * signed form.
 *
 * The rounds are written out: V8 then keeps both halves in registers and turns each shift pair into one rotation, and the
 * processor overlaps neighbouring blocks, which do not depend on each other.
 */
export function threefryFill(words: Int32Array, key0: number, key1: number, counterLow: number, counterHigh: number): void {
  const key2 = key0 ^ key1 ^ keyScheduleParity
  // What the key schedule adds to the second half: the key word plus the number of the injection.
  const second1 = (key2 + 1) | 0
  const second2 = (key0 + 2) | 0
  const second3 = (key1 + 3) | 0
  const second4 = (key2 + 4) | 0
  const second5 = (key0 + 5) | 0
  let low = counterLow | 0
  let high = counterHigh | 0
  for (let position = 0; position + 1 < words.length; position += 2) {
    let x = (low + key0) | 0
    let y = (high + key1) | 0
    x = (x + y) | 0; y = ((y << 13) | (y >>> 19)) ^ x
    x = (x + y) | 0; y = ((y << 15) | (y >>> 17)) ^ x
    x = (x + y) | 0; y = ((y << 26) | (y >>> 6)) ^ x
    x = (x + y) | 0; y = ((y << 6) | (y >>> 26)) ^ x
    x = (x + key1) | 0; y = (y + second1) | 0
    x = (x + y) | 0; y = ((y << 17) | (y >>> 15)) ^ x
    x = (x + y) | 0; y = ((y << 29) | (y >>> 3)) ^ x
    x = (x + y) | 0; y = ((y << 16) | (y >>> 16)) ^ x
    x = (x + y) | 0; y = ((y << 24) | (y >>> 8)) ^ x
    x = (x + key2) | 0; y = (y + second2) | 0
    x = (x + y) | 0; y = ((y << 13) | (y >>> 19)) ^ x
    x = (x + y) | 0; y = ((y << 15) | (y >>> 17)) ^ x
    x = (x + y) | 0; y = ((y << 26) | (y >>> 6)) ^ x
    x = (x + y) | 0; y = ((y << 6) | (y >>> 26)) ^ x
    x = (x + key0) | 0; y = (y + second3) | 0
    x = (x + y) | 0; y = ((y << 17) | (y >>> 15)) ^ x
    x = (x + y) | 0; y = ((y << 29) | (y >>> 3)) ^ x
    x = (x + y) | 0; y = ((y << 16) | (y >>> 16)) ^ x
    x = (x + y) | 0; y = ((y << 24) | (y >>> 8)) ^ x
    x = (x + key1) | 0; y = (y + second4) | 0
    x = (x + y) | 0; y = ((y << 13) | (y >>> 19)) ^ x
    x = (x + y) | 0; y = ((y << 15) | (y >>> 17)) ^ x
    x = (x + y) | 0; y = ((y << 26) | (y >>> 6)) ^ x
    x = (x + y) | 0; y = ((y << 6) | (y >>> 26)) ^ x
    words[position] = x + key2
    words[position + 1] = y + second5
    low = (low + 1) | 0
    if (low === 0) high = (high + 1) | 0
  }
}

/** One block: the two output words, unsigned. */
export function threefry(counter: readonly [number, number], key: readonly [number, number]): [number, number] {
  const words = new Int32Array(2)
  threefryFill(words, key[0] | 0, key[1] | 0, counter[0], counter[1])
  return [words[0] >>> 0, words[1] >>> 0]
}
