import { describe, expect, it } from 'vitest'
import { holographicFlowConfigSchema } from '../../shared/studies/holographic-flow/config.ts'
import { stream } from '../random/stream.ts'
import { expectPrinted, expectRelative, expectWithin } from '../testing/expect-printed.test-helper.ts'
import { baseVariances } from './base-law.ts'
import { encodePoints } from './encode-points.ts'
import { encodingEnvelopes } from './envelopes.ts'
import { makeFlowGeometry } from './make-geometry.ts'
import { evaluate, makePath, residual } from './paths.ts'
import { momentModel } from './second-moments.ts'
import { transferMatrix } from './transfer-matrix.ts'
import { variantOf } from './variants.ts'
import { zeroNetworkLoss } from './zero-network-loss.ts'

type Overrides = { geometry?: object; encoding?: object; model?: object }
const configuration = (overrides: Overrides) => holographicFlowConfigSchema.parse({ study: 'holographic-flow', ...overrides })
const loss = (overrides: Overrides) => zeroNetworkLoss(configuration(overrides)).total
const model = (variant: string, rest: object = {}) => ({ model: { variant, ...rest } })

describe('zero-network loss', () => {
  it('12.45 Hermite, linear and AdS on the common block', () => {
    expectPrinted(loss(model('ads-kg-hermite')), '4280.01988')
    expectPrinted(loss(model('ads-kg-linear')), '1564.14550')
    expectPrinted(loss(model('ads')), '169.793498')
  })
  it('12.46 cnn-spectral, none-warped, Hermite at other lift noise, FCN', () => {
    expectPrinted(loss(model('cnn-spectral')), '161.453078')
    expectPrinted(loss(model('none-warped')), '515.766388')
    expectPrinted(loss({ encoding: { liftNoiseSigma: 0 } }), '3821.85018')
    expectPrinted(loss({ encoding: { liftNoiseSigma: 0.2 } }), '5654.52900')
    expectPrinted(loss(model('fcn')), '8.17799181')
    expectPrinted(loss(model('fcn', { lossWeight: 'none' })), '2.56')
  })
  it('12.47 the same with the white base', () => {
    expectPrinted(loss(model('ads-kg-hermite', { basePrior: 'white' })), '87118.6752')
    expectPrinted(loss(model('ads-kg-linear', { basePrior: 'white' })), '56049.2507')
    expectPrinted(loss(model('ads', { basePrior: 'white' })), '1338.69342')
    expectPrinted(loss(model('cnn-spectral', { basePrior: 'white' })), '527.36')
  })
  it('12.59 Hermite in the other geometries', () => {
    expectPrinted(loss({ geometry: { kind: 'ads', conformalDimension: 2 } }), '5238.79793')
    expectPrinted(loss({ geometry: { kind: 'hsv', hsvP: 0.1 } }), '4567.39479')
    expectPrinted(loss({ geometry: { kind: 'hsv', hsvP: 0.5 } }), '3021.52823')
    expectPrinted(loss({ geometry: { kind: 'hsv', hsvP: 1 } }), '2324.13124')
  })
  it('of the own warp factor ln f = r is that of AdS', () => {
    expectRelative(loss({ geometry: { kind: 'custom' } }), loss({}), 1e-9)
  })
  it('of K = 8 is the reference value of the smallest preset', () => {
    expectPrinted(loss({ encoding: { modes: 8 }, model: { variant: 'ads' } }), '100.7')
  })

  // Random end points through encoder and path, mode by mode: an estimate that knows nothing of second moments.
  const cases: [string, Overrides][] = [
    ['Hermite in HSV with released gain', { geometry: { kind: 'hsv', hsvP: 0.4 }, encoding: { modes: 4, envelopeGain: 'released' } }],
    ['linear in VEV variables', { encoding: { modes: 4, fieldRescaling: 'vev' }, model: { variant: 'ads-kg-linear' } }],
    ['heat filter', { encoding: { modes: 4 }, model: { variant: 'heat' } }],
    ['radial Hermite in an own geometry', {
      geometry: { kind: 'custom', controlPoints: [0, 0.4, 0.7, 1].map((r, i) => ({ r, logWarp: [0, 0.6, 0.7, 1][i] })) },
      encoding: { modes: 4 }, model: { hermiteParameter: 'radial' },
    }],
  ]
  it.each(cases)('is the mean of sampled losses: %s', (_name, overrides) => {
    const config = configuration(overrides)
    const sample = lossSampler(config)
    const samples = Array.from({ length: 3000 }, (_, i) => sample(i))
    const mean = samples.reduce((a, b) => a + b, 0) / samples.length
    const variance = samples.reduce((sum, value) => sum + (value - mean) ** 2, 0) / (samples.length - 1)
    expectWithin(mean, zeroNetworkLoss(config).total, 4 * Math.sqrt(variance / samples.length))
  })
})

/** Loss of a zero prediction for one random point, base state and time, by the formulas of 6.5 alone. */
function lossSampler(config: ReturnType<typeof configuration>): (index: number) => number {
  const variant = variantOf(config)
  const geometry = makeFlowGeometry(config)
  const envelopes = encodingEnvelopes(config)
  const path = makePath(variant, geometry, config.model)
  return (index) => {
    const random = stream(3, 'probe', index)
    const point = Float64Array.of(4 * random.uniform() - 2, 4 * random.uniform() - 2)
    const { phi, pi } = encodePoints(point, envelopes, 2)
    const t = random.uniform()
    const at = path.at(t)
    const r = geometry.rIR + t * (geometry.rUV - geometry.rIR)
    let sum = 0
    for (let mode = 0; mode < envelopes.lattice.kSquared.length; mode++) {
      const kSquared = envelopes.lattice.kSquared[mode]
      const base = baseVariances(config.model.basePrior, Math.sqrt(kSquared))
      const target = residual(geometry, variant.alpha, t, kSquared, at)
      for (let plane = 0; plane < 4; plane++) {
        const ends = [
          Math.sqrt(base.field) * random.normal(), Math.sqrt(base.momentum) * random.normal(), phi[4 * mode + plane],
          pi[4 * mode + plane] + config.encoding.liftNoiseSigma * random.normal(),
        ] as const
        sum += evaluate(target.pi, ends) ** 2 + (variant.path === 'linear' ? evaluate(target.phi, ends) ** 2 : 0)
      }
    }
    return (geometry.sliceVolume(r) * sum) / 4
  }
}

describe('second moments', () => {
  it('at both ends are those of base and data', () => {
    const { at, groups } = momentModel(configuration({}))
    const [start, end] = [at(0), at(1)]
    groups.forEach(({ endpoints }, i) => {
      expectRelative(start.phi[i], endpoints.phi0, 1e-12)
      expectRelative(start.pi[i], endpoints.pi0, 1e-12)
      expectRelative(end.phi[i], endpoints.phi1, 1e-12)
      expectRelative(end.pi[i], endpoints.pi1, 1e-12)
    })
  })
  it('12.48 variance of phi(r1) under free evolution of the Sobolev base', () => {
    const geometry = makeFlowGeometry(configuration({}))
    const variance = (k: number) => {
      const [[a, b]] = transferMatrix(geometry, k, 0, 1)
      const base = baseVariances('sobolev', k)
      return a * a * base.field + b * b * base.momentum
    }
    expectPrinted(variance(0), '1.21976702049')
    expectPrinted(variance(1), '0.853178840076')
    expectPrinted(variance((2 * Math.PI * 5) / 8), '2.28827774282')
  })
  it('vanish for the field target on the Hermite path', () => {
    expect(Math.max(...momentModel(configuration({})).at(0.3).residualPhi)).toBeLessThan(1e-28)
  })
})
