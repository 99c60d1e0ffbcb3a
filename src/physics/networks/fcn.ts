import * as tf from '@tensorflow/tfjs-core'
import type { Tensor1D, Tensor2D } from '@tensorflow/tfjs-core'
import { fcnParameters, type FcnOptions } from './fcn-parameters.ts'
import { dense, denseSilu } from './layers.ts'
import type { Network } from './network.ts'

/**
 * The fully connected baseline: (phi, pi, time features) -> hidden layers with SiLU -> velocities; `[B, inputs]` ->
 * `[B, outputs]`. Spec: 7.3.
 */
export function fcn(options: FcnOptions): Network {
  return {
    parameters: fcnParameters(options),
    apply(weights, input, time) {
      const batch = input.shape[0]
      const features = time.shape[0] === batch ? time : tf.tile(time, [batch, 1])
      let x: Tensor2D = tf.concat2d([input as Tensor2D, features], 1)
      for (let layer = 0; layer < options.hiddenLayers; layer++) {
        x = denseSilu(x, weights[2 * layer] as Tensor2D, weights[2 * layer + 1] as Tensor1D)
      }
      return dense(x, weights[2 * options.hiddenLayers] as Tensor2D, weights[2 * options.hiddenLayers + 1] as Tensor1D)
    },
  }
}
