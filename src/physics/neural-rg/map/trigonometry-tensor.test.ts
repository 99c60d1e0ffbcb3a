import * as tf from '@tensorflow/tfjs'
import { beforeAll, expect, it } from 'vitest'
import { shiftedSine } from './trigonometry-tensor.ts'

beforeAll(async () => {
  await tf.setBackend('cpu')
})

it.each([0, 1, 2, 5])('sine shifted by %i quarters of a turn, and its slope, to float32 rounding over many turns', (quarters) => {
  const angles = Float32Array.from({ length: 801 }, (_, i) => 0.1 * (i - 400))
  const x = tf.tensor1d(angles)
  const values = shiftedSine(x, quarters).dataSync()
  const slopes = tf.grad((at) => tf.sum(shiftedSine(at, quarters)))(x).dataSync()
  // At 40 the reduction leaves about 25 · 6e-8 · 4.8e-4 and half a unit of the last place of r.
  angles.forEach((angle, i) => {
    expect(Math.abs(values[i] - Math.sin(angle + (quarters * Math.PI) / 2))).toBeLessThan(4e-7)
    expect(Math.abs(slopes[i] - Math.cos(angle + (quarters * Math.PI) / 2))).toBeLessThan(4e-7)
  })
})
