import * as tf from '@tensorflow/tfjs-core'
import { expect, it } from 'vitest'
import { loadBackend } from '../backends/index.ts'
import { installNativeAddition } from './native-addition.ts'
import { loadNativeLibrary } from './native-library.ts'
import { tensorFlowOps } from './tensorflow-ops.ts'

await loadBackend('tensorflow')
const { instructionSet } = loadNativeLibrary()

// Large and equal shapes, which the library adds; broadcasting, small tensors and integers, which it leaves to TensorFlow.
const cases: [string, () => [tf.Tensor, tf.Tensor]][] = [
  ['large', () => [tf.randomNormal([4, 40, 40], 0, 1, 'float32', 1), tf.randomNormal([4, 40, 40], 0, 1, 'float32', 2)]],
  ['broadcast', () => [tf.randomNormal([4, 40, 40], 0, 1, 'float32', 1), tf.randomNormal([40], 0, 1, 'float32', 2)]],
  ['small', () => [tf.tensor1d([1, 2, 3]), tf.tensor1d([0.1, 0.2, 0.3])]],
  ['integers', () => [tf.range(0, 5000, 1, 'int32'), tf.range(7, 5007, 1, 'int32')]],
]

it.skipIf(!instructionSet)('an addition has the same bits, shape and gradient by the op library as by TensorFlow', () => {
  const add = () => cases.map(([name, make]) => {
    const [a, b] = make()
    const sum = tf.add(a, b)
    return { name, shape: sum.shape, dtype: sum.dtype, values: sum.dataSync() }
  })
  const stock = add()
  installNativeAddition(tensorFlowOps())
  expect(add()).toEqual(stock)
  const x = tf.ones([5000])
  expect(tf.grad((v: tf.Tensor) => tf.sum(tf.add(v, tf.mul(v, v))))(x).dataSync()).toEqual(new Float32Array(5000).fill(3))
})
