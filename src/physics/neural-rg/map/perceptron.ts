import { fanInLaw } from '../../networks/initial-values.ts'
import type { RandomStream } from '../../random/stream.ts'
import type { BlockParameter } from './block.ts'

/**
 * A fully connected network with ELU hidden units and a linear output, in float64, with its reverse mode; for the couplings of
 * a block, which see a handful of numbers at a time.
 *
 *   h₀ = x,   h_k = elu(h_{k−1} W_k + b_k),   y = h_{K} W_{K+1} + b_{K+1},    elu(z) = z for z > 0, e^z − 1 else
 *
 * Parameters: W₁ [in, out] row-major, b₁, W₂, b₂, …; drawn uniformly in ±1/√in.
 */
export class Perceptron {
  readonly #parameters: Float64Array
  readonly #gradient: Float64Array
  /** Values of every layer, the input first; adjoints of two layers in turn. */
  readonly #layers: readonly Float64Array[]
  readonly #adjoints: readonly Float64Array[]

  constructor(sizes: readonly number[]) {
    this.#parameters = new Float64Array(perceptronSize(sizes))
    this.#gradient = new Float64Array(this.#parameters.length)
    this.#layers = sizes.map((size) => new Float64Array(size))
    this.#adjoints = sizes.map((size) => new Float64Array(size))
  }

  /** x, to be filled in before `forward`. */
  get input(): Float64Array {
    return this.#layers[0]
  }

  /** y of the last `forward`. */
  get output(): Float64Array {
    return this.#layers[this.#layers.length - 1]
  }

  /** ∂f/∂y, to be filled in before `backward`. */
  get outputAdjoint(): Float64Array {
    return this.#adjoints[this.#adjoints.length - 1]
  }

  /** ∂f/∂x of the last `backward`. */
  get inputAdjoint(): Float64Array {
    return this.#adjoints[0]
  }

  setParameters(parameters: Float64Array, offset: number): void {
    for (let k = 0; k < this.#parameters.length; k++) this.#parameters[k] = parameters[offset + k]
    this.#gradient.fill(0)
  }

  forward(): void {
    const weights = this.#parameters
    const last = this.#layers.length - 1
    let at = 0
    for (let layer = 1; layer <= last; layer++) {
      const from = this.#layers[layer - 1]
      const to = this.#layers[layer]
      const [inputs, outputs] = [from.length, to.length]
      const bias = at + inputs * outputs
      for (let j = 0; j < outputs; j++) to[j] = weights[bias + j]
      for (let i = 0; i < inputs; i++) {
        const value = from[i]
        for (let j = 0; j < outputs; j++) to[j] += value * weights[at + i * outputs + j]
      }
      if (layer < last) for (let j = 0; j < outputs; j++) if (to[j] < 0) to[j] = Math.expm1(to[j])
      at = bias + outputs
    }
  }

  /** At the point of the last `forward`. elu′ = 1 for h > 0, else h + 1. */
  backward(accumulate: boolean): void {
    const weights = this.#parameters
    const last = this.#layers.length - 1
    let end = weights.length
    for (let layer = last; layer >= 1; layer--) {
      const from = this.#layers[layer - 1]
      const to = this.#layers[layer]
      const above = this.#adjoints[layer]
      const below = this.#adjoints[layer - 1]
      const [inputs, outputs] = [from.length, to.length]
      const bias = end - outputs
      const at = bias - inputs * outputs
      if (layer < last) for (let j = 0; j < outputs; j++) if (to[j] < 0) above[j] *= to[j] + 1
      for (let i = 0; i < inputs; i++) {
        let sum = 0
        for (let j = 0; j < outputs; j++) sum += above[j] * weights[at + i * outputs + j]
        below[i] = sum
      }
      if (accumulate) {
        for (let i = 0; i < inputs; i++) {
          for (let j = 0; j < outputs; j++) this.#gradient[at + i * outputs + j] += from[i] * above[j]
        }
        for (let j = 0; j < outputs; j++) this.#gradient[bias + j] += above[j]
      }
      end = at
    }
  }

  takeGradient(target: Float64Array, offset: number): void {
    for (let k = 0; k < this.#gradient.length; k++) target[offset + k] += this.#gradient[k]
    this.#gradient.fill(0)
  }
}

export function perceptronSize(sizes: readonly number[]): number {
  let size = 0
  for (let layer = 1; layer < sizes.length; layer++) size += (sizes[layer - 1] + 1) * sizes[layer]
  return size
}

/** Its parameters by name; with `zeroOutput` the last layer starts at zero. */
export function perceptronParameters(name: string, sizes: readonly number[], zeroOutput: boolean): BlockParameter[] {
  return sizes.slice(1).flatMap((outputs, layer): BlockParameter[] => {
    const zero = zeroOutput && layer === sizes.length - 2
    const initial = (values: Float64Array, random: RandomStream) => zero ? values.fill(0) : fillByLaw(values, random, sizes[layer])
    return [
      { name: `${name}.${layer}.weight`, role: 'weight', shape: [sizes[layer], outputs], initial },
      { name: `${name}.${layer}.bias`, role: 'weight', shape: [outputs], initial },
    ]
  })
}

function fillByLaw(values: Float64Array, random: RandomStream, fanIn: number): void {
  const law = fanInLaw(fanIn)
  if (law.kind === 'uniform') random.fillUniform(values, -law.bound, law.bound)
}
