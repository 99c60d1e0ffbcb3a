import type { Scalar, Tensor, Tensor1D, Tensor2D, Tensor4D } from '@tensorflow/tfjs-core'

/**
 * The heavy parts of the layers, forward and backward, behind one small interface: `layers.ts` gives them their place in the
 * chain rule, a back end may bring faster ones (raw TensorFlow ops, a native library). All agree to rounding with
 * `stockKernels`, which are written in tfjs-core ops and run everywhere.
 *
 * Every function returns new tensors that the caller owns, and leaves no others behind. Images are NHWC.
 */
export interface LayerKernels {
  /** What computes, for the provenance of a run. */
  readonly name: string
  /**
   * y = conv(x, filter) + bias, 3×3, zero padding 1 on all sides; filter `[3, 3, in, out]`; stride 2 halves the size. The bias is
   * `[out]`, or one for each image, `[B, out]`.
   */
  convolution(x: Tensor4D, filter: Tensor4D, bias: Tensor1D | Tensor2D, stride: 1 | 2): Tensor4D
  /** dBias is that of a bias `[out]`; one for each image has `sumPixels(dy)`. */
  convolutionGradient(x: Tensor4D, filter: Tensor4D, dy: Tensor4D, stride: 1 | 2): ConvolutionGradient
  /** As above without dx, for the layer that reads the data. */
  convolutionFilterGradient(x: Tensor4D, filter: Tensor4D, dy: Tensor4D, stride: 1 | 2): FilterGradient
  /** 4×4, stride 2, padding 1: doubles the size; filter `[4, 4, out, in]`. */
  transposedConvolution(x: Tensor4D, filter: Tensor4D, bias: Tensor1D): Tensor4D
  transposedConvolutionGradient(x: Tensor4D, filter: Tensor4D, dy: Tensor4D): ConvolutionGradient
  /** y = x W + b; x `[B, in]`, W `[in, out]`. */
  dense(x: Tensor2D, weight: Tensor2D, bias: Tensor1D): Tensor2D
  denseGradient(x: Tensor2D, weight: Tensor2D, dy: Tensor2D): DenseGradient
  /** y = silu(x W + b); `z` = x W + b, for the backward pass. */
  denseSilu(x: Tensor2D, weight: Tensor2D, bias: Tensor1D): { y: Tensor2D; z: Tensor2D }
  denseSiluGradient(x: Tensor2D, weight: Tensor2D, z: Tensor2D, dy: Tensor2D): DenseGradient
  /**
   * y = silu(scale · (x - mean) / sqrt(variance + epsilon) + shift) + added, moments over each image and group of channels; `added`
   * has the shape of x.
   */
  groupNormSilu(x: Tensor4D, scale: Tensor1D, shift: Tensor1D, groups: number, added?: Tensor4D): GroupNormForward
  groupNormSiluGradient(dy: Tensor4D, forward: GroupNormSaved, scale: Tensor1D, groups: number): GroupNormGradient
  /** A convolution, GroupNorm and SiLU, one after the other: y as `groupNormSilu` of what the convolution gives. */
  convolutionBlock(x: Tensor4D, weights: BlockWeights, sampling: Sampling, groups: number, added?: Tensor4D): GroupNormForward
  convolutionBlockGradient(
    dy: Tensor4D, x: Tensor4D, forward: GroupNormSaved, weights: Pick<BlockWeights, 'filter' | 'scale'>, sampling: Sampling, groups: number,
  ): ConvolutionBlockGradient
  /** y = x sigmoid(x) */
  silu(x: Tensor2D): Tensor2D
  siluGradient(x: Tensor2D, dy: Tensor2D): Tensor2D
  /** Adds one vector per sample, `[B, C]` or `[1, C]`, to every pixel. */
  addChannels(x: Tensor4D, vector: Tensor2D): Tensor4D
  /** Sum over the pixels, `[B, C]`. */
  sumPixels(x: Tensor4D): Tensor2D
  /** Σ factor · term over terms of one shape. */
  combination(terms: readonly (readonly [factor: number, term: Tensor])[]): Tensor
  /** Σ w (x - target)²; w has the shape of x, or one number for each image: `[B, 1, …, 1]`. */
  weightedSquares(x: Tensor, target: Tensor, weight: Tensor): Scalar
  /** 2 w (x - target) dLoss */
  weightedSquaresGradient(x: Tensor, target: Tensor, weight: Tensor, dLoss: Scalar): Tensor
}

/** What a convolution makes of the size: keeps it, halves it (both 3 × 3), or doubles it (the transposed 4 × 4). */
export type Sampling = 'same' | 'halved' | 'doubled'
export interface BlockWeights { filter: Tensor4D; bias: Tensor1D; scale: Tensor1D; shift: Tensor1D }

export interface DenseGradient { dx: Tensor2D; dWeight: Tensor2D; dBias: Tensor1D }
export interface FilterGradient { dFilter: Tensor4D; dBias: Tensor1D }
export interface ConvolutionGradient extends FilterGradient { dx: Tensor4D }
/** Tensors that the backward pass needs, in an order that only the kernel knows. */
export type GroupNormSaved = readonly Tensor[]
export interface GroupNormForward { y: Tensor4D; saved: GroupNormSaved }
export interface GroupNormGradient { dx: Tensor4D; dScale: Tensor1D; dShift: Tensor1D }
export interface ConvolutionBlockGradient extends ConvolutionGradient { dScale: Tensor1D; dShift: Tensor1D }

export const groupNormEpsilon = 1e-5
