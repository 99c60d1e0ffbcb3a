import * as tf from '@tensorflow/tfjs-core'
import type { Tensor, Tensor1D, Tensor2D } from '@tensorflow/tfjs-core'
import { applyPerceptron } from './tensor-network.ts'
import type { TensorBlock } from './tensor-block.ts'

/** A RealNVP coupling (`rnvp-block.ts`) on rows: parameters of the scale network, amplitude, parameters of the shift network. */
export function rnvpTensorCoupling(kept: readonly boolean[], parameters: readonly Tensor[]): TensorBlock {
  const networkLength = (parameters.length - 1) / 2
  const mask = tf.tensor2d(Float32Array.from(kept, Number), [1, kept.length])
  const moved = tf.tensor2d(Float32Array.from(kept, (isKept) => Number(!isKept)), [1, kept.length])
  const condition = (rows: Tensor2D) => {
    const seen = tf.mul(rows, mask) as Tensor2D
    const amplitude = tf.mul(parameters[networkLength] as Tensor1D, moved)
    return {
      s: tf.mul(tf.tanh(applyPerceptron(parameters.slice(0, networkLength), seen)), amplitude) as Tensor2D,
      t: tf.mul(applyPerceptron(parameters.slice(networkLength + 1), seen), moved) as Tensor2D,
    }
  }
  return {
    generate(rows) {
      const { s, t } = condition(rows)
      return { rows: tf.add(tf.mul(rows, tf.exp(s)), t), logDet: tf.sum(s, 1) as Tensor1D }
    },
    renormalize(rows) {
      const { s, t } = condition(rows)
      return { rows: tf.mul(tf.sub(rows, t), tf.exp(tf.neg(s))), logDet: tf.neg(tf.sum(s, 1)) as Tensor1D }
    },
  }
}
