import * as tf from '@tensorflow/tfjs-core'
import type { Tensor } from '@tensorflow/tfjs-core'
import { customGradient } from '../../networks/layers.ts'

/**
 * Sine and cosine to float32 rounding. Back ends have them, but shaders of WebGPU promise an absolute error of 2^−11 alone
 * (WGSL, "accuracy of built-in functions"), which would bend every rotation of a map; there they are made of sums and products.
 */
export function sine<Shape extends Tensor>(angle: Shape): Shape {
  return hasCoarseSines() ? shiftedSine(angle, 0) : tf.sin(angle)
}

export function cosine<Shape extends Tensor>(angle: Shape): Shape {
  return hasCoarseSines() ? shiftedSine(angle, 1) : tf.cos(angle)
}

const hasCoarseSines = () => tf.getBackend() === 'webgpu'

/** sin(x + quarters π/2), with its gradient. */
export function shiftedSine<Shape extends Tensor>(angle: Shape, quarters: number): Shape {
  return customGradient<Shape>([angle], (save) => {
    save([angle])
    return {
      value: tf.tidy(() => evaluate(angle, quarters) as Shape),
      gradient: (dy, [saved]) => [tf.tidy(() => tf.mul(dy, evaluate(saved, quarters + 1)))],
    }
  })
}

/**
 * x = k π/2 + r with |r| ≤ π/4, π/2 in two parts so that r keeps its digits; then Taylor polynomials, whose first terms left out
 * are below 2^−24 there: sin r for even quarters, cos r for odd ones, with the sign of the half turn.
 */
function evaluate(angle: Tensor, quarters: number): Tensor {
  const k = tf.round(tf.mul(angle, 2 / Math.PI))
  const r = tf.sub(tf.sub(angle, tf.mul(k, 1.5703125)), tf.mul(k, 4.83826794897e-4))
  const square = tf.square(r)
  const sineOfRest = tf.mul(r, polynomial(square, [1, -1 / 6, 1 / 120, -1 / 5040, 1 / 362880]))
  const cosineOfRest = polynomial(square, [1, -1 / 2, 1 / 24, -1 / 720, 1 / 40320])
  const turn = tf.add(k, quarters)
  // 0 or 1: an odd number of quarters; then of halves.
  const odd = tf.sub(turn, tf.mul(tf.floor(tf.mul(turn, 0.5)), 2))
  const half = tf.floor(tf.mul(turn, 0.5))
  const sign = tf.sub(1, tf.mul(tf.sub(half, tf.mul(tf.floor(tf.mul(half, 0.5)), 2)), 2))
  return tf.mul(sign, tf.add(tf.mul(odd, cosineOfRest), tf.mul(tf.sub(1, odd), sineOfRest)))
}

const polynomial = (x: Tensor, coefficients: readonly number[]): Tensor =>
  coefficients.reduceRight<Tensor>((sum, coefficient) => tf.add(tf.mul(sum, x), coefficient), tf.zerosLike(x))
