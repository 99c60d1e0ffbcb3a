import * as tf from '@tensorflow/tfjs-core'
import type { Scalar, Tensor, Tensor1D } from '@tensorflow/tfjs-core'

/** The vectors of a training: all parameters one behind the other, so that an update is a handful of ops. */
export const vectorNames = ['weights', 'average', 'firstMoment', 'secondMoment'] as const
export type VectorName = (typeof vectorNames)[number]

/** One step of AdamW, every number already worked out (see `adamw.ts`). */
export interface AdamWUpdate {
  /** Gradients whose norm over all parameters exceeds it are scaled down to it; 0 leaves them. */
  clipNorm: number
  beta1: number
  beta2: number
  /** Factor on m / (sqrt(v) + epsilon), bias corrections included. */
  stepSize: number
  epsilon: number
  /** Factor on the weights before the step: decoupled weight decay. */
  shrink: number
  /** Decay of the average; null leaves it. */
  averageDecay: number | null
}

/**
 * Where the vectors live, and how a back end updates them. `stockWeightVectors` does it anywhere; `registerWeightVectors`
 * brings something faster.
 */
export interface WeightVectors {
  /** A new reference to a vector as it is now. Dispose of it before the next update. */
  read(name: VectorName): Tensor1D
  /** Replaces a vector; the caller keeps `values`. */
  write(name: VectorName, values: Float32Array): void
  /** Takes the gradients of all parameters; returns their norm before clipping, which the caller owns. */
  update(gradients: Tensor[], update: AdamWUpdate): Scalar
  /** The parameters in their shapes, from one vector. */
  unflatten(vector: Tensor1D): Tensor[]
  dispose(): void
}

export type WeightVectorsFactory = (shapes: readonly (readonly number[])[]) => WeightVectors

/** In tfjs-core ops, for every back end. All vectors start at zero. */
export const stockWeightVectors: WeightVectorsFactory = (shapes) => {
  const sizes = shapes.map((shape) => shape.reduce((product, length) => product * length, 1))
  const total = sizes.reduce((sum, size) => sum + size, 0)
  const vectors = Object.fromEntries(vectorNames.map((name) => [name, tf.keep(tf.zeros([total]))])) as unknown as Record<VectorName, Tensor1D>
  const replace = (name: VectorName, next: Tensor1D) => {
    vectors[name].dispose()
    vectors[name] = tf.keep(next)
  }
  return {
    read: (name) => tf.clone(vectors[name]),
    write: (name, values) => replace(name, tf.tensor1d(values)),
    update: (gradients, { clipNorm, beta1, beta2, stepSize, epsilon, shrink, averageDecay }) => tf.tidy(() => {
      const { gradient, norm } = clipToNorm(tf.concat1d(gradients.map((part) => tf.reshape(part, [-1]))), clipNorm)
      replace('firstMoment', tf.add(tf.mul(vectors.firstMoment, beta1), tf.mul(gradient, 1 - beta1)))
      replace('secondMoment', tf.add(tf.mul(vectors.secondMoment, beta2), tf.mul(tf.square(gradient), 1 - beta2)))
      const direction = tf.div(vectors.firstMoment, tf.add(tf.sqrt(vectors.secondMoment), epsilon))
      replace('weights', tf.sub(tf.mul(vectors.weights, shrink), tf.mul(direction, stepSize)))
      if (averageDecay === null) return norm
      replace('average', averageDecay === 0 ? tf.clone(vectors.weights)
        : tf.sub(vectors.average, tf.mul(tf.sub(vectors.average, vectors.weights), 1 - averageDecay)))
      return norm
    }),
    unflatten: (vector) => tf.tidy(() => tf.split(vector, sizes).map((part, index) => tf.reshape(part, [...shapes[index]]))),
    dispose: () => tf.dispose(vectors),
  }
}

/** Gradient times min(1, limit / (norm + 1e-6)), and its norm before; a limit of 0 leaves it. */
export function clipToNorm(gradient: Tensor1D, limit: number): { gradient: Tensor1D; norm: Scalar } {
  const norm: Scalar = tf.sqrt(tf.sum(tf.square(gradient)))
  return { gradient: limit > 0 ? tf.mul(gradient, tf.minimum(1, tf.div(limit, tf.add(norm, 1e-6)))) : gradient, norm }
}

const registered = new Map<string, WeightVectorsFactory>()

export function registerWeightVectors(tfjsBackend: string, factory: WeightVectorsFactory): void {
  registered.set(tfjsBackend, factory)
}

export const createWeightVectors: WeightVectorsFactory = (shapes) => (registered.get(tf.getBackend()) ?? stockWeightVectors)(shapes)
