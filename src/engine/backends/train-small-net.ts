import * as tf from '@tensorflow/tfjs-core'
import { Problem } from '../../shared/problem.ts'
import { backendNames } from '../../shared/run-config.ts'
import { loadBackend } from './index.ts'

/**
 * A program for `backends.test.ts`: trains one small network on the back end that its argument names, in a process of its
 * own as every run has, and prints the losses, the first gradients and the final weights as JSON.
 *
 * The network has every kind of layer that the studies' networks are made of: strided and transposed convolutions, a group
 * normalisation with SiLU, a skip connection, a dense layer. All numbers come from a formula, so that each back end starts
 * from the same ones.
 */
export interface SmallTraining {
  losses: number[]
  firstGradients: Record<string, number[]>
  weights: Record<string, number[]>
  /** Tensors alive after the second and after the last step: equal where nothing leaks. */
  tensorsAlive: [number, number]
}

const steps = 12
const [batch, size, channels, groups] = [4, 10, 8, 2]

/** A fixed sequence without structure, evenly spread over (-1, 1): the fractional parts of multiples of √2. */
function spread(shape: number[], offset: number): tf.Tensor {
  const values = Float32Array.from({ length: shape.reduce((a, b) => a * b, 1) }, (_, i) => 2 * (((i + 1 + 31 * offset) * Math.SQRT2) % 1) - 1)
  return tf.tensor(values, shape, 'float32')
}

function createWeights(): Record<string, tf.Variable> {
  const scaled = (shape: number[], offset: number, fanIn: number) => tf.variable(tf.mul(spread(shape, offset), Math.sqrt(3 / fanIn)))
  return {
    down: scaled([3, 3, 2, channels], 1, 18),
    gain: tf.variable(tf.ones([channels])),
    shift: tf.variable(tf.zeros([channels])),
    up: scaled([4, 4, channels, channels], 2, 16 * channels),
    head: scaled([3, 3, channels + 2, 1], 3, 9 * (channels + 2)),
    dense: scaled([size * size, 3], 4, size * size),
    bias: tf.variable(tf.zeros([3])),
  }
}

function groupNormSilu(x: tf.Tensor4D, gain: tf.Tensor, shift: tf.Tensor): tf.Tensor4D {
  const grouped = tf.reshape(x, [batch, x.shape[1], x.shape[2], groups, channels / groups])
  const { mean, variance } = tf.moments(grouped, [1, 2, 4], true)
  const normalised = tf.reshape(tf.div(tf.sub(grouped, mean), tf.sqrt(tf.add(variance, 1e-5))), x.shape)
  const z = tf.add(tf.mul(normalised, gain), shift)
  return tf.mul(z, tf.sigmoid(z))
}

async function train(name: (typeof backendNames)[number]): Promise<SmallTraining> {
  await loadBackend(name)
  const weights = createWeights()
  const x = spread([batch, size, size, 2], 5) as tf.Tensor4D
  const target = spread([batch, 3], 6)
  const loss = () => tf.tidy(() => {
    const down = tf.conv2d(x, weights.down as tf.Tensor4D, 2, 'same')
    const hidden = groupNormSilu(down, weights.gain, weights.shift)
    const up = tf.conv2dTranspose(hidden, weights.up as tf.Tensor4D, [batch, size, size, channels], 2, 'same')
    const skip = tf.concat([up, x], 3) as tf.Tensor4D
    const picture = tf.conv2d(skip, weights.head as tf.Tensor4D, 1, 'same')
    const answer = tf.add(tf.matMul(tf.reshape(picture, [batch, size * size]), weights.dense as tf.Tensor2D), weights.bias)
    return tf.mean(tf.square(tf.sub(answer, target))) as tf.Scalar
  })

  const gradients = tf.variableGrads(loss, Object.values(weights))
  const firstGradients: Record<string, number[]> = {}
  for (const [key, weight] of Object.entries(weights)) firstGradients[key] = Array.from(await gradients.grads[weight.name].data())
  tf.dispose([gradients.value, gradients.grads])

  const optimiser = tf.train.momentum(0.05, 0.9)
  const losses: number[] = []
  const tensorsAlive: [number, number] = [0, 0]
  for (let step = 1; step <= steps; step++) {
    const value = optimiser.minimize(loss, true, Object.values(weights))
    if (!value) throw new Error('The optimiser returned no loss')
    losses.push((await value.data())[0])
    value.dispose()
    if (step === 2) tensorsAlive[0] = tf.memory().numTensors
  }
  tensorsAlive[1] = tf.memory().numTensors
  const final: Record<string, number[]> = {}
  for (const [key, weight] of Object.entries(weights)) final[key] = Array.from(await weight.data())
  return { losses, firstGradients, weights: final, tensorsAlive }
}

const name = backendNames.find((candidate) => candidate === process.argv[2])
if (!name) throw new Error(`Usage: train-small-net.ts ${backendNames.join('|')}`)
const answer: SmallTraining | { problem: string } = await train(name).catch((error: unknown) => {
  if (error instanceof Problem) return { problem: error.message }
  throw error
})
// An open graphics device keeps the process alive, so its end is asked for once everything is written.
process.stdout.write(JSON.stringify(answer) + '\n', () => process.exit(0))
