import * as tf from '@tensorflow/tfjs-core'
import type { Tensor1D, Tensor2D, Tensor3D, Tensor4D } from '@tensorflow/tfjs-core'
import { actionNode } from './action-node.ts'
import { type QuarticCouplings, wellForm } from './quartic-model.ts'
import type { TensorAction } from './tensor-action.ts'

/**
 * h/2 Σ_<ij> |φ_i - φ_j|² + Σ_i [q |φ_i|² + b (|φ_i|² - ρ)²], the bond sum as ½h φ·Δφ with the positive lattice Laplacian Δ, whose two
 * directions are two matrix products.
 */
export function quarticTensorAction(couplings: QuarticCouplings): TensorAction {
  const { side, components, hopping, quartic } = couplings
  const { radiusSquared, mass, constant } = wellForm(couplings)
  const across = tf.keep(ringLaplacian(side, 1, hopping))
  const along = tf.keep(ringLaplacian(side, components, hopping))

  /** hΔφ */
  function stretch(phi: Tensor4D): Tensor4D {
    const [batch] = phi.shape
    const rows = tf.matMul(across.reshape<Tensor3D>([1, side, side]), phi.reshape<Tensor3D>([batch, side, side * components]))
    const columns = tf.matMul(phi.reshape<Tensor2D>([batch * side, side * components]), along)
    return tf.add(rows.reshape<Tensor4D>(phi.shape), columns.reshape<Tensor4D>(phi.shape))
  }

  return {
    constant,
    varying: (input) => actionNode(input, (phi) => {
      const stretched = stretch(phi)
      const square = tf.sum(tf.square(phi), 3, true)
      const bonds = tf.mul(tf.sum(tf.mul(phi, stretched), [1, 2, 3]), 0.5)
      if (quartic === 0) {
        const value = tf.add<Tensor1D>(bonds, tf.mul(tf.sum(square, [1, 2, 3]), mass))
        return { value, slope: tf.add(stretched, tf.mul(phi, 2 * mass)) }
      }
      const excess = tf.sub(square, radiusSquared)
      const value = tf.add<Tensor1D>(bonds, tf.mul(tf.sum(tf.square(excess), [1, 2, 3]), quartic))
      return { value, slope: tf.add(stretched, tf.mul(phi, tf.mul(excess, 4 * quartic))) }
    }),
    dispose: () => tf.dispose([across, along]),
  }
}

/** h (2·1 - shift - shift⁻¹) on a ring of `side` sites, the same for each component; on two sites both shifts are one. */
function ringLaplacian(side: number, components: number, hopping: number): Tensor2D {
  const size = side * components
  const matrix = new Float32Array(size * size)
  for (let i = 0; i < size; i++) {
    matrix[i * size + i] += 2 * hopping
    for (const neighbour of [(i + components) % size, (i + size - components) % size]) matrix[i * size + neighbour] -= hopping
  }
  return tf.tensor2d(matrix, [size, size])
}
