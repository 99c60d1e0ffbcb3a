import * as tf from '@tensorflow/tfjs-core'
import type { Tensor, Tensor1D, Tensor2D } from '@tensorflow/tfjs-core'

/** The network of `perceptron.ts` on rows `[R, in]`; `parameters` are W₁, b₁, W₂, b₂, … */
export function applyPerceptron(parameters: readonly Tensor[], rows: Tensor2D): Tensor2D {
  let h = rows
  for (let k = 0; k < parameters.length; k += 2) {
    h = tf.add(tf.matMul(h, parameters[k] as Tensor2D), parameters[k + 1] as Tensor1D)
    if (k + 2 < parameters.length) h = elu(h)
  }
  return h
}

/** From ops whose gradients every back end has. */
const elu = (z: Tensor2D): Tensor2D => tf.add(tf.relu(z), tf.sub(tf.exp(tf.minimum(z, 0)), 1))
