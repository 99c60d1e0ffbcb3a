import * as tf from '@tensorflow/tfjs-core'
import type { Scalar, Tensor } from '@tensorflow/tfjs-core'
import type { Network } from '../networks/network.ts'
import { timeFeatureCount, timeFeatures } from '../networks/time-features.ts'
import type { AdamW } from '../optimisers/adamw.ts'
import { flowLoss } from './flow-loss.ts'
import type { FlowModel } from './flow-model.ts'
import type { TrainingBatch } from './training-batch.ts'

/**
 * Step `index` of a training on a batch: the loss, its gradient in the weights, the update in place. Returns the loss and the
 * gradient's norm before clipping, which the caller owns.
 */
export function optimiserStep(
  { siteShape, planes, outputPlanes }: Pick<FlowModel, 'siteShape' | 'planes' | 'outputPlanes'>,
  network: Network, optimiser: AdamW, batch: TrainingBatch, index: number,
): { loss: Scalar; gradientNorm: Scalar } {
  return tf.tidy(() => {
    const { size } = batch
    const input = tf.tensor(batch.input, [size, ...siteShape, 2 * planes])
    const features = tf.tensor2d(timeFeatures(batch.times), [size, timeFeatureCount])
    const target = tf.tensor(batch.target, [size, ...siteShape, outputPlanes])
    const weight = tf.tensor(batch.weight, [...batch.weightShape])
    const lossOf = (...weights: Tensor[]) => flowLoss(network.apply(weights, input, features), { target, weight })
    const weights = optimiser.parameters('weights')
    const { value, grads } = tf.valueAndGrads(lossOf)(weights)
    tf.dispose(weights) // the update is in place where nobody holds them
    return { loss: value as Scalar, gradientNorm: optimiser.update(index, grads) }
  })
}
