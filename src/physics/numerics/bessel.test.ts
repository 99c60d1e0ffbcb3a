import { describe, expect, it } from 'vitest'
import { expectPrinted, expectRelative } from '../testing/expect-printed.test-helper.ts'
import { besselI, besselIScaled } from './bessel-i.ts'
import { besselK, besselKScaled } from './bessel-k.ts'

const orders = [0.05, 0.3, 0.5, 0.75, 1, 1.5, 2.2, 4]
const argumentsOfU = [1e-6, 1e-3, 0.1, 0.7, 2, 10, 45, 100, 300, 499, 501, 650]

describe('modified Bessel functions', () => {
  it('12.1 K at small orders', () => {
    expectPrinted(besselK(0.25, 0.5), '0.960316324931886')
    expectPrinted(besselK(0.75, 2), '0.127902978629179')
    expectPrinted(besselK(0.95, 1), '0.581688053977314')
  })

  it('12.2 K at integer and other orders', () => {
    expectPrinted(besselK(1, 1), '0.601907230197235')
    expectPrinted(besselK(2, 0.7), '3.66132996080915')
    expectPrinted(besselK(1.2, 3.3), '0.0298032131041655')
    expectPrinted(besselK(0.3, 10), '1.78566070168230e-5')
  })

  // K comes from an integral, I from a series: their Wronskian ties two independent algorithms together. Rounding of the
  // series' first term, a power of u, costs a few hundred units of the last place at large u.
  it.each(orders)('12.13 I_(nu-1) K_nu + I_nu K_(nu-1) = 1/u at nu = %f', (nu) => {
    for (const u of argumentsOfU) {
      const sum = besselIScaled(nu - 1, u) * besselKScaled(nu, u) + besselIScaled(nu, u) * besselKScaled(nu - 1, u)
      expectRelative(sum * u, 1, 2e-13)
    }
  })

  it('K obeys its recurrence and is even in the order', () => {
    for (const nu of orders) {
      for (const u of [1e-3, 0.4, 3, 60]) {
        expectRelative(besselKScaled(nu + 1, u), besselKScaled(nu - 1, u) + (2 * nu * besselKScaled(nu, u)) / u, 1e-13)
        expect(besselKScaled(-nu, u)).toBe(besselKScaled(nu, u))
      }
    }
  })

  it('half-integer orders are elementary', () => {
    for (const u of [1e-4, 0.3, 2, 30, 200]) {
      expectRelative(besselKScaled(0.5, u), Math.sqrt(Math.PI / (2 * u)), 1e-13)
      expectRelative(besselKScaled(1.5, u), Math.sqrt(Math.PI / (2 * u)) * (1 + 1 / u), 1e-13)
    }
    expectRelative(besselI(0.5, 2), Math.sqrt(1 / Math.PI) * Math.sinh(2), 1e-14)
    expectRelative(besselI(-0.5, 2), Math.sqrt(1 / Math.PI) * Math.cosh(2), 1e-14)
  })

  it('large orders do not overflow before the value does', () => {
    // K_nu(x) → Γ(nu)/2 (2/x)^nu for x ≪ sqrt(nu), up to a relative x²/(4 (nu - 1)).
    expectRelative(besselK(20, 1e-3), 0.5 * 121645100408832000 * 2000 ** 20, 1e-7)
  })
})
