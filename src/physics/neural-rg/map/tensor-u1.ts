import * as tf from '@tensorflow/tfjs-core'
import type { Tensor1D, Tensor2D, Tensor3D } from '@tensorflow/tfjs-core'
import type { Activation } from './map-options.ts'
import { radialKinds } from './radial-activation.ts'
import { radialField, radialLogDet } from './radial-tensor.ts'
import type { TensorBlock, TensorBlockResult } from './tensor-block.ts'
import { cosine, sine } from './trigonometry-tensor.ts'
import { type RotationType, rotationPairs } from './typed-rotation.ts'

/**
 * The U(1) blocks of all sub-layers (`u1-block.ts`) as tensors. `parameters` are the rows of twelve, `[S, 12]`; `lastTypes` the
 * type of θ^b of each. The matrices of all are made together.
 */
export function u1TensorBlocks(parameters: Tensor2D, lastTypes: readonly RotationType[], activation: Activation): TensorBlock[] {
  const scalings = tf.slice(parameters, [0, 0], [-1, 4])
  const rotations = blockRotations(tf.slice(parameters, [0, 4], [-1, 8]), lastTypes)
  const scales = tf.reshape(tf.exp(scalings), [-1, 1, 4])
  // O S, and its inverse transposed O S⁻¹.
  const forward = onBothParts(tf.mul(rotations, scales))
  const backward = onBothParts(tf.div(rotations, scales))
  const logScales = tf.mul(tf.sum(scalings, 1), 2)
  return lastTypes.map((_, index) => {
    const logScale = tf.reshape(tf.slice(logScales, [index], [1]), [])
    const matrixOf = (matrices: Tensor3D) => tf.reshape(tf.slice(matrices, [index, 0, 0], [1, 8, 8]), [8, 8]) as Tensor2D
    const [matrix, inverse] = [matrixOf(forward), matrixOf(backward)]
    const kinds = radialKinds(activation)
    return {
      generate(rows) {
        const w = tf.matMul(rows, matrix, false, true) as Tensor2D
        const { rows: y, logDet, largestModulus } = activate(w, kinds?.generation)
        return { rows: y, logDet: tf.add(logDet, logScale), largestModulus }
      },
      renormalize(rows) {
        const { rows: w, logDet, largestModulus } = activate(rows, kinds?.inverse)
        return { rows: tf.matMul(w, inverse) as Tensor2D, logDet: tf.sub(logDet, logScale), largestModulus }
      },
    }
  })
}

function activate(rows: Tensor2D, kind: 'asinh' | 'sinh' | undefined): TensorBlockResult {
  if (kind === undefined) return { rows, logDet: tf.scalar(0) }
  const values = tf.reshape(rows, [-1, 2]) as Tensor2D
  return {
    rows: tf.reshape(radialField(values, kind), [-1, 8]),
    logDet: tf.sum(tf.reshape(radialLogDet(values, kind), [-1, 4]), 1) as Tensor1D,
    largestModulus: kind === 'sinh' ? tf.sqrt(tf.max(tf.sum(tf.square(values), 1))) : undefined,
  }
}

/**
 * Rotations `[S, 4, 4]` of angles `[S, 8]`: each factor is sin θ · A + cos θ · B + C with constant matrices; the eight are
 * multiplied pairwise, three times.
 */
function blockRotations(angles: Tensor2D, lastTypes: readonly RotationType[]): Tensor3D {
  const count = lastTypes.length
  const [sines, cosines] = [sine(angles), cosine(angles)].map((x) => tf.reshape(x, [count, 8, 1, 1]))
  const constants = factorConstants(lastTypes)
  let factors = tf.add(tf.add(tf.mul(sines, constants.sine), tf.mul(cosines, constants.cosine)), constants.rest)
  for (let left = 8; left > 1; left /= 2) {
    const pairs = tf.reshape(factors, [count, left / 2, 2, 16])
    const part = (which: 0 | 1) => tf.reshape(tf.slice(pairs, [0, 0, which, 0], [-1, -1, 1, -1]), [count * (left / 2), 4, 4])
    factors = tf.reshape(tf.matMul(part(1), part(0)), [count, left / 2, 4, 4])
  }
  return tf.reshape(factors, [count, 4, 4])
}

function factorConstants(lastTypes: readonly RotationType[]): { sine: tf.Tensor; cosine: tf.Tensor; rest: tf.Tensor } {
  const size = lastTypes.length * 8 * 16
  const [sine, cosine, rest] = [new Float32Array(size), new Float32Array(size), new Float32Array(size)]
  lastTypes.forEach((last, index) => {
    for (let factor = 0; factor < 8; factor++) {
      const [i, j] = rotationPairs[factor % 4]
      const at = (row: number, column: number) => (index * 8 + factor) * 16 + 4 * row + column
      const typeOne = factor >= 4 && last === 'one'
      const [diagonal, across] = typeOne ? [sine, cosine] : [cosine, sine]
      diagonal[at(i, i)] = 1
      diagonal[at(j, j)] = typeOne ? -1 : 1
      across[at(i, j)] = typeOne ? 1 : -1
      across[at(j, i)] = 1
      for (let k = 0; k < 4; k++) if (k !== i && k !== j) rest[at(k, k)] = 1
    }
  })
  const tensor = (values: Float32Array) => tf.tensor(values, [lastTypes.length, 8, 4, 4])
  return { sine: tensor(sine), cosine: tensor(cosine), rest: tensor(rest) }
}

/** 4 × 4 matrices on complex numbers as 8 × 8 on (re, im) pairs: M ⊗ 1. */
function onBothParts(matrices: tf.Tensor): Tensor3D {
  const unit = tf.tensor(Float32Array.of(1, 0, 0, 1), [1, 1, 2, 1, 2])
  return tf.reshape(tf.mul(tf.reshape(matrices, [-1, 4, 1, 4, 1]), unit), [-1, 8, 8])
}
