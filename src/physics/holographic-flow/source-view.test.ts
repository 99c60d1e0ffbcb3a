import { describe, expect, it } from 'vitest'
import { holographicFlowConfigSchema } from '../../shared/studies/holographic-flow/config.ts'
import { stream } from '../random/stream.ts'
import { expectRelative, expectWithin } from '../testing/expect-printed.test-helper.ts'
import { flowModel } from './flow-model.ts'
import { flowTime, type LearnedHalf } from './flow-time.ts'
import type { EndpointCoefficients } from './paths.ts'
import { meanSquare } from './second-moments.ts'
import { envelopesOf, noiseCovariance, signal, sourceView } from './source-view.ts'
import { trainingBatch } from './training-batch.ts'

const modelOf = (model: object, encoding: object = {}) => flowModel(holographicFlowConfigSchema.parse({
  study: 'holographic-flow', model, encoding: { modes: 4, ...encoding }, network: { kind: (model as { variant: string }).variant === 'fcn' ? 'fcn' : 'unet' },
}))
const variants = ['ads', 'ads-kg-linear', 'ads-kg-hermite', 'cnn-spectral', 'fcn']
const times = [0.003, 0.2, 0.6, 0.95]
const sum = (...terms: [number, EndpointCoefficients][]) =>
  [0, 1, 2, 3].map((i) => terms.reduce((total, [factor, coefficients]) => total + factor * coefficients[i], 0)) as unknown as EndpointCoefficients

describe.each(variants)('the view that a mode of %s gives of its source', (variant) => {
  const sigma = 0.1
  const { moments: { path, groups } } = modelOf({ variant })
  const cases = times.flatMap((t) => groups.map(({ endpoints }) => ({ t, endpoints, point: path.at(t), view: sourceView(path.at(t), endpoints, sigma) })))

  it('is the statistic T: at a given point it has all of s\' Sigma^-1 s, the ancillary has none, and their noises are not correlated', () => {
    for (const { endpoints, point: { phi, pi }, view: { statistic, ancillary } } of cases) {
      const envelopes = envelopesOf(endpoints)
      const noise = (x: EndpointCoefficients, y: EndpointCoefficients) => noiseCovariance(x, y, endpoints, sigma)
      const [a, b, d] = [noise(phi, phi), noise(phi, pi), noise(pi, pi)]
      const [s, r] = [signal(phi, envelopes), signal(pi, envelopes)]
      const all = (s * s * d - 2 * s * r * b + r * r * a) / (a * d - b * b)
      const [seen, apart] = [sum([statistic[0], phi], [statistic[1], pi]), sum([ancillary[0], phi], [ancillary[1], pi])]
      // The ridge is 1e-6 of the mean squares, and the noises of phi and pi leave 1 - rho² of some 1e-4 of each other.
      expectRelative(signal(seen, envelopes) ** 2 / noise(seen, seen), all, 1e-2)
      expectWithin(signal(apart, envelopes), 0, 1e-12)
      expectWithin(noise(seen, apart) / Math.sqrt(noise(seen, seen) * noise(apart, apart)), 0, 1e-2)
      expectRelative(meanSquare(seen, endpoints), 1, 1e-2)
      expectRelative(meanSquare(apart, endpoints), 1, 1e-2)
    }
  })

  it('with the source gives of every quantity all but what is not correlated with the state', () => {
    for (const { t, endpoints, point: { phi, pi }, view } of cases) {
      for (const x of [path.at(t).velocityPhi, path.at(t).velocityPi]) {
        const { onField, onMomentum, onSource } = view.conditional(x)
        const rest = sum([1, x], [-onField, phi], [-onMomentum, pi])
        expectWithin(signal(rest, envelopesOf(endpoints)), onSource, 1e-9 * Math.sqrt(meanSquare(x, endpoints)))
        for (const state of [phi, pi]) {
          const scale = Math.sqrt(meanSquare(state, endpoints) * meanSquare(x, endpoints))
          expectWithin(noiseCovariance(rest, state, endpoints, sigma), 0, 1e-2 * scale)
        }
      }
    }
  })
})

describe('training on the source', () => {
  it.each(variants)('asks for the very velocity of the path where the state leaves nothing else open, without lift noise: %s', (variant) => {
    const points = new Float64Array(12)
    stream(1, 'probe').fillNormal(points)
    const draws = { points, seed: 3, step: 2 }
    const [plainModel, model] = ['none', 'source'].map((preconditioning) => modelOf({ variant, preconditioning }, { liftNoiseSigma: 0 }))
    const [plain, batch] = [trainingBatch(plainModel, draws), trainingBatch(model, draws)]
    const { planes, outputPlanes, sites, groupOf } = model
    const errors = [...plain.target].map((exact, i) => {
      const sample = Math.floor(i / (sites * outputPlanes))
      const site = Math.floor(i / outputPlanes) % sites
      const plane = i % outputPlanes
      const time = flowTime(model, batch.times[sample])
      const half: LearnedHalf = outputPlanes === 2 * planes && plane < planes ? time.phi : time.pi
      const group = groupOf[site]
      const at = (sample * sites + site) * 2 * planes + (plane % planes)
      const answer = half.scale[group] * batch.target[i] + half.guess.onField[group] * plain.input[at] + half.guess.onMomentum[group] * plain.input[at + planes]
      return answer - exact
    })
    const size = (numbers: Iterable<number>) => Math.hypot(...numbers)
    // The ridge over 1 - rho², as above.
    expect(size(errors) / size(plain.target)).toBeLessThan(1e-2)
  })

  it.each(variants)('is finite at both ends of the path, with and without lift noise: %s', (variant) => {
    for (const liftNoiseSigma of [0, 0.1]) {
      for (const t of [0, 1]) {
        const { seen, phi, pi } = flowTime(modelOf({ variant, preconditioning: 'source', lossWeight: 'resolution' }, { liftNoiseSigma }), t)
        const numbers = [...seen, phi.guess, pi.guess].flatMap(({ onField, onMomentum }) => [...onField, ...onMomentum])
        for (const { scale, target, weight } of [phi, pi]) numbers.push(...scale, ...target, ...weight)
        expect(numbers.every(Number.isFinite)).toBe(true)
      }
    }
  })

  it('asks the same of the network with and without a backbone: what is to be known of a path is its source', () => {
    const [without, with_] = ['ads', 'ads-kg-linear'].map((variant) => flowTime(modelOf({ variant, preconditioning: 'source' }), 0.3))
    expect(with_.pi.target).toEqual(without.pi.target)
    expect(with_.seen).toEqual(without.seen)
    without.pi.scale.forEach((scale, group) => { expectRelative(with_.pi.scale[group], scale, 1e-5) })
  })
})
