import * as tf from '@tensorflow/tfjs'
import type { Tensor } from '@tensorflow/tfjs-core'
import { beforeAll, describe, expect, it } from 'vitest'
import { holographicFlowConfigSchema } from '../../shared/studies/holographic-flow/config.ts'
import type { Network } from '../networks/network.ts'
import { expectRelative, expectWithin } from '../testing/expect-printed.test-helper.ts'
import { flowModel } from './flow-model.ts'
import { integrate } from './integrators.ts'
import { regress } from './regression.ts'
import { covariance } from './second-moments.ts'
import { velocityField } from './velocity-field.ts'

beforeAll(async () => {
  await tf.setBackend('cpu')
})

const modelOf = (model: object) => flowModel(holographicFlowConfigSchema.parse({
  study: 'holographic-flow', model, encoding: { modes: 4 }, network: { kind: (model as { variant: string }).variant === 'fcn' ? 'fcn' : 'unet' },
}))
const zero = (outputs: number): Network => ({ parameters: [], apply: (_, input: Tensor) => tf.zeros([...input.shape.slice(0, -1), outputs]) })
const variants = ['ads', 'ads-kg-linear', 'ads-kg-hermite', 'cnn-spectral', 'fcn']

describe('regression of a target on the state', () => {
  it('leaves what is not correlated with the state, and no more than the target', () => {
    const moments = { phi0: 0.4, pi0: 0.2, phi1: 0.3, pi1: 0.11, phi1pi1: 0.17 }
    const field = [0.6, 0.1, 0.3, -0.2] as const
    const momentum = [-0.5, 0.8, 0.4, 0.1] as const
    const target = [3, -1, 2, 5] as const
    const { rest } = regress(target, field, momentum, moments)
    // The ridge leaves 1e-6 of the deviations' product.
    expectWithin(covariance(rest, field, moments), 0, 1e-5)
    expectWithin(covariance(rest, momentum, moments), 0, 1e-5)
    expect(covariance(rest, rest, moments)).toBeLessThan(covariance(target, target, moments))
  })

  it('of a linear function of the state leaves nothing, of one that vanishes asks nothing', () => {
    const moments = { phi0: 0.4, pi0: 0.2, phi1: 0.3, pi1: 0.11, phi1pi1: 0.17 }
    const { onField, onMomentum } = regress([2, -3, 0, 0], [1, 0, 0, 0], [0, 1, 0, 0], moments)
    expectRelative(onField, 2, 2e-6)
    expectRelative(onMomentum, -3, 2e-6)
    expect(regress([1, 1, 1, 1], [0, 0, 0, 0], [0, 1, 0, 0], moments).onField).toBe(0)
  })
})

describe('flow of the linear guess alone', () => {
  // The guess is the drift of a Gaussian process with the moments of the path, so that it carries base to data spectrum.
  it.each(variants.flatMap((variant) => ['radius', 'resolution'].map((clock) => [variant, clock])))('carries the spectrum of the base to that of the data: %s, clock %s', async (variant, clock) => {
    const model = modelOf({ variant, clock, preconditioning: 'source', basePrior: variant === 'fcn' ? 'white' : 'sobolev' })
    const { planes, sites, siteShape, outputPlanes, groupOf, moments: { groups } } = model
    // phi alone, then pi alone, in every mode: the columns of each mode's transfer matrix.
    const units = new Float32Array(2 * sites * 2 * planes)
    for (let site = 0; site < sites; site++) {
      units[site * 2 * planes] = 1
      units[(sites + site) * 2 * planes + planes] = 1
    }
    const end = await integrate(velocityField(model, zero(outputPlanes), []), tf.tensor(units, [2, ...siteShape, 2 * planes]), 'rk4', 60)
    const table = end.dataSync()
    for (let site = 0; site < sites; site++) {
      const { endpoints: { phi0, pi0, phi1, pi1, phi1pi1 } } = groups[groupOf[site]]
      const [a, b] = [table[site * 2 * planes], table[(sites + site) * 2 * planes]]
      const [c, d] = [table[site * 2 * planes + planes], table[(sites + site) * 2 * planes + planes]]
      // RK4 with 60 steps and float32; with 40 the Hermite path, whose first moments are the fastest, errs by 2e-3.
      expectRelative(a * a * phi0 + b * b * pi0, phi1, 1e-3)
      expectRelative(c * c * phi0 + d * d * pi0, pi1, 1e-3)
      expectWithin(a * c * phi0 + b * d * pi0, phi1pi1, 1e-3 * Math.sqrt(phi1 * pi1))
    }
  })
})
