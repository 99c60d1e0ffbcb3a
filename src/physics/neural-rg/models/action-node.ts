import * as tf from '@tensorflow/tfjs-core'
import type { Tensor1D, Tensor4D } from '@tensorflow/tfjs-core'
import { customGradient } from '../../networks/layers.ts'

/** A node on the tape from φ `[B, L, L, C]` to S `[B]`, from a function that gives S and ∂S/∂φ at once. */
export function actionNode(phi: Tensor4D, evaluate: (phi: Tensor4D) => { value: Tensor1D; slope: Tensor4D }): Tensor1D {
  return customGradient([phi], (save) => {
    const { value, slope } = tf.tidy(() => {
      const both = evaluate(phi)
      return { value: both.value, slope: both.slope }
    })
    save([slope])
    return {
      value,
      gradient: (dValue: Tensor1D, [savedSlope]) => [tf.tidy(() => tf.mul(savedSlope, dValue.reshape([-1, 1, 1, 1])))],
    }
  })
}
