import * as tf from '@tensorflow/tfjs-core'
import { beforeAll, describe, expect, it } from 'vitest'
import { AdamW, type AdamWOptions } from '../../physics/optimisers/adamw.ts'
import { ReferenceAdamW } from '../../physics/optimisers/reference-adamw.test-helper.ts'
import { registerWeightVectors } from '../../physics/optimisers/weight-vectors.ts'
import { stream } from '../../physics/random/stream.ts'
import { loadBackend } from '../backends/index.ts'
import { loadNativeLibrary } from './native-library.ts'
import { nativeWeightVectors } from './native-weight-vectors.ts'
import { tensorFlowOps } from './tensorflow-ops.ts'

await loadBackend('tensorflow')
const { instructionSet } = loadNativeLibrary()

const options: AdamWOptions = {
  schedule: 'warmupCosine', learningRate: 1e-2, finalLearningRateFraction: 0.1, warmupSteps: 5, steps: 20,
  emaDecay: 0.99, emaRamp: true, emaStart: 3, weightDecay: 0.1, clipNorm: 100,
}
const zero = { kind: 'constant', value: 0 } as const
/** The second begins at no multiple of 64 bytes; the first is longer than one stretch of the op. */
const parameters = [
  { name: 'long', shape: [130, 151], initial: zero }, { name: 'odd', shape: [3, 1, 7], initial: zero }, { name: 'one', shape: [1], initial: zero },
]
const sizes = [19_630, 21, 1]

const values = (name: string, index: number, scale = 1) => sizes.map((size) => {
  const drawn = new Float32Array(size)
  stream(index, name, size).fillNormal(drawn, scale)
  return drawn
})
const joined = (parts: Float32Array[]) => parts.flatMap((part) => [...part])
/** The norm, scale times 140, passes the clip limit at the eighth step. */
const gradients = (step: number) => values('gradient', step, 0.1 * (1 + step))

function update(optimiser: AdamW, step: number): number {
  const tensors = gradients(step).map((data, i) => tf.tensor(data, parameters[i].shape))
  const norm = optimiser.update(step, tensors)
  const value = norm.dataSync()[0]
  tf.dispose([norm, tensors])
  return value
}

describe.skipIf(!instructionSet)('AdamW of the op library', () => {
  beforeAll(() => registerWeightVectors('tensorflow', nativeWeightVectors(tensorFlowOps())))

  it.each([['with clipping and average', options], ['without', { ...options, clipNorm: 0, emaDecay: 0, weightDecay: 0 }]])(
    'follows the float64 formulas over 20 steps, %s', async (_, chosen) => {
      const optimiser = new AdamW(parameters, values('initial', 0), chosen)
      const reference = new ReferenceAdamW(joined(values('initial', 0)), chosen)
      for (let step = 0; step < 20; step++) {
        const norm = update(optimiser, step)
        expect(Math.abs(norm / reference.update(step, joined(gradients(step))) - 1)).toBeLessThan(1e-6)
      }
      const state = await optimiser.saveState()
      const read = (name: string) => parameters.flatMap((parameter) => [...state.get(`${name}/${parameter.name}`)!.data])
      // Weights up to 4, 20 roundings of half their last place, 2.4e-7.
      const furthest = (name: string, expected: ArrayLike<number>) =>
        read(name).reduce((most, value, i) => Math.max(most, Math.abs(value - expected[i])), 0)
      expect(furthest('weights', reference.weights)).toBeLessThan(3e-6)
      expect(furthest('average', reference.average)).toBeLessThan(3e-6)
      optimiser.dispose()
    })

  it('hands out views, and does not let them change under the reader', () => {
    const optimiser = new AdamW(parameters, values('initial', 0), options)
    const before = optimiser.parameters('weights')
    const copies = before.map((tensor) => tensor.dataSync().slice())
    expect(before.map((tensor) => tensor.shape)).toEqual(parameters.map(({ shape }) => shape))
    expect(copies.map((copy) => [...copy])).toEqual(values('initial', 0).map((part) => [...part]))
    update(optimiser, 0)
    before.forEach((tensor, i) => expect(tensor.dataSync()).toEqual(copies[i]))
    tf.dispose(before)
    const after = optimiser.parameters('weights')
    after.forEach((tensor, i) => expect(tensor.dataSync()).not.toEqual(copies[i]))
    tf.dispose(after)
    optimiser.dispose()
  })

  it('continues from its saved state bit for bit, and gives all tensors back', async () => {
    const tensors = tf.memory().numTensors
    const first = new AdamW(parameters, values('initial', 0), options)
    for (let step = 0; step < 5; step++) update(first, step)
    const state = await first.saveState()
    const second = new AdamW(parameters, values('initial', 1), options)
    second.loadState((name) => state.get(name)!.data)
    for (let step = 5; step < 10; step++) {
      update(first, step)
      update(second, step)
    }
    expect(await second.saveState()).toEqual(await first.saveState())
    first.dispose()
    second.dispose()
    expect(tf.memory().numTensors).toBe(tensors)
  })

  it('passes on what is not a number, for the training to notice', async () => {
    const optimiser = new AdamW(parameters, values('initial', 0), options)
    const broken = values('gradient', 0).map((data, i) => tf.tensor(i === 1 ? data.fill(NaN) : data, parameters[i].shape))
    expect(optimiser.update(0, broken).dataSync()[0]).toBeNaN()
    expect((await optimiser.saveState()).get('weights/long')!.data.every(Number.isNaN)).toBe(true)
    optimiser.dispose()
  })
})
