import * as tf from '@tensorflow/tfjs-core'
import type { Tensor1D, Tensor2D } from '@tensorflow/tfjs-core'
import { actionNode } from './action-node.ts'
import { haarGenerate } from './haar-transform.ts'
import type { HaarGaussianModel } from './haar-gaussian.ts'
import { siteProduct } from './site-product.ts'
import type { TensorAction } from './tensor-action.ts'

/** φ†Mφ with M = WᵀK*W made in float64. */
export function gaussianTensorAction(model: HaarGaussianModel): TensorAction {
  const matrix = tf.keep(boundaryKernel(model))
  return {
    constant: 0,
    varying: (input) => actionNode(input, (phi) => {
      const image = siteProduct(matrix, phi)
      return { value: tf.sum<Tensor1D>(tf.mul(phi, image), [1, 2, 3]), slope: tf.mul(image, 2) }
    }),
    dispose: () => matrix.dispose(),
  }
}

/** WᵀK*W. A row k of K* becomes kW = (Wᵀkᵀ)ᵀ, and Wᵀ = W⁻¹ generates; the columns follow in the same way. */
function boundaryKernel({ kernel, side }: HaarGaussianModel): Tensor2D {
  const sites = side * side
  const generateRows = (matrix: Float64Array) => {
    for (let row = 0; row < sites; row++) haarGenerate(matrix.subarray(row * sites, (row + 1) * sites), side, 1)
  }
  const half = Float64Array.from(kernel)
  generateRows(half)
  const turned = half.map((_, at) => half[(at % sites) * sites + Math.floor(at / sites)])
  generateRows(turned)
  return tf.tensor2d(Float32Array.from(turned), [sites, sites])
}
