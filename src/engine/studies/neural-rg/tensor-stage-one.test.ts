import * as tf from '@tensorflow/tfjs-core'
import type { Tensor1D } from '@tensorflow/tfjs-core'
import { beforeAll, describe, expect, it } from 'vitest'
import { makeHolographicMap } from '../../../physics/neural-rg/map/make-map.ts'
import { tensorMap } from '../../../physics/neural-rg/map/tensor-map.ts'
import { makeModel } from '../../../physics/neural-rg/models/make-model.ts'
import { tensorAction } from '../../../physics/neural-rg/models/tensor-action.ts'
import { drawPrior } from '../../../physics/neural-rg/training/prior.ts'
import { tensorLoss } from '../../../physics/neural-rg/training/tensor-loss.ts'
import { VariationalLoss } from '../../../physics/neural-rg/training/variational-loss.ts'
import { stream } from '../../../physics/random/stream.ts'
import { neuralRgConfigSchema } from '../../../shared/studies/neural-rg/config.ts'
import { loadBackend } from '../../backends/index.ts'
import { TensorStageOne } from './tensor-stage-one.ts'

beforeAll(async () => {
  await loadBackend('tensorflow')
})

const batch = 4
const soft = makeModel({ id: 'cphi4', temperature: 0.5, rho: 1, lambda: 1 }, 4)
const ising = makeModel({ id: 'isingHS', temperature: 2.3 }, 4)

describe('the loss of stage I in tensors', () => {
  it.each([
    ['U(1) block', soft, { kind: 'u1', depth: 0, activation: 'asinh', repeats: 1 }, 'reparametrised'],
    ['U(1) block, path gradient', soft, { kind: 'u1', depth: 0, activation: 'asinh', repeats: 1 }, 'path'],
    ['equivariant coupling', soft, { kind: 'coupling', depth: 0, couplings: 2, hidden: 4 }, 'reparametrised'],
    ['RealNVP', ising, { kind: 'realNvp', depth: 0, couplings: 2, hidden: 4, hiddenLayers: 1, repeats: 1 }, 'reparametrised'],
    ['RealNVP, path gradient', ising, { kind: 'realNvp', depth: 0, couplings: 2, hidden: 4, hiddenLayers: 1, repeats: 1 }, 'path'],
  ] as const)('and its gradient are those of float64: %s', (_, model, options, gradient) => {
    const components = model.components as 1 | 2
    const map = makeHolographicMap(options, 4, components, 5)
    // A little off the start, where couplings are the identity.
    const parameters = map.initialParameters().map((value, i) => value + 0.05 * Math.sin(i))
    const zeta = new Float64Array(batch * model.length)
    drawPrior(stream(1, 'prior'), components, zeta)
    const reference = new Float64Array(map.parameterCount)
    const loss = new VariationalLoss(map, batch).withGradient(model, parameters, zeta, gradient, reference)

    const action = tensorAction(model)
    const [value, slope] = tf.tidy(() => {
      const weights: Tensor1D = tf.tensor1d(Float32Array.from(parameters))
      const fields = tf.tensor4d(Float32Array.from(zeta), [batch, 4, 4, components])
      const held = tf.clone(weights) // outside of the tape
      const { value: found, grads } = tf.valueAndGrads((p) => tensorLoss(tensorMap(map), action, { parameters: p as Tensor1D, held, zeta: fields }, { gradient, symmetrise: 'none' }))([weights])
      return [found.dataSync()[0] + action.constant, grads[0].dataSync()]
    })
    action.dispose()
    // float32 through some dozens of operations.
    expect(Math.abs(value - loss)).toBeLessThan(1e-4 * Math.max(1, Math.abs(loss)))
    const largest = Math.max(...reference.map(Math.abs))
    for (let i = 0; i < reference.length; i++) expect(Math.abs(slope[i] - reference[i]) / largest).toBeLessThan(2e-4)
  })

  it('of the mixture of both signs lies at most ln 2 below that of one, and is the same for a symmetric map', () => {
    const map = makeHolographicMap({ kind: 'realNvp', depth: 0, couplings: 2, hidden: 4, hiddenLayers: 1, repeats: 1 }, 4, 1, 5)
    const action = tensorAction(ising)
    const zeta = new Float64Array(64 * 16)
    drawPrior(stream(2, 'prior'), 1, zeta)
    const [start, moved] = [0, 0.3].map((amount) => tf.tidy(() => {
      const weights: Tensor1D = tf.tensor1d(Float32Array.from(map.initialParameters(), (value, i) => (amount === 0 ? 0 : value + amount * Math.sin(i))))
      const fields = tf.tensor4d(Float32Array.from(zeta), [64, 4, 4, 1])
      return (['none', 'mixture', 'penalty'] as const).map((symmetrise) =>
        tensorLoss(tensorMap(map), action, { parameters: weights, held: weights, zeta: fields }, { gradient: 'reparametrised', symmetrise }).dataSync()[0])
    }))
    action.dispose()
    // All parameters zero: the identity, which is odd, so q(-φ) = q(φ).
    expect(start[1]).toBeCloseTo(start[0], 3)
    expect(start[2]).toBeCloseTo(start[0], 3)
    expect(moved[1]).toBeGreaterThan(moved[0] - Math.LN2 - 1e-3)
    expect(moved[1]).toBeLessThan(moved[2])
  })
})

describe('stage I in tensors', () => {
  const config = neuralRgConfigSchema.parse({
    study: 'neural-rg', theory: { kind: 'isingHS', side: 4 }, map: { kind: 'realNvp', couplings: 2, hidden: 4, hiddenLayers: 1 },
    stageOne: { steps: 10, batchSize: 8, furtherTemperatures: [2.6] },
  })
  const start = () => new TensorStageOne(config, makeHolographicMap(config.map, 4, 1, config.seed))
  const run = async (stage: TensorStageOne, from: number, to: number) => {
    for (let index = from; index < to; index++) await stage.step(index)
  }

  it.each([5, 10, 13])('cut at step %i and resumed equals the uninterrupted one bit for bit (self-check 36)', async (cut) => {
    const whole = start()
    await run(whole, 0, 20)
    const first = start()
    await run(first, 0, cut)
    const state = await first.saveState()
    const resumed = start()
    resumed.loadState(state)
    await run(resumed, cut, 20)
    expect(await resumed.saveState()).toEqual(await whole.saveState())
    expect(await resumed.finished()).toEqual(await whole.finished())
    for (const stage of [whole, first, resumed]) stage.dispose()
  })

  it('leaves no tensor behind', async () => {
    const before = tf.memory().numTensors
    const stage = start()
    await run(stage, 0, 3)
    const held = stage.tensorCount()
    await run(stage, 3, 9)
    expect(stage.tensorCount()).toBe(held)
    stage.dispose()
    expect(tf.memory().numTensors).toBe(before)
  })
})
