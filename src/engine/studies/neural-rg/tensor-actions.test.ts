import * as tf from '@tensorflow/tfjs-core'
import { beforeAll, describe, expect, it } from 'vitest'
import { actionGradients } from '../../../physics/neural-rg/models/lattice-model.ts'
import { makeModel, type ModelSpecification } from '../../../physics/neural-rg/models/make-model.ts'
import { tensorAction } from '../../../physics/neural-rg/models/tensor-action.ts'
import { stream } from '../../../physics/random/stream.ts'
import { loadBackend } from '../../backends/index.ts'

beforeAll(async () => {
  await loadBackend('tensorflow')
})

function normals(name: string, length: number, scale = 1): Float64Array {
  const values = new Float32Array(length)
  stream(5, name).fillNormal(values, scale)
  return Float64Array.from(values)
}

/** A symmetric kernel 3·1 + B + Bᵀ. */
function kernel(sites: number): Float64Array {
  const b = normals('kernel', sites * sites, 0.1)
  return b.map((value, at) => value + b[(at % sites) * sites + Math.floor(at / sites)] + (at % (sites + 1) === 0 ? 3 : 0))
}

const specifications: ModelSpecification[] = [
  { id: 'cphi4', temperature: 0.5, rho: 4, lambda: 25 },
  { id: 'phi4', hopping: 0.2, lambda: 0.5 },
  { id: 'free', hopping: 1, mass: 2.1 },
  { id: 'isingHS', temperature: 2 },
  { id: 'xyHS', temperature: 1 },
]

describe.each([2, 4, 8])('actions in tensors on %i × %i sites', (side) => {
  it.each<ModelSpecification>([...specifications, { id: 'haarGaussian', kernel: kernel(side * side) }])('of $id agree with float64, gradient too', (specification) => {
    const model = makeModel(specification, side)
    const batch = 3
    const phi = normals('phi', batch * model.length, 2)
    const gradients = new Float64Array(phi.length)
    const actions = actionGradients(model, phi, gradients)
    const before = tf.memory().numTensors
    const action = tensorAction(model)
    const weights = tf.tensor1d([1, -2, 0.5])
    const x = tf.tensor4d(Float32Array.from(phi), [batch, side, side, model.components])
    const values = action.varying(x)
    const slope = tf.grad((field) => tf.sum(tf.mul(action.varying(field as tf.Tensor4D), weights)))(x)
    const size = Math.max(...actions.map((value) => Math.abs(value - action.constant)), 1)
    // Float32 rounding of terms as large as the action itself.
    values.dataSync<'float32'>().forEach((value, b) => expect(Math.abs(value + action.constant - actions[b])).toBeLessThan(2e-6 * size))
    const steepest = Math.max(...gradients.map(Math.abs))
    slope.dataSync<'float32'>().forEach((value, i) => {
      expect(Math.abs(value - [1, -2, 0.5][Math.floor(i / model.length)] * gradients[i])).toBeLessThan(4e-6 * steepest)
    })
    tf.dispose([weights, x, values, slope])
    action.dispose()
    expect(tf.memory().numTensors).toBe(before)
  })
})

describe('the constant apart', () => {
  it('keeps the digits above the well: a field at its bottom has exactly the action of its bonds', () => {
    const action = tensorAction(makeModel({ id: 'cphi4', temperature: 0.5, rho: 4, lambda: 25 }, 32))
    expect(action.constant).toBe(-400 * 1024)
    const phi = tf.tidy(() => tf.tile(tf.tensor4d([2, 0], [1, 1, 1, 2]), [1, 32, 32, 1]))
    const value = action.varying(phi)
    expect(value.dataSync()[0]).toBe(0)
    tf.dispose([phi, value])
    action.dispose()
  })

  it('refuses plain XY angles', () => {
    expect(() => tensorAction(makeModel({ id: 'xy', temperature: 1 }, 4))).toThrow(/xyHS|no field/)
  })
})
