import type { Tensor, Tensor1D, Tensor2D, Tensor4D } from '@tensorflow/tfjs-core'
import { addChannels, addEqual, convolution, dense, groupNormSilu, inputConvolution, silu, transposedConvolution } from './layers.ts'
import type { Network } from './network.ts'
import { simpleUnetParameters, type SimpleUnetOptions } from './simple-unet-parameters.ts'

/**
 * The U-Net of the flow study on point data. Time enters once, as a vector added to every pixel; a skip connection carries
 * the input of each down block to the end of its up block and is *added* there.
 *
 *   [B, K, K, inputPlanes] -> [B, K, K, outputPlanes], K a multiple of 2^depth.
 *
 * Spec: 7.1.
 */
export function simpleUnet(options: SimpleUnetOptions): Network {
  return {
    parameters: simpleUnetParameters(options),
    apply(weights, input, time, { inputGradient = false } = {}) {
      const next = inOrder(weights)
      const convolutionBlock = (x: Tensor4D, stride: 1 | 2) =>
        groupNormSilu(convolution(x, next() as Tensor4D, next() as Tensor1D, stride), next() as Tensor1D, next() as Tensor1D)
      const doublingBlock = (x: Tensor4D) =>
        groupNormSilu(transposedConvolution(x, next() as Tensor4D, next() as Tensor1D), next() as Tensor1D, next() as Tensor1D)

      const hidden = silu(dense(time, next() as Tensor2D, next() as Tensor1D))
      const timeVector = dense(hidden, next() as Tensor2D, next() as Tensor1D)
      const firstConvolution = inputGradient ? convolution : inputConvolution
      let x = addChannels(firstConvolution(input as Tensor4D, next() as Tensor4D, next() as Tensor1D), timeVector)

      const skips: Tensor4D[] = []
      for (let level = 0; level < options.depth; level++) {
        skips.push(x)
        x = convolutionBlock(convolutionBlock(x, 2), 1)
      }
      x = convolutionBlock(x, 1)
      for (let level = 0; level < options.depth; level++) {
        x = addEqual(convolutionBlock(doublingBlock(x), 1), skips.pop() as Tensor4D)
      }
      return convolution(x, next() as Tensor4D, next() as Tensor1D)
    },
  }
}

/** Hands out the weights in the order in which the parameters are declared. */
function inOrder(weights: readonly Tensor[]): () => Tensor {
  let position = 0
  return () => weights[position++]
}
