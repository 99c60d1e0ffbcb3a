import type { Scalar, Tensor } from '@tensorflow/tfjs-core'
import type { NamedParameter } from '../networks/network.ts'
import { averageDecay, type AverageOptions } from './average-decay.ts'
import { learningRateAt, type ScheduleOptions } from './schedule.ts'
import { createWeightVectors, vectorNames, type VectorName } from './weight-vectors.ts'

type ShapedParameter = Pick<NamedParameter, 'name' | 'shape'>

export interface AdamWOptions extends ScheduleOptions, AverageOptions {
  /** Decoupled: weights shrink by the factor 1 - learningRate·weightDecay a step, apart from the gradient. */
  weightDecay: number
  /** Gradients whose norm over all parameters exceeds it are scaled down to it; 0 switches it off. */
  clipNorm: number
  /** @default 0.9 */
  beta1?: number
  /** @default 0.999 */
  beta2?: number
  /** @default 1e-8 */
  epsilon?: number
}

/**
 * AdamW with global-norm clipping, learning-rate schedule and a moving average of the weights. With g the clipped gradient of
 * step i and t = i + 1:
 *
 *   m <- b1 m + (1 - b1) g,   v <- b2 v + (1 - b2) g²
 *   w <- (1 - lr·decay) w - lr (m / (1 - b1^t)) / (sqrt(v / (1 - b2^t)) + eps)
 *   average <- d average + (1 - d) w
 *
 * The state is the four vectors alone: the step index comes from outside, so a training continues from loaded vectors bit
 * for bit. Loshchilov, Hutter, arXiv 1711.05101; clipping as PyTorch's clip_grad_norm_.
 */
export class AdamW {
  readonly #parameters: readonly ShapedParameter[]
  readonly #options: AdamWOptions
  readonly #vectors

  constructor(parameters: readonly ShapedParameter[], initial: readonly Float32Array[], options: AdamWOptions) {
    this.#parameters = parameters
    this.#options = options
    this.#vectors = createWeightVectors(parameters.map((parameter) => parameter.shape))
    const start = join(initial)
    this.#vectors.write('weights', start)
    this.#vectors.write('average', start)
  }

  learningRate(step: number): number {
    return learningRateAt(step, this.#options)
  }

  /** Weights or their moving average in the parameters' order. Dispose of them before the next update. */
  parameters(which: 'weights' | 'average'): Tensor[] {
    const vector = this.#vectors.read(which)
    const tensors = this.#vectors.unflatten(vector)
    vector.dispose()
    return tensors
  }

  /** One update, in place. Returns the norm of the gradient before clipping, which the caller owns. */
  update(step: number, gradients: Tensor[]): Scalar {
    const { clipNorm, weightDecay, beta1 = 0.9, beta2 = 0.999, epsilon = 1e-8 } = this.#options
    const learningRate = this.learningRate(step)
    const correction1 = 1 - beta1 ** (step + 1)
    const correction2 = Math.sqrt(1 - beta2 ** (step + 1))
    return this.#vectors.update(gradients, {
      clipNorm, beta1, beta2,
      stepSize: (learningRate * correction2) / correction1,
      epsilon: epsilon * correction2,
      shrink: 1 - learningRate * weightDecay,
      averageDecay: averageDecay(step, this.#options),
    })
  }

  /** All vectors cut into parameters: `weights/input.bias`, `firstMoment/input.bias`, … */
  async saveState(): Promise<Map<string, { shape: number[]; data: Float32Array }>> {
    const state = new Map<string, { shape: number[]; data: Float32Array }>()
    for (const vectorName of vectorNames) {
      const vector = this.#vectors.read(vectorName)
      const values = await vector.data<'float32'>()
      vector.dispose()
      let offset = 0
      for (const { name, shape } of this.#parameters) {
        const size = shape.reduce((product, length) => product * length, 1)
        state.set(`${vectorName}/${name}`, { shape: [...shape], data: values.slice(offset, offset += size) })
      }
    }
    return state
  }

  /** The inverse of `saveState`; throws RangeError when an array is missing or has another size. */
  loadState(read: (name: string, shape: readonly number[]) => Float32Array): void {
    const vectors = vectorNames.map((vectorName): [VectorName, Float32Array] =>
      [vectorName, join(this.#parameters.map(({ name, shape }) => read(`${vectorName}/${name}`, shape)))])
    for (const [name, values] of vectors) this.#vectors.write(name, values)
  }

  dispose(): void {
    this.#vectors.dispose()
  }
}

function join(parts: readonly Float32Array[]): Float32Array {
  const joined = new Float32Array(parts.reduce((sum, part) => sum + part.length, 0))
  let offset = 0
  for (const part of parts) {
    joined.set(part, offset)
    offset += part.length
  }
  return joined
}
