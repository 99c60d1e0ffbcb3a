import * as tf from '@tensorflow/tfjs-core'
import type { Tensor1D, Tensor2D } from '@tensorflow/tfjs-core'
import { customGradient } from '../../networks/layers.ts'
import type { RadialKind } from './radial-activation.ts'

/**
 * The activations of moduli (`radial-activation.ts`) on rows of one complex number, `[R, 2]`, as tfjs ops in float32: the field
 * v h(s) and its ln-det ψ(s), s = |v|², each with the gradient written out, since the derivatives of the closed forms cancel at
 * small s.
 */
export function radialField(v: Tensor2D, kind: RadialKind): Tensor2D {
  return customGradient([v], (save) => {
    save([v])
    return {
      value: tf.tidy(() => tf.mul(v, factor(squares(v), kind)) as Tensor2D),
      // ∂f/∂v = h y + 2 h′ (v · y) v
      gradient: (dy, [saved]) => [tf.tidy(() => {
        const at = saved as Tensor2D
        const s = squares(at)
        const h = factor(s, kind)
        const along = tf.mul(tf.mul(factorSlope(s, h, kind), 2), tf.sum(tf.mul(at, dy), 1, true))
        return tf.add(tf.mul(h, dy), tf.mul(along, at))
      })],
    }
  })
}

/** ψ, `[R]`. */
export function radialLogDet(v: Tensor2D, kind: RadialKind): Tensor1D {
  return customGradient([v], (save) => {
    save([v])
    return {
      value: tf.tidy(() => tf.reshape(logDet(squares(v), kind), [-1]) as Tensor1D),
      gradient: (dy, [saved]) => [tf.tidy(() => {
        const at = saved as Tensor2D
        return tf.mul(at, tf.mul(tf.mul(logDetSlope(squares(at), kind), 2), tf.reshape(dy, [-1, 1])))
      })],
    }
  })
}

/** s, `[R, 1]`. */
const squares = (v: Tensor2D) => tf.sum(tf.square(v), 1, true) as Tensor2D

/** Far below it the closed forms divide zero by zero; 1e-20 leaves every other number as it is. */
const modulus = (s: Tensor2D) => tf.sqrt(tf.maximum(s, 1e-20)) as Tensor2D

/** h. asinh r = log1p(r + s/(1 + √(1 + s))), without cancellation. */
function factor(s: Tensor2D, kind: RadialKind): Tensor2D {
  const r = modulus(s)
  if (kind === 'asinh') {
    return tf.div(tf.log1p(tf.add(r, tf.div(s, tf.add(tf.sqrt(tf.add(s, 1)), 1)))), r)
  }
  const closed = tf.div(tf.sinh(r), r) as Tensor2D
  return tf.where(tf.less(s, sinhSeriesBelow), nested(s, [1 / 6, 1 / 20, 1 / 42, 1 / 72, 1 / 110]), closed)
}

/** dh/ds */
function factorSlope(s: Tensor2D, h: Tensor2D, kind: RadialKind): Tensor2D {
  const derivative = kind === 'asinh' ? tf.rsqrt(tf.add(s, 1)) : tf.cosh(modulus(s))
  const closed = tf.div(tf.sub(derivative, h), tf.mul(tf.maximum(s, 1e-20), 2)) as Tensor2D
  const series = kind === 'asinh'
    ? tf.mul<Tensor2D>(nested(s, [-9 / 10, -25 / 28, -49 / 54, -81 / 88]), -1 / 6)
    : tf.mul<Tensor2D>(nested(s, [1 / 10, 1 / 28, 1 / 54, 1 / 88]), 1 / 6)
  return tf.where<Tensor2D>(tf.less(s, kind === 'asinh' ? asinhSeriesBelow : sinhSeriesBelow), series, closed)
}

/** ψ */
function logDet(s: Tensor2D, kind: RadialKind): Tensor2D {
  const h = factor(s, kind)
  if (kind === 'asinh') return tf.sub(tf.log(h), tf.mul(tf.log1p(s), 0.5))
  const r = modulus(s)
  return tf.add(tf.sub(tf.add(r, tf.log1p(tf.exp(tf.mul(r, -2)))), Math.LN2), tf.log(h))
}

/** dψ/ds = h′/h plus that of ln g′: −½/(1 + s), or tanh r / 2r. */
function logDetSlope(s: Tensor2D, kind: RadialKind): Tensor2D {
  const h = factor(s, kind)
  const relative = tf.div(factorSlope(s, h, kind), h)
  if (kind === 'asinh') return tf.sub(relative, tf.div(0.5, tf.add(s, 1)))
  const r = modulus(s)
  return tf.add(relative, tf.div(tf.mul(tf.tanh(r), 0.5), r))
}

/** Series end where the closed form has lost four bits, and the first term left out is below float32. */
const asinhSeriesBelow = 0.05
const sinhSeriesBelow = 1

/** 1 + c₁ s (1 + c₂ s (1 + …)) */
function nested(s: Tensor2D, ratios: readonly number[]): Tensor2D {
  return ratios.reduceRight<Tensor2D>((inner, ratio) => tf.add(tf.mul(tf.mul(s, ratio), inner), 1), tf.onesLike(s))
}
