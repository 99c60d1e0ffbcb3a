import type { Block, BlockEvaluator } from './block.ts'
import type { BlockKind } from './holographic-map.ts'
import type { Activation } from './map-options.ts'
import { type RadialActivation, radialActivations, radialKinds } from './radial-activation.ts'
import type { RotationType } from './typed-rotation.ts'
import { U1Matrices } from './u1-matrices.ts'

/**
 * The U(1)-symmetric bijector of a complex block, v → S → O → A:
 *
 *   S  v_i ← e^{λ_i} v_i                       ln|det| += 2 Σ λ_i
 *   O  v ← O v, orthogonal, the same on real and imaginary parts
 *   A  v_i ← v_i h(|v_i|²)                     ln|det| += Σ ψ(|v_i|²)     (`radial-activation.ts`)
 *
 * O is type two with θ^a, then type one (decimator) or type two (disentangler) with θ^b. All commute with v → e^{iα} v.
 * Parameters: λ₀…₃, θ^a₀…₃, θ^b₀…₃. The ideal EHM has λ = 0, type one at π/4, type two at 0. arXiv 1903.00804, appendix B.
 *
 * `mixing` is for decimators that are followed by another in the same layer (`repeats` > 1): they are of type two, else the
 * wavelets of the two would undo each other.
 */
export function u1Block(kind: BlockKind, activation: Activation, mixing = false): Block {
  const last = lastRotation(kind, mixing)
  return {
    components: 2,
    parameters: [
      { name: 'scaling', role: 'scaling', shape: [4], initial: (values) => values.fill(0) },
      { name: 'angles.a', role: 'angle', shape: [4], initial: (values) => values.fill(0) },
      { name: 'angles.b', role: 'angle', shape: [4], initial: (values) => values.fill(last === 'one' ? Math.PI / 4 : 0) },
    ],
    parameterCount: 12,
    tapeSize: 8,
    evaluator: () => new U1Evaluator(last, activation),
  }
}

/** Type of the θ^b rotation. */
export function lastRotation(kind: BlockKind, mixing: boolean): RotationType {
  return kind === 'decimator' && !mixing ? 'one' : 'two'
}

/** The tape holds w = O S v, before the activation. */
class U1Evaluator implements BlockEvaluator {
  readonly #generation: RadialActivation | null
  readonly #inverse: RadialActivation | null
  readonly #linear: U1Matrices
  /** Σ (∂f/∂w) wᵀ over real and imaginary parts, and Σ ∂f/∂ln-det. */
  readonly #outer = new Float64Array(16)
  #logDetSum = 0
  readonly #w = new Float64Array(8)
  readonly #numbers = Float64Array.of(1, 0, 0, 0)

  constructor(last: RotationType, activation: Activation) {
    const kinds = radialKinds(activation)
    this.#linear = new U1Matrices(last)
    this.#generation = kinds && radialActivations[kinds.generation]
    this.#inverse = kinds && radialActivations[kinds.inverse]
  }

  setParameters(parameters: Float64Array, offset: number): void {
    this.#linear.setParameters(parameters, offset)
    this.#outer.fill(0)
    this.#logDetSum = 0
  }

  generate(values: Float64Array, tape: Float64Array, at: number): number {
    const w = this.#w
    multiply(this.#linear.matrix, values, w)
    for (let k = 0; k < 8; k++) tape[at + k] = w[k]
    return this.#linear.logScale + activate(this.#generation, w, values, this.#numbers)
  }

  renormalize(values: Float64Array): number {
    const w = this.#w
    const logDet = activate(this.#inverse, values, w, this.#numbers)
    multiply(this.#linear.inverse, w, values)
    return logDet - this.#linear.logScale
  }

  pullBack(adjoint: Float64Array, logDetAdjoint: number, tape: Float64Array, at: number, accumulate: boolean): void {
    const w = this.#w
    const numbers = this.#numbers
    for (let k = 0; k < 8; k += 2) {
      const x = tape[at + k]
      const y = tape[at + k + 1]
      let factor = 1
      let along = 0
      if (this.#generation !== null) {
        this.#generation.evaluate(x * x + y * y, numbers)
        factor = numbers[0]
        along = 2 * (numbers[2] * (x * adjoint[k] + y * adjoint[k + 1]) + numbers[3] * logDetAdjoint)
      }
      w[k] = factor * adjoint[k] + along * x
      w[k + 1] = factor * adjoint[k + 1] + along * y
    }
    multiplyTransposed(this.#linear.matrix, w, adjoint)
    if (!accumulate) return
    this.#logDetSum += logDetAdjoint
    const outer = this.#outer
    for (let i = 0; i < 4; i++) {
      for (let j = 0; j < 4; j++) outer[4 * i + j] += w[2 * i] * tape[at + 2 * j] + w[2 * i + 1] * tape[at + 2 * j + 1]
    }
  }

  /** Through w: covectors go by the inverse transposed of O S; then by that of A, which is h (1 + 2 (h′/h) w wᵀ), symmetric. */
  carryDensity(slope: Float64Array, tape: Float64Array, at: number): void {
    const w = this.#w
    const numbers = this.#numbers
    multiplyTransposed(this.#linear.inverse, slope, w)
    for (let k = 0; k < 8; k += 2) {
      const x = tape[at + k]
      const y = tape[at + k + 1]
      if (this.#generation === null) {
        slope[k] = w[k]
        slope[k + 1] = w[k + 1]
        continue
      }
      const s = x * x + y * y
      this.#generation.evaluate(s, numbers)
      const h = numbers[0]
      const hSlope = numbers[2]
      const u = w[k] - 2 * numbers[3] * x
      const v = w[k + 1] - 2 * numbers[3] * y
      const along = (2 * hSlope * (x * u + y * v)) / (h + 2 * hSlope * s)
      slope[k] = (u - along * x) / h
      slope[k + 1] = (v - along * y) / h
    }
  }

  takeGradient(target: Float64Array, offset: number): void {
    this.#linear.addGradient(this.#outer, this.#logDetSum, target, offset)
    this.#outer.fill(0)
    this.#logDetSum = 0
  }
}

/** Moduli through the activation, phases kept; returns its ln-det, NaN beyond its range. */
function activate(activation: RadialActivation | null, from: Float64Array, to: Float64Array, numbers: Float64Array): number {
  if (activation === null) {
    for (let k = 0; k < 8; k++) to[k] = from[k]
    return 0
  }
  const largest = activation.largestModulus ** 2
  let logDet = 0
  for (let k = 0; k < 8; k += 2) {
    const s = from[k] * from[k] + from[k + 1] * from[k + 1]
    if (!(s <= largest)) return Number.NaN
    activation.evaluate(s, numbers)
    logDet += numbers[1]
    to[k] = from[k] * numbers[0]
    to[k + 1] = from[k + 1] * numbers[0]
  }
  return logDet
}

/** w = M v for four complex numbers. */
function multiply(matrix: Float64Array, v: Float64Array, w: Float64Array): void {
  for (let i = 0; i < 4; i++) {
    const row = 4 * i
    w[2 * i] = matrix[row] * v[0] + matrix[row + 1] * v[2] + matrix[row + 2] * v[4] + matrix[row + 3] * v[6]
    w[2 * i + 1] = matrix[row] * v[1] + matrix[row + 1] * v[3] + matrix[row + 2] * v[5] + matrix[row + 3] * v[7]
  }
}

/** w = Mᵀ v for four complex numbers. */
function multiplyTransposed(matrix: Float64Array, v: Float64Array, w: Float64Array): void {
  for (let i = 0; i < 4; i++) {
    w[2 * i] = matrix[i] * v[0] + matrix[4 + i] * v[2] + matrix[8 + i] * v[4] + matrix[12 + i] * v[6]
    w[2 * i + 1] = matrix[i] * v[1] + matrix[4 + i] * v[3] + matrix[8 + i] * v[5] + matrix[12 + i] * v[7]
  }
}
