import { describe, expect, it } from 'vitest'
import { besselI } from '../numerics/bessel-i.ts'
import { besselKScaled } from '../numerics/bessel-k.ts'
import { gamma } from '../numerics/gamma.ts'
import { integrate } from '../numerics/gauss-legendre.ts'
import { expectPrinted, expectRelative, expectWithin } from '../testing/expect-printed.test-helper.ts'
import { adsPropagator, positionSpaceNormalisation, positionSpacePropagator, propagatorNormalisation } from './propagator.ts'
import { adsSource } from './source-readout.ts'

function expectModes(nu: number, u: number, psi: string, varpi: string): void {
  const modes = adsPropagator(nu, u)
  expectPrinted(modes.psi, psi)
  expectPrinted(modes.varpi, varpi)
}

const orders = [0.05, 0.3, 0.5, 0.75, 1, 1.2, 2, 3.7]
const momenta = [1e-6, 0.01, 0.4, 1, 3.3, 12, 80, 250, 600]

describe('propagator modes', () => {
  it('12.3 psi = e^-u and varpi = u e^-u at nu = 1/2', () => {
    for (const u of [1e-6, 1, 30]) {
      expectRelative(adsPropagator(0.5, u).psi, Math.exp(-u), 1e-13)
      expectRelative(adsPropagator(0.5, u).varpi, u * Math.exp(-u), 1e-13)
    }
  })
  it('12.4 psi and varpi at nu = 0.25, u = 0.5', () => expectModes(0.25, 0.5, '0.374583147460838', '0.251931420579143'))
  it('12.5 psi and varpi at nu = 0.75, u = 2', () => expectModes(0.75, 2, '0.208750180035699', '0.376617281643867'))
  it('12.6 psi and varpi at nu = 1, u = 0.1', () => expectModes(1, 0.1, '0.985384478087061', '0.0242706902470202'))
  it('12.7 psi and varpi at nu = 1, u = 5', () => expectModes(1, 5, '0.0202230672272608', '0.0922774583510649'))
  it('12.8 psi and varpi at nu = 3/2, u = 2', () => expectModes(1.5, 2, '0.406005849709838', '0.541341132946451'))
  it('12.9 psi and varpi at nu = 2, u = 3', () => expectModes(2, 3, '0.276797063122839', '0.542111820230622'))
  it('12.10 psi and varpi at nu = 5/2, u = 2', () => expectModes(2.5, 2, '0.586452894025322', '0.541341132946451'))
  it('12.11 psi at nu = 0.3, u = 0.01, and its small-u expansion', () => {
    const [nu, u] = [0.3, 0.01]
    expectPrinted(adsPropagator(nu, u).psi, '0.939826455469638')
    const threeTerms = 1 + u ** 2 / (4 * (1 - nu)) - (gamma(1 - nu) / gamma(1 + nu)) * (u / 2) ** (2 * nu)
    expectPrinted(threeTerms, '0.939827613061425')
  })
  // The table of self-checks prints 0.324375777559537 for varpi, with one digit wrong: 30-digit arithmetic gives 0.324375777759536568.
  it('12.12 psi and varpi at nu = 1.2, u = 3.3', () => expectModes(1.2, 3.3, '0.118399893865664', '0.324375777759537'))

  it('12.14 varpi is the radial derivative of psi, and both solve the mode equation', () => {
    const step = 3e-5
    const at = (nu: number, u: number, shift: number) => adsPropagator(nu, u * Math.exp(-shift))
    for (const nu of orders) {
      for (const u of [0.01, 0.4, 1, 3.3, 8]) {
        const { psi, varpi } = adsPropagator(nu, u)
        const slope = (at(nu, u, step).psi - at(nu, u, -step).psi) / (2 * step)
        expectWithin(slope, varpi, 1e-8)
        const curvature = (at(nu, u, step).varpi - at(nu, u, -step).varpi) / (2 * step)
        expectWithin(curvature + 2 * nu * varpi, u * u * psi, 1e-8)
      }
    }
  })

  it('12.15 recurrences in the order', () => {
    for (const nu of [1.05, 1.5, 2, 2.7]) {
      for (const u of [0.01, 0.5, 4, 90]) {
        const lower = adsPropagator(nu - 1, u).psi
        expectRelative(adsPropagator(nu, u).varpi, (u * u * lower) / (2 * (nu - 1)), 1e-12)
        expectRelative(adsPropagator(nu + 1, u).psi, adsPropagator(nu, u).psi + (u * u * lower) / (4 * nu * (nu - 1)), 1e-12)
      }
    }
  })

  it('12.16 the source of the propagator is one, that of the second solution zero', () => {
    for (const nu of orders) {
      for (const u of [0.01, 0.4, 1, 3.3, 12]) {
        const { psi, varpi } = adsPropagator(nu, u)
        expectRelative(adsSource(nu, u, psi, varpi), 1, 1e-12)
        const [phi, pi] = [u ** nu * besselI(nu, u), -(u ** (nu + 1)) * besselI(nu - 1, u)]
        // Two equal terms cancel: the rest is rounding, relative to either of them.
        expectWithin(adsSource(nu, u, phi, pi) / adsSource(nu, u, phi, 0), 0, 1e-12)
      }
    }
  })

  it('12.17 normalisation of the position-space propagator', () => {
    expectPrinted(positionSpaceNormalisation(1.5, 2), '0.159154943092')
    expectPrinted(positionSpaceNormalisation(2.5, 2), '0.477464829276')
    expectPrinted(positionSpaceNormalisation(3, 4), '0.202642367285')
  })
  it('12.18 position-space propagator at r = 1', () => {
    expectPrinted(positionSpacePropagator(1.5, 2, 1, 0), '1.17600480293')
    expectPrinted(positionSpacePropagator(1.5, 2, 1, 1), '0.0483993409071')
  })
  it('the position-space propagator integrates to psi(0) = 1 over the plane', () => {
    // With x = z tan θ the radial integral over the plane becomes one over θ in (0, π/2).
    const z = Math.exp(-1)
    const shell = (theta: number) => {
      const x = z * Math.tan(theta)
      return 2 * Math.PI * x * positionSpacePropagator(2.5, 2, 1, x) * (z / Math.cos(theta) ** 2)
    }
    expectRelative(integrate(shell, 0, Math.PI / 2, 60), 1, 1e-12)
  })

  it('agrees with the Bessel function over ten decades (two independent integrals)', () => {
    for (const nu of orders) {
      for (const u of momenta) {
        const scale = propagatorNormalisation(nu) * u ** nu * Math.exp(-u)
        const { psi, varpi } = adsPropagator(nu, u)
        expectRelative(psi, scale * besselKScaled(nu, u), 3e-13)
        expectRelative(varpi, scale * u * besselKScaled(nu - 1, u), 3e-13)
      }
    }
  })
  it('lies in (0, 1], falls with u, and has a momentum that is never negative', () => {
    for (const nu of orders) {
      let previous = 1
      for (let u = 0.01; u < 50; u *= 1.3) {
        const { psi, varpi } = adsPropagator(nu, u)
        expect(psi).toBeGreaterThan(0)
        expect(psi).toBeLessThan(previous)
        expect(varpi).toBeGreaterThan(0)
        previous = psi
      }
    }
  })
  it('is one at zero momentum and zero beyond any float64', () => {
    expect(adsPropagator(0.7, 0)).toEqual({ psi: 1, varpi: 0 })
    expect(adsPropagator(0.7, 701)).toEqual({ psi: 0, varpi: 0 })
  })
})
