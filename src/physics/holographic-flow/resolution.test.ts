import { describe, expect, it } from 'vitest'
import { holographicFlowConfigSchema } from '../../shared/studies/holographic-flow/config.ts'
import { expectRelative } from '../testing/expect-printed.test-helper.ts'
import { encodePoints } from './encode-points.ts'
import { encodingEnvelopes } from './envelopes.ts'
import { evaluate } from './paths.ts'
import { resolutionAt, resolutionTime } from './resolution.ts'
import { momentModel } from './second-moments.ts'

const configOf = (model: object, encoding: object = {}) => holographicFlowConfigSchema.parse({ study: 'holographic-flow', model, encoding })

describe('resolution of a state', () => {
  it('of a point under noise (1 - t) xi is (1 - t)/t: the data spread is resolved half way', () => {
    const moments = momentModel(configOf({ variant: 'fcn' }))
    for (const t of [0.01, 0.3, 0.9]) expectRelative(resolutionAt(moments, 0.1, t), (1 - t) / t, 1e-12)
    expectRelative(resolutionTime(moments, 0.1), 0.5, 1e-12)
    expectRelative(resolutionTime(moments, 0.1, 0.05), 1 / 1.05, 1e-12)
  })

  it('of plane waves without envelope in white noise is (1 - t)/t over the root of C Σ k²/2', () => {
    const config = configOf({ variant: 'cnn-spectral', basePrior: 'white' })
    const { lattice } = encodingEnvelopes(config)
    const sum = lattice.kSquared.reduce((total, kSquared) => total + kSquared, 0)
    // Without envelope the momentum has no signal; two channels.
    for (const t of [1e-4, 0.2]) expectRelative(resolutionAt(momentModel(config), 0.1, t), (1 - t) / t / Math.sqrt(sum), 1e-12)
  })

  it.each(['ads', 'ads-kg-linear', 'ads-kg-hermite'])('is the distance of points whose states differ by one deviation, by encoder and path alone: %s', (variant) => {
    const config = configOf({ variant }, { modes: 8 })
    const { groups, path } = momentModel(config)
    const envelopes = encodingEnvelopes(config)
    const apart = 1e-4
    const state = (x: number, y: number) => encodePoints(Float64Array.of(x, y), envelopes, 2)
    const here = state(0.3, -0.7)
    for (const t of [0.002, 0.05, 0.6]) {
      const { phi, pi } = path.at(t)
      // Squared distance in units of the noise; the mean over both directions.
      let squares = 0
      for (const there of [state(0.3 + apart, -0.7), state(0.3, -0.7 + apart)]) {
        here.phi.forEach((_, i) => {
          const { endpoints } = groups[envelopes.lattice.shellOf[Math.floor(i / 4)]]
          const shift = [0, 0, there.phi[i] - here.phi[i], there.pi[i] - here.pi[i]] as const
          const [a, b] = [evaluate(phi, shift), evaluate(pi, shift)]
          const noises = [[Math.sqrt(endpoints.phi0), 0, 0, 0], [0, Math.sqrt(endpoints.pi0), 0, 0], [0, 0, 0, 0.1]] as const
          const moment = (first: typeof phi, second: typeof phi) => noises.reduce((sum, noise) => sum + evaluate(first, noise) * evaluate(second, noise), 0)
          const [aa, ab, bb] = [moment(phi, phi), moment(phi, pi), moment(pi, pi)]
          squares += (a * a * bb - 2 * a * b * ab + b * b * aa) / (aa * bb - ab * ab) / 2
        })
      }
      // The step leaves errors of (k apart)² < 1e-6 and of rounding 1e-16/(k apart)² < 1e-8.
      expectRelative(resolutionAt(momentModel(config), 0.1, t), apart / Math.sqrt(squares), 1e-5)
    }
  })

  it('comes much sooner on the Hermite path than on straight ones: the end slopes tell the point at once', () => {
    const tenth = (variant: string) => resolutionTime(momentModel(configOf({ variant })), 0.1, 0.1)
    expect(tenth('ads-kg-hermite')).toBeLessThan(0.1 * tenth('ads-kg-linear'))
    // The backbone changes the velocities, not the states on the path.
    expect(tenth('ads-kg-linear')).toBe(tenth('ads'))
  })
})
