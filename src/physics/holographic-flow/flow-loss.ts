import * as tf from '@tensorflow/tfjs-core'
import type { Scalar, Tensor } from '@tensorflow/tfjs-core'

/** The tensors of a training batch (see `training-batch.ts`). */
export interface LossTensors {
  /** Same shape as the network's output. */
  target: Tensor
  /** The same, or one number a sample. */
  weight: Tensor
}

/**
 * L = Σ w (output - target)², the loss 6.5 with all its factors in w. Differentiable in the output; the gradient
 * 2 w (output - target) is written out.
 */
export function flowLoss(output: Tensor, { target, weight }: LossTensors): Scalar {
  return tf.customGrad((...values) => {
    const [prediction, save] = values as unknown as [Tensor, (tensors: Tensor[]) => void]
    const difference = tf.sub(prediction, target)
    const weighted = tf.mul(weight, difference)
    save([weighted])
    return {
      value: tf.sum(tf.mul(weighted, difference)),
      gradFunc: (dy: Tensor, [saved]: Tensor[]) => tf.tidy(() => tf.mul(saved, tf.mul(2, dy))),
    }
  })(output) as Scalar
}
