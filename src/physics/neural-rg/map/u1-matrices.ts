import { blockRotation, pullBackRotation, type RotationType } from './typed-rotation.ts'

/**
 * The linear part of a U(1) block, w = O S v (`u1-block.ts`): its matrices from the twelve parameters, and the gradient of those
 * from sums over blocks. Matrices are 4 × 4, row-major, and act on real and imaginary parts alike.
 */
export class U1Matrices {
  readonly #last: RotationType
  readonly #angles = new Float64Array(8)
  readonly #rotation = new Float64Array(16)
  readonly #adjoint = new Float64Array(16)
  readonly #scratch = new Float64Array(16)
  /** O S. */
  readonly matrix: Float64Array
  /** (O S)⁻¹ = S⁻¹ Oᵀ. */
  readonly inverse: Float64Array
  /** ln|det| of O S on four complex numbers, 2 Σ λ. */
  logScale = 0

  /** `matrix` and `inverse` may be stretches of larger arrays. */
  constructor(last: RotationType, matrix: Float64Array = new Float64Array(16), inverse: Float64Array = new Float64Array(16)) {
    this.#last = last
    this.matrix = matrix
    this.inverse = inverse
  }

  setParameters(parameters: Float64Array, offset: number): void {
    for (let k = 0; k < 8; k++) this.#angles[k] = parameters[offset + 4 + k]
    blockRotation(this.#last, this.#angles, this.#rotation)
    this.logScale = 0
    for (let j = 0; j < 4; j++) {
      this.logScale += 2 * parameters[offset + j]
      const scale = Math.exp(parameters[offset + j])
      for (let i = 0; i < 4; i++) {
        this.matrix[4 * i + j] = this.#rotation[4 * i + j] * scale
        this.inverse[4 * j + i] = this.#rotation[4 * i + j] / scale
      }
    }
  }

  /**
   * Adds the gradient, given Σ (∂f/∂w) wᵀ over blocks, real and imaginary parts, and Σ ∂f/∂ln-det over blocks. With M = O S that of
   * M is (Σ w̄ wᵀ) M⁻ᵀ, so that of O is (Σ w̄ wᵀ) O, and that of λ_j is Σ_i O_ij (that of O)_ij, plus 2 Σ ∂f/∂ln-det.
   */
  addGradient(outer: Float64Array, logDetSum: number, target: Float64Array, offset: number): void {
    const adjoint = this.#adjoint
    for (let i = 0; i < 4; i++) {
      for (let j = 0; j < 4; j++) {
        let sum = 0
        for (let k = 0; k < 4; k++) sum += outer[4 * i + k] * this.#rotation[4 * k + j]
        adjoint[4 * i + j] = sum
        target[offset + j] += sum * this.#rotation[4 * i + j]
      }
    }
    for (let j = 0; j < 4; j++) target[offset + j] += 2 * logDetSum
    pullBackRotation(this.#last, this.#angles, adjoint, target, offset + 4, this.#scratch)
  }
}
