/**
 * Discrete Fourier transform of complex values in place, length a power of two: X_k = Σ_j x_j e^{-2πi jk/n}, or with e^{+…} and
 * without 1/n for the inverse. Radix 2, decimation in time; rounding grows as log n.
 *
 * Element j of a line is at `start + j stride`, in both arrays.
 */
export class FourierTransform {
  readonly length: number
  readonly #cosine: Float64Array
  readonly #sine: Float64Array
  readonly #reversed: Uint32Array

  constructor(length: number) {
    if (length < 1 || (length & (length - 1)) !== 0) throw new RangeError(`The Fourier transform needs a power of two, not ${length}.`)
    this.length = length
    this.#cosine = Float64Array.from({ length: length / 2 }, (_, j) => Math.cos((2 * Math.PI * j) / length))
    this.#sine = Float64Array.from({ length: length / 2 }, (_, j) => Math.sin((2 * Math.PI * j) / length))
    this.#reversed = new Uint32Array(length)
    for (let i = 1; i < length; i++) this.#reversed[i] = (this.#reversed[i >> 1] >> 1) | (i & 1 ? length >> 1 : 0)
  }

  transform(re: Float64Array, im: Float64Array, { inverse = false, start = 0, stride = 1 }: FourierOptions = {}): void {
    const { length } = this
    for (let i = 0; i < length; i++) {
      const j = this.#reversed[i]
      if (j > i) {
        swap(re, start + i * stride, start + j * stride)
        swap(im, start + i * stride, start + j * stride)
      }
    }
    const sign = inverse ? 1 : -1
    for (let half = 1; half < length; half *= 2) {
      const step = length / (2 * half)
      for (let block = 0; block < length; block += 2 * half) {
        for (let j = 0; j < half; j++) {
          const a = start + (block + j) * stride
          const b = a + half * stride
          const c = this.#cosine[j * step]
          const s = sign * this.#sine[j * step]
          const x = c * re[b] - s * im[b]
          const y = s * re[b] + c * im[b]
          re[b] = re[a] - x
          im[b] = im[a] - y
          re[a] += x
          im[a] += y
        }
      }
    }
  }

  /** Both axes of a `[length, length]` array. */
  transform2d(re: Float64Array, im: Float64Array, inverse = false): void {
    const { length } = this
    for (let row = 0; row < length; row++) this.transform(re, im, { inverse, start: row * length })
    for (let column = 0; column < length; column++) this.transform(re, im, { inverse, start: column, stride: length })
  }
}

export interface FourierOptions {
  /** e^{+2πi jk/n}; the factor 1/n is the caller's. @default false */
  inverse?: boolean
  /** @default 0 */
  start?: number
  /** @default 1 */
  stride?: number
}

function swap(values: Float64Array, i: number, j: number): void {
  const kept = values[i]
  values[i] = values[j]
  values[j] = kept
}
