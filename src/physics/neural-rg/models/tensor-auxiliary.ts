import * as tf from '@tensorflow/tfjs-core'
import type { Tensor, Tensor1D, Tensor2D, Tensor4D } from '@tensorflow/tfjs-core'
import { actionNode } from './action-node.ts'
import type { AuxiliaryCoupling } from './auxiliary-coupling.ts'
import { siteProduct } from './site-product.ts'
import type { TensorAction } from './tensor-action.ts'
import { tensorLogBesselI0 } from './tensor-bessel.ts'

/** ½ x†K⁻¹x - Σ ln cosh x_i for real fields, - Σ ln I₀(|x_i|) for complex ones. */
export function auxiliaryTensorAction(coupling: AuxiliaryCoupling, components: number): TensorAction {
  const inverse = tf.keep(circulant(coupling.inverseRow(), coupling.side))
  const spinWeight = components === 1 ? logCosh : logBessel
  return {
    constant: 0,
    varying: (input) => actionNode(input, (x) => {
      const solved = siteProduct(inverse, x)
      const { weight, slope } = spinWeight(x)
      const quadratic = tf.mul(tf.sum(tf.mul(x, solved), [1, 2, 3]), 0.5)
      return { value: tf.sub<Tensor1D>(quadratic, tf.sum(weight, [1, 2, 3])), slope: tf.sub(solved, slope) }
    }),
    dispose: () => inverse.dispose(),
  }
}

/** ln cosh x = |x| + ln(1 + e^{-2|x|}) - ln 2, slope tanh x. */
function logCosh(x: Tensor4D): { weight: Tensor; slope: Tensor4D } {
  const size = tf.abs(x)
  return { weight: tf.sub(tf.add(size, tf.log1p(tf.exp(tf.mul(size, -2)))), Math.LN2), slope: tf.tanh(x) }
}

/** ln I₀(|x|), slope (I₁/I₀)(|x|) x/|x|. */
function logBessel(x: Tensor4D): { weight: Tensor; slope: Tensor4D } {
  const { logI0, ratioOverArgument } = tensorLogBesselI0(tf.sqrt(tf.sum(tf.square(x), 3, true)))
  return { weight: logI0, slope: tf.mul(x, ratioOverArgument) }
}

/** The `[N, N]` matrix whose entry (i, j) is that of the first row at the displacement from i to j on the torus. */
function circulant(firstRow: Float64Array, side: number): Tensor2D {
  const sites = side * side
  const matrix = new Float32Array(sites * sites)
  for (let i = 0; i < sites; i++) {
    for (let j = 0; j < sites; j++) {
      const row = (Math.floor(j / side) - Math.floor(i / side) + side) % side
      const column = ((j % side) - (i % side) + side) % side
      matrix[i * sites + j] = firstRow[row * side + column]
    }
  }
  return tf.tensor2d(matrix, [sites, sites])
}
