import * as tf from '@tensorflow/tfjs-core'
import type { Tensor, Tensor1D, Tensor2D, Tensor4D } from '@tensorflow/tfjs-core'
import type { Sampling } from './layer-kernels.ts'
import { convolution, convolutionBlock, dense, denseSilu, inputConvolution } from './layers.ts'
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
      const block = (x: Tensor4D, sampling: Sampling, skip?: Tensor4D) => convolutionBlock(x, {
        filter: next() as Tensor4D, bias: next() as Tensor1D, scale: next() as Tensor1D, shift: next() as Tensor1D,
      }, sampling, skip)

      const hidden = denseSilu(time, next() as Tensor2D, next() as Tensor1D)
      const timeVector = dense(hidden, next() as Tensor2D, next() as Tensor1D)
      const firstConvolution = inputGradient ? convolution : inputConvolution
      let x = firstConvolution(input as Tensor4D, next() as Tensor4D, withTime(next() as Tensor1D, timeVector))

      const skips: Tensor4D[] = []
      for (let level = 0; level < options.depth; level++) {
        skips.push(x)
        x = block(x, 'halved')
        x = consume(x, (inner) => block(inner, 'same'))
      }
      x = consume(x, (inner) => block(inner, 'same'))
      for (let level = 0; level < options.depth; level++) {
        x = consume(x, (inner) => block(inner, 'doubled'))
        const skip = skips.pop() as Tensor4D
        x = consume(skip, () => consume(x, (inner) => block(inner, 'same', skip)))
      }
      return consume(x, (inner) => convolution(inner, next() as Tensor4D, next() as Tensor1D))
    },
  }
}

/** The bias of the first layer with the time vector in it: one for all images, or one for each. */
function withTime(bias: Tensor1D, timeVector: Tensor2D): Tensor1D | Tensor2D {
  return timeVector.shape[0] === 1 ? tf.add(bias, tf.reshape(timeVector, [-1])) : tf.add(bias, timeVector)
}

/**
 * Applies a layer to a result that nothing else reads and gives it back, so that the next layer writes into memory that is still
 * in the cache. (The gradient has references of its own to what it needs.)
 */
function consume(x: Tensor4D, layer: (x: Tensor4D) => Tensor4D): Tensor4D {
  const y = layer(x)
  x.dispose()
  return y
}

/** Hands out the weights in the order in which the parameters are declared. */
function inOrder(weights: readonly Tensor[]): () => Tensor {
  let position = 0
  return () => weights[position++]
}
