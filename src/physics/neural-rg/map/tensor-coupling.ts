import * as tf from '@tensorflow/tfjs-core'
import type { Tensor, Tensor1D, Tensor2D } from '@tensorflow/tfjs-core'
import { movedSites, scaleBound } from './coupling-block.ts'
import type { TensorBlock } from './tensor-block.ts'
import { applyPerceptron } from './tensor-network.ts'
import { cosine, sine } from './trigonometry-tensor.ts'

/** A U(1)-equivariant coupling (`coupling-block.ts`) on rows of four complex numbers, `[R, 8]`. */
export function u1TensorCoupling(kept: readonly [number, number], parameters: readonly Tensor[]): TensorBlock {
  const moved = movedSites(kept)
  const order = [...kept, ...moved]
  const sitesOf = (rows: Tensor2D) => tf.split(rows, 4, 1) as Tensor2D[]
  const inPlace = (kept1: Tensor2D, kept2: Tensor2D, moved1: Tensor2D, moved2: Tensor2D): Tensor2D => {
    const values = [kept1, kept2, moved1, moved2]
    return tf.concat([0, 1, 2, 3].map((site) => values[order.indexOf(site)]), 1)
  }
  const network = (a1: Tensor2D, a2: Tensor2D) => {
    const [n1, n2] = [a1, a2].map((a) => tf.sum(tf.square(a), 1, true) as Tensor2D)
    const real = tf.sum(tf.mul(a1, a2), 1, true) as Tensor2D
    const imaginary = tf.sum(tf.mul(a1, tf.neg(timesI(a2))), 1, true) as Tensor2D
    const invariants = tf.mul(tf.concat([n1, n2, real, imaginary], 1), tf.rsqrt(tf.add(tf.add(n1, n2), 1))) as Tensor2D
    const output = applyPerceptron(parameters, invariants)
    return [0, 6].map((first) => {
      const column = (k: number, width = 1) => tf.slice(output, [0, first + k], [-1, width])
      const s = tf.mul(tf.tanh(tf.div(column(0), scaleBound)), scaleBound) as Tensor2D
      return { s, angle: column(1), shift: tf.add(times(column(2, 2), a1), times(column(4, 2), a2)) as Tensor2D }
    })
  }
  return {
    generate(rows) {
      const sites = sitesOf(rows)
      const [a1, a2] = kept.map((site) => sites[site])
      const conditions = network(a1, a2)
      const b = conditions.map(({ s, angle, shift }, j) => tf.add(times(polar(tf.exp(s), angle), sites[moved[j]]), shift) as Tensor2D)
      return { rows: inPlace(a1, a2, b[0], b[1]), logDet: logDet(conditions, 2) }
    },
    renormalize(rows) {
      const sites = sitesOf(rows)
      const [a1, a2] = kept.map((site) => sites[site])
      const conditions = network(a1, a2)
      const b = conditions.map(({ s, angle, shift }, j) => times(polar(tf.exp(tf.neg(s)), tf.neg(angle)), tf.sub(sites[moved[j]], shift)))
      return { rows: inPlace(a1, a2, b[0], b[1]), logDet: logDet(conditions, -2) }
    },
  }
}

const logDet = (conditions: readonly { s: Tensor2D }[], factor: number) =>
  tf.mul(tf.reshape(tf.add(conditions[0].s, conditions[1].s), [-1]), factor) as Tensor1D

/** i z for rows (re, im). */
const timesI = (z: Tensor2D) => {
  const [re, im] = tf.split(z, 2, 1)
  return tf.concat([tf.neg(im), re], 1)
}

/** z w for rows (re, im). */
function times(z: Tensor2D, w: Tensor2D): Tensor2D {
  const [re, im] = tf.split(z, 2, 1)
  return tf.add(tf.mul(re, w), tf.mul(im, timesI(w)))
}

const polar = (modulus: Tensor2D, angle: Tensor2D): Tensor2D => tf.concat([tf.mul(modulus, cosine(angle)), tf.mul(modulus, sine(angle))], 1)
