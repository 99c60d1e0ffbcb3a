import { describe, expect, it } from 'vitest'
import { holographicFlowConfigSchema, modelVariants } from '../../shared/studies/holographic-flow/config.ts'
import { expectPrinted, expectRelative, expectWithin } from '../testing/expect-printed.test-helper.ts'
import { encodingEnvelopes, releasedGain } from './envelopes.ts'
import { makeFlowGeometry, makeGeometry } from './make-geometry.ts'
import { evolveByRk4, evolveExactly } from './free-evolution.ts'
import { variantOf } from './variants.ts'

const configuration = (overrides: object) => holographicFlowConfigSchema.parse({ study: 'holographic-flow', ...overrides })

describe('envelopes of a configuration', () => {
  it('14 the released gain is 1.6653, 2.7190, 4.4819 for Δ = 1.5, 2, 2.5, and leaves the zero mode alone', () => {
    const printed: [number, string][] = [[1.5, '1.6653'], [2, '2.7190'], [2.5, '4.4819']]
    for (const [conformalDimension, gain] of printed) {
      const geometry = { kind: 'ads', conformalDimension }
      expectPrinted(releasedGain(makeGeometry(configuration({ geometry }).geometry)), gain)
      const exact = encodingEnvelopes(configuration({ geometry }))
      const released = encodingEnvelopes(configuration({ geometry, encoding: { envelopeGain: 'released' } }))
      expect([released.field[0], released.momentum[0]]).toEqual([1, 0])
      for (const mode of [1, 5, 77]) {
        expectPrinted(released.field[mode] / exact.field[mode], gain)
        expectPrinted(released.momentum[mode] / exact.momentum[mode], gain)
      }
    }
  })
  it('4.7 VEV variables carry the same free solutions', () => {
    const config = configuration({ geometry: { kind: 'ads', conformalDimension: 1.7 }, encoding: { fieldRescaling: 'vev' } })
    const [source, vev] = [makeGeometry(config.geometry), makeFlowGeometry(config)]
    const nu = 0.7
    expectRelative(vev.backboneCoefficients(0.4).friction, 2 * nu, 1e-13)
    const [start, k] = [{ phi: 0.6, pi: -0.2 }, 2.1]
    const end = evolveExactly(source, k, start, 0, 1)
    // At r = 0 the factor e^(2 nu r) is one, so only the momentum differs.
    const vevEnd = evolveByRk4(vev, k, { phi: start.phi, pi: start.pi + 2 * nu * start.phi }, 0, 1, 2000)
    expectRelative(vevEnd.phi, Math.exp(2 * nu) * end.phi, 1e-10)
    expectRelative(vevEnd.pi, Math.exp(2 * nu) * (end.pi + 2 * nu * end.phi), 1e-10)
  })
  it('filters and no envelope replace psi and varpi alone', () => {
    const none = encodingEnvelopes(configuration({ model: { variant: 'none-warped' } }))
    expect([...new Set(none.field)]).toEqual([1])
    expect([...new Set(none.momentum)]).toEqual([0])
    const heat = encodingEnvelopes(configuration({ model: { variant: 'heat' } }))
    expectWithin(heat.field[1], Math.exp(-heat.filter!.parameter * (Math.PI / 4 / Math.E) ** 2), 1e-14)
    expect(encodingEnvelopes(configuration({})).filter).toBeNull()
  })
})

describe('model variants', () => {
  it('6.6 the table: path, backbone, planes', () => {
    const rows = modelVariants.map((variant) => {
      const { path, alpha, envelope, lossWeight, inPlanes, outPlanes } = variantOf(configuration({ model: { variant } }))
      return [variant, path, alpha, envelope, lossWeight, inPlanes, outPlanes]
    })
    expect(rows).toEqual([
      ['ads-kg-hermite', 'hermite', 1, 'propagator', 'sliceVolume', 8, 4],
      ['ads-kg-linear', 'linear', 1, 'propagator', 'sliceVolume', 8, 8],
      ['ads', 'linear', 0, 'propagator', 'sliceVolume', 8, 8],
      ['fcn', 'linear', 0, 'none', 'sliceVolume', 4, 4],
      ['cnn-spectral', 'linear', 0, 'none', 'none', 8, 8],
      ['heat', 'linear', 0, 'heat', 'sliceVolume', 8, 8],
      ['matern', 'linear', 0, 'matern', 'sliceVolume', 8, 8],
      ['none-warped', 'linear', 0, 'none', 'sliceVolume', 8, 8],
    ])
  })
})
