import type { Scalar, Tensor } from '@tensorflow/tfjs-core'
import { layerKernels } from '../networks/kernel-registry.ts'
import { customGradient } from '../networks/layers.ts'

/** The tensors of a training batch (see `training-batch.ts`). */
export interface LossTensors {
  /** Same shape as the network's output. */
  target: Tensor
  /** The same, or one number a sample. */
  weight: Tensor
}

/** L = Σ w (output - target)², the loss 6.5 with all its factors in w. Differentiable in the output. */
export function flowLoss(output: Tensor, { target, weight }: LossTensors): Scalar {
  const kernels = layerKernels()
  return customGradient([output], (save) => {
    save([output, target, weight])
    return {
      value: kernels.weightedSquares(output, target, weight),
      gradient: (dLoss: Scalar, [x, savedTarget, savedWeight]) => [kernels.weightedSquaresGradient(x, savedTarget, savedWeight, dLoss)],
    }
  })
}
