import { type Block, type BlockEvaluator, chainBlocks } from './block.ts'
import type { BlockKind } from './holographic-map.ts'
import { Perceptron, perceptronParameters, perceptronSize } from './perceptron.ts'
import { u1Block } from './u1-block.ts'

/**
 * The U(1)-equivariant coupling block [ours]: the U(1) block with asinh, then affine couplings, each of which keeps two complex
 * values a₁, a₂ and moves the other two,
 *
 *   b_j ← b_j e^{s_j + iα_j} + τ_j1 a₁ + τ_j2 a₂,     ln|det| = 2 Σ s_j
 *
 * with s_j, α_j and complex τ_jk from one network of the invariants |a₁|², |a₂|², Re a₁*a₂, Im a₁*a₂, all over
 * u = √(1 + |a₁|² + |a₂|²) so that they grow no faster than the field. Everything commutes with φ → e^{iα} φ exactly. The output
 * layer starts at zero: at first the block is the U(1) block.
 *
 * s = 2 tanh(o/2) keeps scales within e^{±2}. Parameters: those of the U(1) block, then the networks (4 → H → H → 12).
 */
export function couplingBlock(kind: BlockKind, couplings: number, hidden: number): Block {
  const sizes = couplingNetworkSizes(hidden)
  return chainBlocks([
    { name: '', block: u1Block(kind, 'asinh') },
    ...Array.from({ length: couplings }, (_, step) => ({ name: `coupling.${step}`, block: u1Coupling(keptPairs[step % keptPairs.length], sizes) })),
  ])
}

export const couplingNetworkSizes = (hidden: number): number[] => [4, hidden, hidden, 12]

/** Which two sites pass through, step after step: each pair is followed by its complement. */
export const keptPairs = [[0, 1], [2, 3], [0, 2], [1, 3], [0, 3], [1, 2]] as const

/** Bound of s: s = 2 tanh(o/2). */
export const scaleBound = 2

export function u1Coupling(kept: readonly [number, number], sizes: readonly number[]): Block {
  return {
    components: 2,
    parameters: perceptronParameters('network', sizes, true),
    parameterCount: perceptronSize(sizes),
    tapeSize: 8,
    evaluator: () => new U1CouplingEvaluator(kept, sizes),
  }
}

/** The sites that a coupling moves. */
export const movedSites = (kept: readonly [number, number]): number[] => [0, 1, 2, 3].filter((site) => !kept.includes(site))

/** The tape holds v. */
class U1CouplingEvaluator implements BlockEvaluator {
  readonly #network: Perceptron
  /** Positions of the real parts of a₁, a₂, b₁, b₂. */
  readonly #a: Int32Array
  readonly #b: Int32Array
  readonly #v = new Float64Array(8)
  /** |a₁|² |a₂|² Re Im before the division by u, and u. */
  readonly #invariants = new Float64Array(4)
  #u = 1

  constructor(kept: readonly [number, number], sizes: readonly number[]) {
    this.#network = new Perceptron(sizes)
    this.#a = Int32Array.from(kept, (site) => 2 * site)
    this.#b = Int32Array.from(movedSites(kept), (site) => 2 * site)
  }

  setParameters(parameters: Float64Array, offset: number): void {
    this.#network.setParameters(parameters, offset)
  }

  generate(values: Float64Array, tape: Float64Array, at: number): number {
    for (let k = 0; k < 8; k++) tape[at + k] = values[k]
    this.#condition(values)
    const out = this.#network.output
    let logDet = 0
    for (let j = 0; j < 2; j++) {
      const b = this.#b[j]
      const s = logScale(out[6 * j])
      const c = Math.exp(s) * Math.cos(out[6 * j + 1])
      const d = Math.exp(s) * Math.sin(out[6 * j + 1])
      const x = values[b]
      const y = values[b + 1]
      values[b] = x * c - y * d
      values[b + 1] = x * d + y * c
      this.#shift(values, b, 6 * j + 2, 1)
      logDet += 2 * s
    }
    return checked(values, logDet)
  }

  renormalize(values: Float64Array): number {
    this.#condition(values)
    const out = this.#network.output
    let logDet = 0
    for (let j = 0; j < 2; j++) {
      const b = this.#b[j]
      const s = logScale(out[6 * j])
      const c = Math.exp(-s) * Math.cos(out[6 * j + 1])
      const d = Math.exp(-s) * Math.sin(out[6 * j + 1])
      this.#shift(values, b, 6 * j + 2, -1)
      const x = values[b]
      const y = values[b + 1]
      values[b] = x * c + y * d
      values[b + 1] = y * c - x * d
      logDet -= 2 * s
    }
    return checked(values, logDet)
  }

  pullBack(adjoint: Float64Array, logDetAdjoint: number, tape: Float64Array, at: number, accumulate: boolean): void {
    this.#recall(tape, at)
    this.#pullBackKept(adjoint, logDetAdjoint, accumulate, 1)
    this.#multiplyMoved(adjoint, 1)
  }

  /** As for RealNVP: the moved ones by the inverse transposed, the kept ones lose what the rest passes on of that. */
  carryDensity(slope: Float64Array, tape: Float64Array, at: number): void {
    this.#recall(tape, at)
    this.#multiplyMoved(slope, -1)
    this.#pullBackKept(slope, 1, false, -1)
  }

  takeGradient(target: Float64Array, offset: number): void {
    this.#network.takeGradient(target, offset)
  }

  /** The network at the invariants of the kept values. */
  #condition(values: Float64Array): void {
    const x1 = values[this.#a[0]]
    const y1 = values[this.#a[0] + 1]
    const x2 = values[this.#a[1]]
    const y2 = values[this.#a[1] + 1]
    const invariants = this.#invariants
    invariants[0] = x1 * x1 + y1 * y1
    invariants[1] = x2 * x2 + y2 * y2
    invariants[2] = x1 * x2 + y1 * y2
    invariants[3] = x1 * y2 - y1 * x2
    this.#u = Math.sqrt(1 + invariants[0] + invariants[1])
    for (let k = 0; k < 4; k++) this.#network.input[k] = invariants[k] / this.#u
    this.#network.forward()
  }

  #recall(tape: Float64Array, at: number): void {
    for (let k = 0; k < 8; k++) this.#v[k] = tape[at + k]
    this.#condition(this.#v)
  }

  /** b += sign (τ₁ a₁ + τ₂ a₂) */
  #shift(values: Float64Array, b: number, at: number, sign: number): void {
    const out = this.#network.output
    for (let k = 0; k < 2; k++) {
      const x = values[this.#a[k]]
      const y = values[this.#a[k] + 1]
      const p = sign * out[at + 2 * k]
      const q = sign * out[at + 2 * k + 1]
      values[b] += p * x - q * y
      values[b + 1] += p * y + q * x
    }
  }

  /** Covectors of the moved values by the conjugate of e^{s + iα} (`power` 1), or back: divided by it (−1). */
  #multiplyMoved(adjoint: Float64Array, power: 1 | -1): void {
    const out = this.#network.output
    for (let j = 0; j < 2; j++) {
      const b = this.#b[j]
      const scale = Math.exp(power * logScale(out[6 * j]))
      const c = scale * Math.cos(out[6 * j + 1])
      const d = power * scale * Math.sin(out[6 * j + 1])
      const x = adjoint[b]
      const y = adjoint[b + 1]
      adjoint[b] = x * c + y * d
      adjoint[b + 1] = y * c - x * d
    }
  }

  /** Adds `sign` times what the covectors of the moved values, and of the ln-det, pass on to the kept ones. */
  #pullBackKept(adjoint: Float64Array, logDetAdjoint: number, accumulate: boolean, sign: 1 | -1): void {
    const network = this.#network
    const out = network.output
    const v = this.#v
    for (let j = 0; j < 2; j++) {
      const at = 6 * j
      const b = this.#b[j]
      const f = adjoint[b]
      const g = adjoint[b + 1]
      const s = logScale(out[at])
      const c = Math.exp(s) * Math.cos(out[at + 1])
      const d = Math.exp(s) * Math.sin(out[at + 1])
      const x = v[b] * c - v[b + 1] * d
      const y = v[b] * d + v[b + 1] * c
      const bounded = s / scaleBound
      network.outputAdjoint[at] = (x * f + y * g + 2 * logDetAdjoint) * (1 - bounded * bounded)
      network.outputAdjoint[at + 1] = x * g - y * f
      for (let k = 0; k < 2; k++) {
        const a = this.#a[k]
        network.outputAdjoint[at + 2 + 2 * k] = v[a] * f + v[a + 1] * g
        network.outputAdjoint[at + 3 + 2 * k] = v[a] * g - v[a + 1] * f
        adjoint[a] += sign * (out[at + 2 + 2 * k] * f + out[at + 3 + 2 * k] * g)
        adjoint[a + 1] += sign * (out[at + 2 + 2 * k] * g - out[at + 3 + 2 * k] * f)
      }
    }
    network.backward(accumulate)
    this.#pullBackInvariants(adjoint, sign)
  }

  #pullBackInvariants(adjoint: Float64Array, sign: 1 | -1): void {
    const slope = this.#network.inputAdjoint
    const v = this.#v
    const [a, b] = [this.#a[0], this.#a[1]]
    let uAdjoint = 0
    for (let k = 0; k < 4; k++) uAdjoint -= (slope[k] * this.#invariants[k]) / (this.#u * this.#u)
    const factor = sign / this.#u
    const first = 2 * factor * (slope[0] + 0.5 * uAdjoint)
    const second = 2 * factor * (slope[1] + 0.5 * uAdjoint)
    const real = factor * slope[2]
    const imaginary = factor * slope[3]
    adjoint[a] += first * v[a] + real * v[b] + imaginary * v[b + 1]
    adjoint[a + 1] += first * v[a + 1] + real * v[b + 1] - imaginary * v[b]
    adjoint[b] += second * v[b] + real * v[a] - imaginary * v[a + 1]
    adjoint[b + 1] += second * v[b + 1] + real * v[a + 1] + imaginary * v[a]
  }
}

const logScale = (output: number): number => scaleBound * Math.tanh(output / scaleBound)

/** The ln-det, or NaN when a number has left its range. */
function checked(values: Float64Array, logDet: number): number {
  let sum = 0
  for (let k = 0; k < 8; k++) sum += values[k]
  return Number.isFinite(sum) ? logDet : Number.NaN
}
