import { describe, expect, it } from 'vitest'
import { besselIScaled } from '../../numerics/bessel-i.ts'
import { expectPrinted, expectRelative, expectWithin } from '../../testing/expect-printed.test-helper.ts'
import { complexPhi4Couplings } from '../models/complex-phi4.ts'
import { xyFieldTwoByTwoLogZ } from './auxiliary-field.ts'
import { besselIRowScaled } from './bessel-i-row.ts'
import { complexPhi4TwoByTwo } from './complex-phi4-two-by-two.ts'
import { realPhi4SingleSite, realPhi4TwoByTwo } from './real-phi4-two-by-two.ts'
import { complexPhi4SingleSite } from './single-site.ts'
import { xyTwoByTwo } from './xy-two-by-two.ts'

describe('complex φ⁴ on 2 × 2 sites', () => {
  it.each([
    [25, 0.5, '1594.9754061258', '1.2561484686', '3.9980183452', '16.0041100563', '3.5998521271', '3.4756761406', '3.6683496850'],
    [25, 0.893, '1595.9279669173', '1.0180082707', '3.9978547657', '16.0028252886', '3.2304307453', '3.0002416983', '3.3647394886'],
    [25, 1, '1596.1251040634', '0.9687239841', '3.9977940128', '16.0023429280', '3.1144816756', '2.8513765611', '3.2695334813'],
    [1, 0.5, '65.3263616724', '-0.3315904181', '3.9520804955', '16.0943744619', '3.5241854556', '3.3970636938', '3.5993787751'],
    [1, 1, '66.5415440418', '-0.6353860104', '3.9437747502', '16.0448444685', '3.0227566213', '2.7526520415', '3.1854850086'],
  ])('NRG table 2.1: λ = %f, ρ = 4, T = %f', (lambda, temperature, logZ, aboveWell, square, fourth, nearest, diagonal, magnetisation) => {
    const exact = complexPhi4TwoByTwo({ lambda, ...complexPhi4Couplings({ temperature, rho: 4, lambda }) })
    expectPrinted(exact.logZ, logZ)
    expectPrinted(-exact.logZ / 4 + lambda * 16, aboveWell)
    expectPrinted(exact.square, square)
    expectPrinted(exact.fourth, fourth)
    expectPrinted(exact.nearest, nearest)
    expectPrinted(exact.diagonal, diagonal)
    expectPrinted(exact.magnetisationSquared, magnetisation)
  })

  it('NRG 31: ln Z does not change under t → -t at fixed μ, and the nearest correlation changes its sign', () => {
    const couplings = { lambda: 1, ...complexPhi4Couplings({ temperature: 1, rho: 4, lambda: 1 }) }
    const [plain, staggered] = [complexPhi4TwoByTwo(couplings), complexPhi4TwoByTwo({ ...couplings, t: -couplings.t })]
    expect(staggered.logZ).toBe(plain.logZ)
    expect(staggered.nearest).toBe(-plain.nearest)
    expect(staggered.diagonal).toBe(plain.diagonal)
  })

  it('has <c₁> as the derivative of ln Z by the hopping: d ln Z/dt = 8 c₁ at fixed μ', () => {
    const [t, mu, lambda, step] = [0.4, -1, 0.7, 1e-4]
    const [up, down] = [t + step, t - step].map((hopping) => complexPhi4TwoByTwo({ t: hopping, mu, lambda }).logZ)
    // Central difference: step² times the third derivative.
    expectRelative((up - down) / (2 * step), 8 * complexPhi4TwoByTwo({ t, mu, lambda }).nearest, 1e-7)
  })

  it('NRG t = 0: single sites, also through the transfer matrix', () => {
    const perSite = complexPhi4SingleSite({ rho: 4, lambda: 25 })
    expectPrinted(perSite, '400.1076569163')
    expectWithin(complexPhi4TwoByTwo({ t: 0, mu: -200, lambda: 25 }).logZ, 4 * perSite, 1e-9)
    // ρ = 0: ½ π √(π/λ) erfc(0) exactly; ρ < 0: a Gaussian tail, against the transfer matrix.
    expectWithin(complexPhi4SingleSite({ rho: 0, lambda: 2 }), Math.log((Math.PI / 2) * Math.sqrt(Math.PI / 2)), 1e-12)
    expectWithin(complexPhi4TwoByTwo({ t: 0, mu: 4, lambda: 1 }).logZ, 4 * complexPhi4SingleSite({ rho: -2, lambda: 1 }), 1e-9)
  })
})

describe('real φ⁴', () => {
  it.each([
    [0.15, '1.2552793982', '0.5338425912', '0.1683991560', '0.0909037573'],
    [0.2, '1.4256167735', '0.5914821183', '0.2629832080', '0.1799520170'],
  ])('NRG 2.2 on 2 × 2 sites, λ = 0.5, κ = %f', (hopping, logZ, square, nearest, diagonal) => {
    const exact = realPhi4TwoByTwo({ hopping, lambda: 0.5 })
    expectPrinted(exact.logZ, logZ)
    expectPrinted(exact.square, square)
    expectPrinted(exact.nearest, nearest)
    expectPrinted(exact.diagonal, diagonal)
  })

  it('NRG 2.2 single site', () => {
    expectPrinted(realPhi4SingleSite(0.5), '0.2681621393')
    expectPrinted(realPhi4SingleSite(1), '0.0157193191')
    expectWithin(realPhi4TwoByTwo({ hopping: 0, lambda: 0.5 }).logZ, 4 * realPhi4SingleSite(0.5), 1e-11)
  })

  it('becomes the Ising model at β = 2κ for λ → ∞: <φφ\'> of the ring with doubled bonds', () => {
    const [hopping, lambda] = [0.2, 4000]
    const x = Math.tanh(4 * hopping) // on the ring of four: (x + x³)/(1 + x⁴)
    // φ² = 1 up to O(1/λ).
    expectWithin(realPhi4TwoByTwo({ hopping, lambda }).nearest, (x + x ** 3) / (1 + x ** 4), 3 / lambda)
  })
})

describe('XY', () => {
  it.each([
    [0.5, '17.8999595061', '0.9007803766', '0.8697586154', '0.9178298422', '38.7599218084'],
    [1, '11.0469032861', '0.7795609227', '0.7138508439', '0.8182431723', '21.8581562022'],
  ])('NRG 2.4 on 2 × 2 sites at T = %f', (temperature, logZ, nearest, diagonal, magnetisation, field) => {
    const exact = xyTwoByTwo(temperature)
    expectPrinted(exact.logZ, logZ)
    expectPrinted(exact.nearest, nearest)
    expectPrinted(exact.diagonal, diagonal)
    expectPrinted(exact.magnetisationSquared, magnetisation)
    expectPrinted(xyFieldTwoByTwoLogZ(temperature), field)
  })

  it('is the stiff limit of complex φ⁴', () => {
    const exact = complexPhi4TwoByTwo({ lambda: 2000, ...complexPhi4Couplings({ temperature: 1, rho: 4, lambda: 2000 }) })
    // The modulus fluctuates by O(1/λρ²).
    expectWithin(exact.nearest / 4, xyTwoByTwo(1).nearest, 1e-4)
  })
})

describe('rows of Bessel functions', () => {
  it.each([1e-3, 0.5, 4, 40, 300])('agree with the ascending series at x = %f', (x) => {
    const row = besselIRowScaled(20, x)
    // The series carries some 12 digits.
    row.forEach((value, n) => expectRelative(value, besselIScaled(n, x), 2e-11))
  })
  it('have sum one over all orders', () => {
    const row = besselIRowScaled(200, 30)
    expectWithin(row[0] + 2 * row.slice(1).reduce((sum, value) => sum + value, 0), 1, 1e-14)
  })
})
