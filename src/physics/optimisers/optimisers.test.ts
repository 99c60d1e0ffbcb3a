import * as tf from '@tensorflow/tfjs'
import { beforeAll, describe, expect, it } from 'vitest'
import { zeros } from '../networks/initial-values.ts'
import { stream } from '../random/stream.ts'
import { AdamW, type AdamWOptions } from './adamw.ts'
import { averageDecay } from './average-decay.ts'
import { ReferenceAdamW } from './reference-adamw.test-helper.ts'
import { learningRateAt } from './schedule.ts'

beforeAll(async () => {
  await tf.setBackend('cpu')
})

const options: AdamWOptions = {
  schedule: 'warmupCosine', learningRate: 1e-2, finalLearningRateFraction: 0.1, warmupSteps: 5, steps: 20,
  emaDecay: 0.99, emaRamp: true, emaStart: 3, weightDecay: 0.1, clipNorm: 1,
}
const parameters = [
  { name: 'matrix', shape: [3, 4], initial: zeros }, { name: 'vector', shape: [5], initial: zeros }, { name: 'scalar', shape: [1], initial: zeros },
]
const sizes = [12, 5, 1]

function draws(name: string, index: number, scale = 1): Float32Array[] {
  const random = stream(7, name, index)
  return sizes.map((size) => {
    const values = new Float32Array(size)
    random.fillNormal(values, scale)
    return values
  })
}
const joined = (parts: Float32Array[]) => parts.flatMap((part) => [...part])
/** Gradients whose norm crosses the clip limit 1 on the way: 18 components of size 0.05 … 1. */
const gradientsOf = (step: number) => draws('gradient', step, 0.05 * (1 + step))

function update(optimiser: AdamW, step: number): number {
  const gradients = gradientsOf(step).map((values, index) => tf.tensor(values, parameters[index].shape))
  const norm = optimiser.update(step, gradients)
  tf.dispose(gradients)
  const value = norm.dataSync()[0]
  norm.dispose()
  return value
}

function read(optimiser: AdamW, which: 'weights' | 'average'): number[] {
  const tensors = optimiser.parameters(which)
  const values = tensors.flatMap((tensor) => [...tensor.dataSync()])
  tf.dispose(tensors)
  return values
}

describe('AdamW', () => {
  it('follows the float64 formulas over 20 steps with warm-up, decay, clipping and average', () => {
    const initial = draws('initial', 0)
    const optimiser = new AdamW(parameters, initial, options)
    const reference = new ReferenceAdamW(joined(initial), options)
    for (let step = 0; step < 20; step++) {
      const norm = update(optimiser, step)
      const expected = reference.update(step, joined(gradientsOf(step)))
      expect(Math.abs(norm / expected - 1)).toBeLessThan(1e-6)
    }
    // Weights of order one in float32: 20 roundings of 6e-8.
    read(optimiser, 'weights').forEach((value, i) => expect(Math.abs(value - reference.weights[i])).toBeLessThan(2e-6))
    read(optimiser, 'average').forEach((value, i) => expect(Math.abs(value - reference.average[i])).toBeLessThan(2e-6))
    optimiser.dispose()
  })

  it('continues from its saved state bit for bit', async () => {
    const first = new AdamW(parameters, draws('initial', 0), options)
    for (let step = 0; step < 6; step++) update(first, step)
    const state = await first.saveState()
    const second = new AdamW(parameters, draws('initial', 1), options)
    second.loadState((name) => state.get(name)!.data)
    for (let step = 6; step < 12; step++) {
      update(first, step)
      update(second, step)
    }
    expect(await second.saveState()).toEqual(await first.saveState())
    first.dispose()
    second.dispose()
  })

  it('names the arrays of its state after the parameters', async () => {
    const initial = draws('initial', 0)
    const optimiser = new AdamW(parameters, initial, options)
    const state = await optimiser.saveState()
    expect([...state.keys()].slice(0, 4)).toEqual(['weights/matrix', 'weights/vector', 'weights/scalar', 'average/matrix'])
    expect(state.get('weights/matrix')).toEqual({ shape: [3, 4], data: initial[0] })
    expect(state.get('secondMoment/vector')).toEqual({ shape: [5], data: new Float32Array(5) })
    optimiser.dispose()
  })

  it('keeps its number of tensors, and gives all back', () => {
    const before = tf.memory().numTensors
    const optimiser = new AdamW(parameters, draws('initial', 0), options)
    update(optimiser, 0)
    const held = tf.memory().numTensors
    for (let step = 1; step < 10; step++) update(optimiser, step)
    expect(tf.memory().numTensors).toBe(held)
    optimiser.dispose()
    expect(tf.memory().numTensors).toBe(before)
  })
})

describe('learning rate', () => {
  const base = { learningRate: 2, finalLearningRateFraction: 0.1, warmupSteps: 10, steps: 100 }
  it('falls along half a cosine from the peak to the final fraction', () => {
    const at = (step: number) => learningRateAt(step, { ...base, schedule: 'cosine' })
    expect(at(0)).toBe(2)
    expect(at(50)).toBeCloseTo(2 * 0.55, 12)
    expect(at(100)).toBeCloseTo(0.2, 12)
    for (let step = 0; step < 99; step++) expect(at(step + 1)).toBeLessThan(at(step))
  })
  it('rises over the warm-up, then falls from the peak', () => {
    const at = (step: number) => learningRateAt(step, { ...base, schedule: 'warmupCosine' })
    expect([at(0), at(4), at(9), at(10)]).toEqual([0.2, 1, 2, 2])
    expect(at(55)).toBeCloseTo(1.1, 12)
    expect(at(100)).toBeCloseTo(0.2, 12)
  })
  it('can stay constant', () => {
    expect(learningRateAt(77, { ...base, schedule: 'constant' })).toBe(2)
  })
  it('survives a warm-up longer than the run', () => {
    const at = (step: number) => learningRateAt(step, { ...base, schedule: 'warmupCosine', warmupSteps: 500 })
    expect(at(0)).toBeCloseTo(0.02, 12)
    expect(at(99)).toBe(2)
  })
})

describe('decay of the average', () => {
  it('is the constant one from the start step on, nothing before', () => {
    const decay = (step: number) => averageDecay(step, { emaDecay: 0.9999, emaRamp: false, emaStart: 1000 })
    expect([decay(999), decay(1000), decay(78_099)]).toEqual([null, 0.9999, 0.9999])
    // Share of the initial weights at the end of the paper's run (spec 8).
    expect(0.9999 ** (78_100 - 1000)).toBeCloseTo(4.5e-4, 5)
  })
  it('ramps up as (1 + i)/(10 + i)', () => {
    const decay = (step: number) => averageDecay(step, { emaDecay: 0.999, emaRamp: true, emaStart: 0 })
    expect(decay(0)).toBe(0.1)
    expect(decay(90)).toBe(0.91)
    expect(decay(1e6)).toBe(0.999)
  })
  it('of 0 makes the average the weights', () => {
    expect(averageDecay(0, { emaDecay: 0, emaRamp: true, emaStart: 1000 })).toBe(0)
  })
})
