import * as tf from '@tensorflow/tfjs-core'
import type { Tensor } from '@tensorflow/tfjs-core'

/**
 * ln I₀(x) and I₁(x)/(x I₀(x)) of a float32 tensor, x ≥ 0, by the polynomials in (x/3.75)² below 3.75 and 3.75/x above, with
 * errors below 2e-7 and 4e-7. Abramowitz, Stegun 9.8.1-9.8.4. The float64 form is `log-bessel-i0.ts`.
 */
export function tensorLogBesselI0(x: Tensor): { logI0: Tensor; ratioOverArgument: Tensor } {
  const small = tf.square(tf.div(tf.minimum(x, border), border))
  const smallI0 = polynomial(small, [1, 3.5156229, 3.0899424, 1.2067492, 0.2659732, 0.0360768, 0.0045813])
  const smallI1OverX = polynomial(small, [0.5, 0.87890594, 0.51498869, 0.15084934, 0.02658733, 0.00301532, 0.00032411])
  const large = tf.maximum(x, border)
  const inverse = tf.div(border, large)
  const largeI0 = polynomial(inverse, [
    0.39894228, 0.01328592, 0.00225319, -0.00157565, 0.00916281, -0.02057706, 0.02635537, -0.01647633, 0.00392377,
  ])
  const largeI1 = polynomial(inverse, [
    0.39894228, -0.03988024, -0.00362018, 0.00163801, -0.01031555, 0.02282967, -0.02895312, 0.01787654, -0.00420059,
  ])
  const isSmall = tf.less(x, border)
  return {
    // Scaled by e^-x √x above the border.
    logI0: tf.where(isSmall, tf.log(smallI0), tf.add(tf.sub(large, tf.mul(tf.log(large), 0.5)), tf.log(largeI0))),
    ratioOverArgument: tf.where(isSmall, tf.div(smallI1OverX, smallI0), tf.div(largeI1, tf.mul(largeI0, large))),
  }
}

const border = 3.75

/** Σ c_i x^i by Horner's rule. */
function polynomial(x: Tensor, coefficients: readonly number[]): Tensor {
  let sum: Tensor = tf.fill(x.shape, coefficients[coefficients.length - 1])
  for (let i = coefficients.length - 2; i >= 0; i--) sum = tf.add(tf.mul(sum, x), coefficients[i])
  return sum
}
