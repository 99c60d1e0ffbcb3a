import * as tf from '@tensorflow/tfjs-core'
import { beforeAll, describe, expect, it } from 'vitest'
import { loadWasm } from './wasm.ts'

/** dW[u,v,c,k] = Σ x[b, s i + u - p, s j + v - p, c] dy[b,i,j,k], added up in float64 straight from the definition. */
function directFilterGradient(x: tf.TensorBuffer<tf.Rank.R4>, dy: tf.TensorBuffer<tf.Rank.R4>, info: tf.backend_util.Conv2DInfo): number[] {
  const gradient: number[] = []
  for (let u = 0; u < info.filterHeight; u++) for (let v = 0; v < info.filterWidth; v++) {
    for (let c = 0; c < info.inChannels; c++) for (let k = 0; k < info.outChannels; k++) {
      let sum = 0
      for (let b = 0; b < info.batchSize; b++) for (let i = 0; i < info.outHeight; i++) for (let j = 0; j < info.outWidth; j++) {
        const row = info.strideHeight * i + u - info.padInfo.top
        const column = info.strideWidth * j + v - info.padInfo.left
        const inside = row >= 0 && row < info.inHeight && column >= 0 && column < info.inWidth
        if (inside) sum += x.get(b, row, column, c) * dy.get(b, i, j, k)
      }
      gradient.push(sum)
    }
  }
  return gradient
}

type Padding = 'same' | 'valid' | number | tf.backend_util.ExplicitPadding
const cases: { input: [number, number, number, number]; filter: [number, number, number, number]; strides: number | [number, number]; pad: Padding }[] = [
  { input: [2, 6, 6, 3], filter: [3, 3, 3, 4], strides: 1, pad: 'same' },
  { input: [2, 7, 5, 3], filter: [3, 3, 3, 4], strides: 1, pad: 'valid' },
  { input: [1, 8, 8, 2], filter: [4, 4, 2, 3], strides: 2, pad: 'same' },
  // The stride leaves the last row and column out of every window.
  { input: [3, 8, 8, 2], filter: [3, 3, 2, 2], strides: 2, pad: 'valid' },
  { input: [2, 9, 10, 1], filter: [3, 2, 1, 5], strides: [3, 2], pad: 'same' },
  { input: [2, 6, 6, 2], filter: [3, 3, 2, 2], strides: 2, pad: 1 },
  { input: [2, 5, 6, 2], filter: [3, 3, 2, 2], strides: 1, pad: [[0, 0], [2, 0], [1, 2], [0, 0]] },
  { input: [4, 5, 5, 6], filter: [1, 1, 6, 3], strides: 1, pad: 'same' },
]

describe('the gradient of a convolution by its filter on WebAssembly', () => {
  beforeAll(async () => { await loadWasm() })

  it.each(cases)('is the sum of its definition for $input by $filter, strides $strides, padding $pad', async ({ input, filter, strides, pad }) => {
    const x = tf.randomUniform(input, -1, 1, 'float32', 1) as tf.Tensor4D
    const info = tf.backend_util.computeConv2DInfo(input, filter, strides, 1, pad)
    const dy = tf.randomUniform(info.outShape, -1, 1, 'float32', 2) as tf.Tensor4D
    const before = tf.memory().numTensors

    const gradient = tf.grad((w) => tf.conv2d(x, w as tf.Tensor4D, strides, pad))(tf.zeros(filter), dy)
    const expected = directFilterGradient(await x.buffer(), await dy.buffer(), info)

    const found = await gradient.data()
    // Sums of at most a hundred products of numbers below 1, in float32: 100 · 6e-8.
    expected.forEach((value, i) => expect(Math.abs(found[i] - value)).toBeLessThan(6e-6))
    gradient.dispose()
    // Only the filter's zeros, which the caller made, remain.
    expect(tf.memory().numTensors - before).toBe(1)
    tf.dispose([x, dy])
  })
})
