import * as tf from '@tensorflow/tfjs-core'
import type { Tensor, Tensor1D, Tensor2D, Tensor4D } from '@tensorflow/tfjs-core'
import { convolution, dense, groupNormSilu, inputConvolution, silu, transposedConvolution } from './layers.ts'
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
      const normalise = (x: Tensor4D, skip?: Tensor4D) => consume(x, () => groupNormSilu(x, next() as Tensor1D, next() as Tensor1D, skip))
      const convolve = (x: Tensor4D, stride: 1 | 2 = 1) => convolution(x, next() as Tensor4D, next() as Tensor1D, stride)
      const double = (x: Tensor4D) => transposedConvolution(x, next() as Tensor4D, next() as Tensor1D)

      const hidden = silu(dense(time, next() as Tensor2D, next() as Tensor1D))
      const timeVector = dense(hidden, next() as Tensor2D, next() as Tensor1D)
      const firstConvolution = inputGradient ? convolution : inputConvolution
      let x = firstConvolution(input as Tensor4D, next() as Tensor4D, withTime(next() as Tensor1D, timeVector))

      const skips: Tensor4D[] = []
      for (let level = 0; level < options.depth; level++) {
        skips.push(x)
        x = normalise(convolve(x, 2))
        x = normalise(consume(x, convolve))
      }
      x = normalise(consume(x, convolve))
      for (let level = 0; level < options.depth; level++) {
        x = normalise(consume(x, double))
        const inner = consume(x, convolve)
        x = consume(skips.pop() as Tensor4D, (skip) => normalise(inner, skip))
      }
      return consume(x, convolve)
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
