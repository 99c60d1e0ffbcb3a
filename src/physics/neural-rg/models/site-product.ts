import * as tf from '@tensorflow/tfjs-core'
import type { Tensor2D, Tensor3D, Tensor4D } from '@tensorflow/tfjs-core'

/** Mφ with a symmetric matrix `[N, N]` over the sites of φ `[B, L, L, C]`, the same for each component. */
export function siteProduct(matrix: Tensor2D, phi: Tensor4D): Tensor4D {
  const [batch, side, , components] = phi.shape
  const sites = side * side
  const product = components === 1
    ? tf.matMul(phi.reshape<Tensor2D>([batch, sites]), matrix)
    : tf.matMul(matrix.reshape<Tensor3D>([1, sites, sites]), phi.reshape<Tensor3D>([batch, sites, components]))
  return product.reshape<Tensor4D>(phi.shape)
}
