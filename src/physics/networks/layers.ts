import * as tf from '@tensorflow/tfjs-core'
import type { Tensor, Tensor1D, Tensor2D, Tensor4D } from '@tensorflow/tfjs-core'
import { layerKernels } from './kernel-registry.ts'
import type { BlockWeights, Sampling } from './layer-kernels.ts'

/**
 * Differentiable layers. Each is one node on tfjs's tape with its own gradient: automatic differentiation of its parts would
 * cost several times as much. What computes is behind `layer-kernels.ts`.
 */

/**
 * 3×3 convolution, zero padding 1 on all sides. Filter `[3, 3, in, out]`; bias `[out]`, or one for each image `[B, out]`. Stride 2
 * halves an even size.
 */
export function convolution(x: Tensor4D, filter: Tensor4D, bias: Tensor1D | Tensor2D, stride: 1 | 2 = 1): Tensor4D {
  const kernels = layerKernels()
  return customGradient([x, filter, bias], (save) => {
    save([x, filter])
    return {
      value: kernels.convolution(x, filter, bias, stride),
      gradient: (dy, [savedX, savedFilter]) => {
        const { dx, dFilter, dBias } = kernels.convolutionGradient(savedX as Tensor4D, savedFilter as Tensor4D, dy, stride)
        return [dx, dFilter, biasGradient(bias, dBias, dy)]
      },
    }
  })
}

/** The same for a layer that reads data: x counts as a constant, which saves its gradient. */
export function inputConvolution(x: Tensor4D, filter: Tensor4D, bias: Tensor1D | Tensor2D): Tensor4D {
  const kernels = layerKernels()
  return customGradient([filter, bias], (save) => {
    save([x, filter])
    return {
      value: kernels.convolution(x, filter, bias, 1),
      gradient: (dy: Tensor4D, [savedX, savedFilter]) => {
        const { dFilter, dBias } = kernels.convolutionFilterGradient(savedX as Tensor4D, savedFilter as Tensor4D, dy, 1)
        return [dFilter, biasGradient(bias, dBias, dy)]
      },
    }
  })
}

/** Takes the sum over all images, which the kernels give, and makes it the sum over each where each has its bias. */
function biasGradient(bias: Tensor1D | Tensor2D, dBias: Tensor1D, dy: Tensor4D): Tensor1D | Tensor2D {
  if (bias.rank === 1) return dBias
  dBias.dispose()
  return layerKernels().sumPixels(dy)
}

/** y = x W + b, x `[B, in]`, W `[in, out]`. */
export function dense(x: Tensor2D, weight: Tensor2D, bias: Tensor1D): Tensor2D {
  const kernels = layerKernels()
  return customGradient([x, weight, bias], (save) => {
    save([x, weight])
    return {
      value: kernels.dense(x, weight, bias),
      gradient: (dy, [savedX, savedWeight]) => {
        const { dx, dWeight, dBias } = kernels.denseGradient(savedX as Tensor2D, savedWeight as Tensor2D, dy)
        return [dx, dWeight, dBias]
      },
    }
  })
}

/** y = silu(x W + b), x `[B, in]`, W `[in, out]`. */
export function denseSilu(x: Tensor2D, weight: Tensor2D, bias: Tensor1D): Tensor2D {
  const kernels = layerKernels()
  return customGradient([x, weight, bias], (save) => {
    const { y, z } = kernels.denseSilu(x, weight, bias)
    save([x, weight, z])
    return {
      value: y,
      gradient: (dy, [savedX, savedWeight, savedZ]) => {
        const { dx, dWeight, dBias } = kernels.denseSiluGradient(savedX as Tensor2D, savedWeight as Tensor2D, savedZ as Tensor2D, dy)
        return [dx, dWeight, dBias]
      },
    }
  })
}

/**
 * A convolution, GroupNorm and SiLU: moments over each image and group of channels, epsilon 1e-5, affine per channel. Filter
 * `[3, 3, in, out]`, or `[4, 4, out, in]` where it doubles the size. `added`, of the shape of the result, is the skip connection
 * that ends here.
 */
export function convolutionBlock(x: Tensor4D, weights: BlockWeights, sampling: Sampling, added?: Tensor4D, groups = 8): Tensor4D {
  const kernels = layerKernels()
  const { filter, bias, scale, shift } = weights
  return customGradient([x, filter, bias, scale, shift, ...(added ? [added] : [])], (save) => {
    const { y, saved } = kernels.convolutionBlock(x, weights, sampling, groups, added)
    save([x, filter, scale, ...saved])
    return {
      value: y,
      gradient: (dy, [savedX, savedFilter, savedScale, ...forward]) => {
        const { dx, dFilter, dBias, dScale, dShift } = kernels.convolutionBlockGradient(
          dy, savedX as Tensor4D, forward, { filter: savedFilter as Tensor4D, scale: savedScale as Tensor1D }, sampling, groups)
        return [dx, dFilter, dBias, dScale, dShift, ...(added ? [tf.clone(dy)] : [])]
      },
    }
  })
}

interface Differentiable<Output extends Tensor> {
  value: Output
  /** One gradient per input, all of them new tensors. */
  gradient: (dy: Output, saved: Tensor[]) => Tensor[]
}

/** tf.customGrad with the types that it lacks. */
export function customGradient<Output extends Tensor>(
  inputs: Tensor[], forward: (save: (tensors: Tensor[]) => void) => Differentiable<Output>,
): Output {
  const differentiable = tf.customGrad((...values) => {
    const save = values.at(-1) as unknown as (tensors: Tensor[]) => void
    const { value, gradient } = forward(save)
    return {
      value,
      gradFunc: (dy: Tensor, saved: Tensor[]) => {
        const gradients = gradient(dy as Output, saved)
        dy.dispose()
        for (const tensor of saved) tensor.dispose()
        return gradients
      },
    }
  })
  return differentiable(...inputs) as Output
}
