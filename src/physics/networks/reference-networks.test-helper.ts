/** The networks once more in float64 loops, written straight from the formulas: slow, and the oracle of the tests. */

export interface ReferenceArray { shape: number[]; data: Float64Array }

const zerosOf = (shape: number[]): ReferenceArray => ({ shape, data: new Float64Array(shape.reduce((a, b) => a * b, 1)) })
const at = (x: ReferenceArray, ...index: number[]) => index.reduce((position, i, axis) => position * x.shape[axis] + i, 0)
const sigmoid = (x: number) => 1 / (1 + Math.exp(-x))

function forEachIndex(shape: number[], visit: (...index: number[]) => void, index: number[] = []): void {
  if (index.length === shape.length) return visit(...index)
  for (let i = 0; i < shape[index.length]; i++) forEachIndex(shape, visit, [...index, i])
}

/** y[i] = b + Σ_u w[u] x[stride·i + u - 1], zero outside. */
function convolution(x: ReferenceArray, w: ReferenceArray, b: ReferenceArray, stride: number): ReferenceArray {
  const [batch, height, width] = x.shape
  const [, , inputs, outputs] = w.shape
  const y = zerosOf([batch, height / stride, width / stride, outputs])
  forEachIndex(y.shape, (n, i, j, o) => {
    let sum = b.data[o]
    forEachIndex([3, 3, inputs], (u, v, c) => {
      const row = stride * i + u - 1
      const column = stride * j + v - 1
      if (row >= 0 && row < height && column >= 0 && column < width) sum += w.data[at(w, u, v, c, o)] * x.data[at(x, n, row, column, c)]
    })
    y.data[at(y, n, i, j, o)] = sum
  })
  return y
}

/** Every input pixel i adds w[u] x[i] to output pixel 2i + u - 1. */
function transposedConvolution(x: ReferenceArray, w: ReferenceArray, b: ReferenceArray): ReferenceArray {
  const [batch, height, width, inputs] = x.shape
  const outputs = w.shape[2]
  const y = zerosOf([batch, 2 * height, 2 * width, outputs])
  forEachIndex(y.shape, (...index) => { y.data[at(y, ...index)] = b.data[index[3]] })
  forEachIndex([batch, height, width, inputs, 4, 4, outputs], (n, i, j, c, u, v, o) => {
    const row = 2 * i + u - 1
    const column = 2 * j + v - 1
    if (row < 0 || row >= 2 * height || column < 0 || column >= 2 * width) return
    y.data[at(y, n, row, column, o)] += w.data[at(w, u, v, o, c)] * x.data[at(x, n, i, j, c)]
  })
  return y
}

function groupNormSilu(x: ReferenceArray, scale: ReferenceArray, shift: ReferenceArray): ReferenceArray {
  const [batch, height, width, channels] = x.shape
  const size = channels / 8
  const y = zerosOf(x.shape)
  forEachIndex([batch, 8], (n, group) => {
    const members: number[] = []
    forEachIndex([height, width, size], (i, j, c) => { members.push(at(x, n, i, j, group * size + c)) })
    const mean = members.reduce((sum, index) => sum + x.data[index], 0) / members.length
    const variance = members.reduce((sum, index) => sum + (x.data[index] - mean) ** 2, 0) / members.length
    for (const index of members) {
      const z = ((x.data[index] - mean) / Math.sqrt(variance + 1e-5)) * scale.data[index % channels] + shift.data[index % channels]
      y.data[index] = z * sigmoid(z)
    }
  })
  return y
}

function dense(x: ReferenceArray, w: ReferenceArray, b: ReferenceArray): ReferenceArray {
  const y = zerosOf([x.shape[0], w.shape[1]])
  forEachIndex(y.shape, (n, o) => {
    let sum = b.data[o]
    for (let c = 0; c < w.shape[0]; c++) sum += x.data[at(x, n, c)] * w.data[at(w, c, o)]
    y.data[at(y, n, o)] = sum
  })
  return y
}

const silu = (x: ReferenceArray): ReferenceArray => ({ shape: x.shape, data: x.data.map((value) => value * sigmoid(value)) })
const add = (x: ReferenceArray, y: ReferenceArray): ReferenceArray => ({ shape: x.shape, data: x.data.map((value, i) => value + y.data[i]) })

export function referenceUnet(depth: number, weights: ReferenceArray[], input: ReferenceArray, time: ReferenceArray): ReferenceArray {
  let position = 0
  const next = () => weights[position++]
  const convolutionBlock = (h: ReferenceArray, stride: number) => groupNormSilu(convolution(h, next(), next(), stride), next(), next())
  const vector = dense(silu(dense(time, next(), next())), next(), next())
  let x = convolution(input, next(), next(), 1)
  forEachIndex(x.shape, (n, i, j, c) => { x.data[at(x, n, i, j, c)] += vector.data[at(vector, n, c)] })
  const skips: ReferenceArray[] = []
  for (let level = 0; level < depth; level++) {
    skips.push(x)
    x = convolutionBlock(x, 2)
    x = convolutionBlock(x, 1)
  }
  x = convolutionBlock(x, 1)
  for (let level = 0; level < depth; level++) {
    x = groupNormSilu(transposedConvolution(x, next(), next()), next(), next())
    x = add(convolutionBlock(x, 1), skips[depth - 1 - level])
  }
  return convolution(x, next(), next(), 1)
}

export function referenceFcn(weights: ReferenceArray[], input: ReferenceArray, time: ReferenceArray): ReferenceArray {
  const [batch, inputs] = input.shape
  let x = zerosOf([batch, inputs + 128])
  forEachIndex(x.shape, (n, c) => { x.data[at(x, n, c)] = c < inputs ? input.data[at(input, n, c)] : time.data[at(time, n, c - inputs)] })
  for (let layer = 0; layer < weights.length / 2; layer++) {
    x = dense(x, weights[2 * layer], weights[2 * layer + 1])
    if (layer < weights.length / 2 - 1) x = silu(x)
  }
  return x
}
