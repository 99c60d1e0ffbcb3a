import { describe, expect, it } from 'vitest'
import { stream } from '../../random/stream.ts'
import { expectPrinted, expectWithin } from '../../testing/expect-printed.test-helper.ts'
import { freeField } from '../models/free-field.ts'
import { bestHaarLoss, freeFieldCorrelation, freeFieldLogZ, realFreeFieldLogZ } from './free-field.ts'

describe('free field at t = 1, μ = 2.1', () => {
  it.each([
    [2, '3.9866429732', '-0.9966607433', '2.7990708479', '2.4390243902', '2.4390243902', '-0.9966607433'],
    [4, '9.8488030593', '-0.6155501912', '1.1267332196', '0.6830698806', '0.5807200929', '-0.5765373974'],
    [8, '36.9660032310', '-0.5775938005', '0.8205970229', '0.3616268740', '0.1132383335', '-0.5000736576'],
    [16, '147.4184365448', '-0.5758532678', '0.7924683763', '0.3320917951', '0.0118860150', '-0.4873159663'],
  ])('NRG 16: table 2.5 at L = %i', (side, logZ, perSite, zero, nearest, farthest, haar) => {
    const field = { side, hopping: 1, mass: 2.1 }
    expectPrinted(freeFieldLogZ(field), logZ)
    expectPrinted(-freeFieldLogZ(field) / side ** 2, perSite)
    const correlation = freeFieldCorrelation(field)
    expectPrinted(correlation[0], zero)
    expectPrinted(correlation[side], nearest)
    expectPrinted(correlation[(side / 2) * side], farthest)
    expectPrinted(bestHaarLoss(field).loss / side ** 2, haar)
  })

  it('NRG 16: κ of the Haar basis by layer and type at L = 8', () => {
    const { diagonal } = bestHaarLoss({ side: 8, hopping: 1, mass: 2.1 })
    const at = (spacing: number) => [diagonal[spacing], diagonal[spacing * 8], diagonal[spacing * 9]]
    const expected = [[2.1, 2.1, 3.1], [1.1, 1.1, 1.6], [0.6, 0.6, 1.1]]
    expected.forEach((layer, l) => layer.forEach((kappa, c) => expectWithin(at(2 ** l)[c], kappa, 1e-12)))
    expectWithin(diagonal[0], 0.1, 1e-12)
  })

  it('NRG 16: on 2 × 2 sites the scaled Haar map is exact, so ℓ is the same for every field', () => {
    const field = { side: 2, hopping: 1, mass: 2.1 }
    const { diagonal } = bestHaarLoss(field)
    const model = freeField(field)
    const zeta = new Float64Array(8)
    stream(1, 'zeta').fillNormal(zeta)
    // φ = Wᵀ κ^{-1/2} ζ: for L = 2 the Haar basis is that of the Fourier modes, S(φ) = Σ |ζ|².
    const scaled = zeta.map((value, i) => value / Math.sqrt(diagonal[i >> 1]))
    const phi = [0, 1, 2, 3].flatMap((site) => [0, 1].map((c) => {
      const signs = [[1, 1, 1, 1], [1, -1, 1, -1], [1, 1, -1, -1], [1, -1, -1, 1]][site]
      return 0.5 * signs.reduce((sum, sign, i) => sum + sign * scaled[2 * i + c], 0)
    }))
    expectWithin(model.action(Float64Array.from(phi)), zeta.reduce((sum, value) => sum + value * value, 0), 1e-12)
  })

  it('obeys the equation of motion: (μ - t/2 Σ neighbours) G = δ', () => {
    const side = 8
    const correlation = freeFieldCorrelation({ side, hopping: 1, mass: 2.1 })
    for (let site = 0; site < 64; site++) {
      const [row, column] = [site >> 3, site & 7]
      const neighbours = [[row, (column + 1) & 7], [row, (column + 7) & 7], [(row + 1) & 7, column], [(row + 7) & 7, column]]
      const value = 2.1 * correlation[site] - 0.5 * neighbours.reduce((sum, [r, c]) => sum + correlation[r * side + c], 0)
      expectWithin(value, site === 0 ? 1 : 0, 1e-12)
    }
  })
})

describe('real φ⁴ without interaction', () => {
  it('NRG 2.2: ln Z at κ = 0.2', () => {
    expectPrinted(realFreeFieldLogZ({ side: 4, hopping: 0.2 }), '10.0173714849')
    expectPrinted(realFreeFieldLogZ({ side: 8, hopping: 0.2 }), '39.8791279406')
    expectWithin(realFreeFieldLogZ({ side: 4, hopping: 0.2, components: 2 }), 2 * 10.0173714849, 1e-9)
  })
  it('refuses a field without restoring force', () => expect(() => realFreeFieldLogZ({ side: 4, hopping: 0.25 })).toThrow(/μ > 2/))
})
