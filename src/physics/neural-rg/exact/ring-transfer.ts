/**
 * Moments of a ring of four sites whose transfer matrices M_n are symmetric, one for each charge n ≥ 0 (M_{-n} = M_n): with
 * X = diag(x) of charge one, Z = Σ_n tr M_n⁴, <x_0²> = Σ tr X²M_n⁴/Z, and x_0 x_r carries one charge more on r links.
 * A single matrix stands for a neutral x: then n never changes.
 */
export class RingTransfer {
  readonly #kernels: readonly Float64Array[]
  readonly #values: Float64Array

  constructor(kernels: readonly Float64Array[], values: Float64Array) {
    this.#kernels = kernels
    this.#values = values
  }

  moments(): { trace: number; square: number; fourth: number; nearest: number; diagonal: number } {
    const size = this.#values.length
    const x = this.#values
    const sums = { trace: 0, square: 0, fourth: 0, nearest: 0, diagonal: 0 }
    let here = powers(this.#kernels[0], size)
    const charged = this.#kernels.length > 1
    for (let n = 0; n < this.#kernels.length; n++) {
      const above = charged ? (n + 1 < this.#kernels.length ? powers(this.#kernels[n + 1], size) : null) : here
      const multiplicity = n === 0 ? 1 : 2 // of ±n
      for (let i = 0; i < size; i++) {
        let fourthPower = 0
        for (let j = 0; j < size; j++) {
          const at = i * size + j
          fourthPower += here.second[at] * here.second[at]
          if (!above) continue
          const pair = x[i] * x[j]
          // Charges n → n + 1 and, mirrored, -n - 1 → -n: the pair of neighbouring matrices occurs twice, once each way.
          if (charged) {
            sums.nearest += pair * (above.first[at] * here.third[at] + here.first[at] * above.third[at])
            sums.diagonal += 2 * pair * above.second[at] * here.second[at]
          } else {
            sums.nearest += pair * here.first[at] * here.third[at]
            sums.diagonal += pair * here.second[at] * here.second[at]
          }
        }
        sums.trace += multiplicity * fourthPower
        sums.square += multiplicity * x[i] ** 2 * fourthPower
        sums.fourth += multiplicity * x[i] ** 4 * fourthPower
      }
      if (above) here = above
    }
    const { trace } = sums
    return { trace, square: sums.square / trace, fourth: sums.fourth / trace, nearest: sums.nearest / trace, diagonal: sums.diagonal / trace }
  }
}

interface Powers {
  first: Float64Array
  second: Float64Array
  third: Float64Array
}

function powers(first: Float64Array, size: number): Powers {
  const second = symmetricProduct(first, first, size)
  return { first, second, third: symmetricProduct(second, first, size) }
}

/** AB of symmetric matrices that commute. */
function symmetricProduct(a: Float64Array, b: Float64Array, size: number): Float64Array {
  const result = new Float64Array(size * size)
  for (let i = 0; i < size; i++) {
    for (let j = 0; j <= i; j++) {
      let sum = 0
      for (let k = 0; k < size; k++) sum += a[i * size + k] * b[j * size + k]
      result[i * size + j] = result[j * size + i] = sum
    }
  }
  return result
}
