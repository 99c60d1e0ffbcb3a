import * as tf from '@tensorflow/tfjs-core'
import type { Tensor2D, Tensor4D } from '@tensorflow/tfjs-core'

/** `[B, 2m, 2m, C]` as rows of 2 × 2 blocks, `[B m m, 4C]`: blocks in row-major order, sites of a block too. */
export function toBlocks(lattice: Tensor4D): Tensor2D {
  const [batch, side, , components] = lattice.shape
  const half = side / 2
  return tf.reshape(tf.transpose(tf.reshape(lattice, [batch * half, 2, half, 2 * components]), [0, 2, 1, 3]), [-1, 4 * components])
}

export function fromBlocks(rows: Tensor2D, [batch, side, , components]: readonly [number, number, number, number]): Tensor4D {
  const half = side / 2
  return tf.reshape(tf.transpose(tf.reshape(rows, [batch * half, half, 2, 2 * components]), [0, 2, 1, 3]), [batch, side, side, components])
}

/** The field at x moves to x + (by, by), with wrap; by = ±1. */
export function rollSites(lattice: Tensor4D, by: 1 | -1): Tensor4D {
  return [1, 2].reduce<Tensor4D>((rolled, axis) => {
    const side = rolled.shape[axis]
    const [first, second] = tf.split(rolled, by === 1 ? [side - 1, 1] : [1, side - 1], axis) as Tensor4D[]
    return tf.concat([second, first], axis)
  }, lattice)
}
