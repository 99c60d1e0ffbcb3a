import type { RandomStream } from '../../random/stream.ts'
import { type Block, type BlockEvaluator, chainBlocks } from './block.ts'
import { Perceptron, perceptronParameters, perceptronSize } from './perceptron.ts'

/**
 * RealNVP for the four sites of a block (arXiv 1605.08803; as in 1802.02840): affine couplings one after the other, each of
 * which passes two sites through (mask m = 1) and moves the other two,
 *
 *   y = m v + (1 − m)(v e^{s(m v)} + t(m v)),     ln|det| = Σ (1 − m) s,     s = α tanh(MLP_s),   t = MLP_t
 *
 * with networks 4C → H → … → H → 4C of ELU units and a trainable α that starts at 0: at first ln|det| = 0. Masks come in pairs, a
 * random half and its complement. Parameters of a coupling: MLP_s, α, MLP_t.
 */
export function rnvpBlock(components: 1 | 2, masks: readonly boolean[][], hidden: number, hiddenLayers: number): Block {
  const sizes = [4 * components, ...new Array<number>(hiddenLayers).fill(hidden), 4 * components]
  return chainBlocks(masks.map((mask, step) => ({ name: `coupling.${step}`, block: rnvpCoupling(components, mask, sizes) })))
}

/** Which of the four sites pass through, coupling after coupling. */
export function rnvpMasks(couplings: number, random: RandomStream): boolean[][] {
  const masks: boolean[][] = []
  for (let step = 0; step < couplings; step++) {
    if (step % 2 === 1) masks.push(masks[step - 1].map((kept) => !kept))
    else {
      const order = random.shuffle([0, 1, 2, 3])
      masks.push([0, 1, 2, 3].map((site) => site === order[0] || site === order[1]))
    }
  }
  return masks
}

/** One coupling; `mask[site]` is true for the sites that pass through. */
export function rnvpCoupling(components: 1 | 2, mask: readonly boolean[], sizes: readonly number[]): Block {
  const numbers = 4 * components
  return {
    components,
    parameters: [
      ...perceptronParameters('scale', sizes, false),
      { name: 'scale.amplitude', role: 'weight', shape: [numbers], initial: (values) => values.fill(0) },
      ...perceptronParameters('shift', sizes, false),
    ],
    parameterCount: 2 * perceptronSize(sizes) + numbers,
    tapeSize: numbers,
    evaluator: () => new RnvpEvaluator(mask.flatMap((kept) => new Array<boolean>(components).fill(kept)), sizes),
  }
}

/** The tape holds v. */
class RnvpEvaluator implements BlockEvaluator {
  readonly #kept: readonly boolean[]
  readonly #scale: Perceptron
  readonly #shift: Perceptron
  readonly #amplitude: Float64Array
  readonly #amplitudeGradient: Float64Array
  readonly #networkSize: number
  /** v before the pull-back of the networks overwrites nothing of it. */
  readonly #v: Float64Array

  constructor(kept: readonly boolean[], sizes: readonly number[]) {
    this.#kept = kept
    this.#scale = new Perceptron(sizes)
    this.#shift = new Perceptron(sizes)
    this.#networkSize = perceptronSize(sizes)
    this.#amplitude = new Float64Array(kept.length)
    this.#amplitudeGradient = new Float64Array(kept.length)
    this.#v = new Float64Array(kept.length)
  }

  setParameters(parameters: Float64Array, offset: number): void {
    const count = this.#kept.length
    this.#scale.setParameters(parameters, offset)
    for (let k = 0; k < count; k++) this.#amplitude[k] = parameters[offset + this.#networkSize + k]
    this.#shift.setParameters(parameters, offset + this.#networkSize + count)
    this.#amplitudeGradient.fill(0)
  }

  generate(values: Float64Array, tape: Float64Array, at: number): number {
    for (let k = 0; k < values.length; k++) tape[at + k] = values[k]
    this.#condition(values)
    let logDet = 0
    for (let k = 0; k < values.length; k++) {
      if (this.#kept[k]) continue
      const s = this.#logScale(k)
      values[k] = values[k] * Math.exp(s) + this.#shift.output[k]
      logDet += s
    }
    return checked(values, logDet)
  }

  renormalize(values: Float64Array): number {
    this.#condition(values)
    let logDet = 0
    for (let k = 0; k < values.length; k++) {
      if (this.#kept[k]) continue
      const s = this.#logScale(k)
      values[k] = (values[k] - this.#shift.output[k]) * Math.exp(-s)
      logDet -= s
    }
    return checked(values, logDet)
  }

  pullBack(adjoint: Float64Array, logDetAdjoint: number, tape: Float64Array, at: number, accumulate: boolean): void {
    this.#recall(tape, at)
    this.#pullBackNetworks(adjoint, logDetAdjoint, accumulate)
    for (let k = 0; k < adjoint.length; k++) {
      if (this.#kept[k]) adjoint[k] += this.#scale.inputAdjoint[k] + this.#shift.inputAdjoint[k]
      else adjoint[k] *= Math.exp(this.#logScale(k))
    }
  }

  /** The moved numbers by e^{−s}; the kept ones lose what the networks pass on of that, and of the ln-det. */
  carryDensity(slope: Float64Array, tape: Float64Array, at: number): void {
    this.#recall(tape, at)
    for (let k = 0; k < slope.length; k++) if (!this.#kept[k]) slope[k] *= Math.exp(-this.#logScale(k))
    this.#pullBackNetworks(slope, 1, false)
    for (let k = 0; k < slope.length; k++) {
      if (this.#kept[k]) slope[k] -= this.#scale.inputAdjoint[k] + this.#shift.inputAdjoint[k]
    }
  }

  takeGradient(target: Float64Array, offset: number): void {
    const count = this.#kept.length
    this.#scale.takeGradient(target, offset)
    for (let k = 0; k < count; k++) target[offset + this.#networkSize + k] += this.#amplitudeGradient[k]
    this.#shift.takeGradient(target, offset + this.#networkSize + count)
    this.#amplitudeGradient.fill(0)
  }

  /** Both networks at the kept numbers. */
  #condition(values: Float64Array): void {
    for (let k = 0; k < values.length; k++) {
      const value = this.#kept[k] ? values[k] : 0
      this.#scale.input[k] = value
      this.#shift.input[k] = value
    }
    this.#scale.forward()
    this.#shift.forward()
  }

  #recall(tape: Float64Array, at: number): void {
    for (let k = 0; k < this.#v.length; k++) this.#v[k] = tape[at + k]
    this.#condition(this.#v)
  }

  /** Adjoints of y = v e^s + t and of the ln-det through both networks to their inputs. */
  #pullBackNetworks(adjoint: Float64Array, logDetAdjoint: number, accumulate: boolean): void {
    for (let k = 0; k < adjoint.length; k++) {
      this.#scale.outputAdjoint[k] = 0
      this.#shift.outputAdjoint[k] = 0
      if (this.#kept[k]) continue
      const tanh = Math.tanh(this.#scale.output[k])
      const sAdjoint = adjoint[k] * this.#v[k] * Math.exp(this.#amplitude[k] * tanh) + logDetAdjoint
      this.#scale.outputAdjoint[k] = sAdjoint * this.#amplitude[k] * (1 - tanh * tanh)
      this.#shift.outputAdjoint[k] = adjoint[k]
      if (accumulate) this.#amplitudeGradient[k] += sAdjoint * tanh
    }
    this.#scale.backward(accumulate)
    this.#shift.backward(accumulate)
  }

  #logScale(k: number): number {
    return this.#amplitude[k] * Math.tanh(this.#scale.output[k])
  }
}

/** The ln-det, or NaN when a number has left its range. */
function checked(values: Float64Array, logDet: number): number {
  let sum = 0
  for (let k = 0; k < values.length; k++) sum += values[k]
  return Number.isFinite(sum) ? logDet : Number.NaN
}
