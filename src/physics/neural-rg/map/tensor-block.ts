import type { Scalar, Tensor, Tensor1D, Tensor2D } from '@tensorflow/tfjs-core'

/** A block (`block.ts`) on all blocks of a sub-layer at once: rows of 4C numbers, `[R, 4C]`. Differentiable. */
export interface TensorBlock {
  generate(rows: Tensor2D): TensorBlockResult
  renormalize(rows: Tensor2D): TensorBlockResult
}

export interface TensorBlockResult {
  rows: Tensor2D
  /** ln|det| of each row, `[R]`, or one number for all. */
  logDet: Tensor1D | Scalar
  /** Largest modulus that went through a sinh; absent where there is none. */
  largestModulus?: Tensor
}

export function chainTensorBlocks(blocks: readonly TensorBlock[]): TensorBlock {
  const through = (order: readonly TensorBlock[], direction: 'generate' | 'renormalize', rows: Tensor2D): TensorBlockResult =>
    order.map((block) => block[direction].bind(block)).reduce<TensorBlockResult | null>((before, apply) => {
      const next = apply(before?.rows ?? rows)
      return before ? { rows: next.rows, logDet: before.logDet.add(next.logDet), largestModulus: before.largestModulus ?? next.largestModulus } : next
    }, null) as TensorBlockResult
  const reversed = blocks.toReversed()
  return {
    generate: (rows) => through(blocks, 'generate', rows),
    renormalize: (rows) => through(reversed, 'renormalize', rows),
  }
}
