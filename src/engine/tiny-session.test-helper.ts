import * as tf from '@tensorflow/tfjs-core'
import type { StudyArtifact, StudyState, TrainingSession } from './study.ts'

export interface TinyOptions {
  totalSteps?: number
  learningRate?: number
  /** Step whose loss is made infinite. */
  poisonAt?: number
  /** Tensors left behind by every step. */
  leak?: boolean
  onStep?: (index: number) => void
}

/** A real training on the loaded back end, small enough for tests: tanh network 1-8-1 on sin(2πx), heavy-ball descent. */
export function createTinySession({ totalSteps = 40, learningRate = 0.1, poisonAt = -1, leak = false, onStep }: TinyOptions = {}): TrainingSession {
  const shapes: Record<string, number[]> = { w1: [1, 8], b1: [8], w2: [8, 1], b2: [1] }
  const variables: Record<string, tf.Variable> = tf.tidy(() => Object.fromEntries(Object.entries(shapes).flatMap(([name, shape], i) => [
    [name, tf.variable(tf.randomNormal(shape, 0, 0.5, 'float32', 100 + i))],
    [`velocity.${name}`, tf.variable(tf.zeros(shape))],
  ])))
  const lossSum: tf.Variable = tf.tidy(() => tf.variable(tf.scalar(0)))
  const created = [...Object.values(variables), lossSum]
  let lossCount = 0
  const started = tf.memory().numTensors

  const predict = (x: tf.Tensor, [w1, b1, w2, b2]: tf.Tensor[]) => tf.matMul(tf.tanh(tf.matMul(x, w1).add(b1)), w2).add(b2)
  const names = Object.keys(shapes)
  const weights = () => names.map((name) => variables[name])
  const drawn = (step: number): StudyArtifact => {
    const y = tf.tidy(() => predict(tf.linspace(0, 1, 16).reshape([16, 1]), weights()))
    const data = Float32Array.from(y.dataSync())
    y.dispose()
    return {
      descriptor: { file: `curve-step-${String(step).padStart(6, '0')}.npy`, kind: 'samples', step, axes: ['x'], units: '', description: 'fitted curve' },
      shape: [16], data,
    }
  }

  return {
    totalSteps,
    parameterCount: 25,
    dataHash: '0'.repeat(64),
    initialArtifacts: () => [{ ...drawn(0), descriptor: { ...drawn(0).descriptor, file: 'training-data.npy', kind: 'training-data' } }],
    step(index) {
      onStep?.(index)
      tf.tidy(() => {
        const x = tf.randomUniform([32, 1], 0, 1, 'float32', index + 1)
        const y = tf.sin(x.mul(2 * Math.PI))
        const loss = (...w: tf.Tensor[]) => tf.mean(tf.square(predict(x, w).sub(y))) as tf.Scalar
        const { value, grads } = tf.valueAndGrads(loss)(weights())
        names.forEach((name, i) => {
          const velocity = variables[`velocity.${name}`]
          velocity.assign(velocity.mul(0.9).sub(grads[i].mul(learningRate)))
          variables[name].assign(variables[name].add(velocity))
        })
        lossSum.assign(lossSum.add(index === poisonAt ? tf.scalar(Infinity) : value))
      })
      if (leak) tf.scalar(index)
      lossCount++
    },
    takeTrainMetrics() {
      const loss = lossSum.dataSync()[0] / lossCount
      tf.tidy(() => lossSum.assign(tf.scalar(0)))
      lossCount = 0
      return { loss }
    },
    async evaluate(step) {
      const artifact = drawn(step)
      return { metrics: { last: artifact.data[15], missing: Number.NaN }, artifacts: [artifact] }
    },
    sample: async (count) => ({ shape: [count], data: new Float64Array(count) }),
    compare: () => ({}),
    saveState() {
      const state: StudyState = new Map()
      for (const [name, variable] of Object.entries(variables)) state.set(name, { shape: variable.shape, data: Float32Array.from(variable.dataSync()) })
      state.set('loss', { shape: [2], data: Float64Array.of(lossSum.dataSync()[0], lossCount) })
      return state
    },
    loadState(state) {
      tf.tidy(() => {
        for (const [name, variable] of Object.entries(variables)) variable.assign(tf.tensor(state.get(name)!.data as Float32Array, variable.shape))
        lossSum.assign(tf.scalar(state.get('loss')!.data[0]))
      })
      lossCount = state.get('loss')!.data[1]
    },
    tensorCount: () => tf.memory().numTensors - started,
    dispose: () => created.forEach((variable) => variable.dispose()),
  }
}
