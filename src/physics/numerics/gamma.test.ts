import { describe, it } from 'vitest'
import { expectRelative } from '../testing/expect-printed.test-helper.ts'
import { gamma, logGamma } from './gamma.ts'

describe('Γ', () => {
  it('continues the factorial', () => {
    let factorial = 1
    for (let n = 1; n < 20; n++) {
      expectRelative(gamma(n), factorial, 2e-14)
      factorial *= n
    }
  })
  it('is sqrt(π) at 1/2', () => expectRelative(gamma(0.5), Math.sqrt(Math.PI), 2e-15))
  it('obeys x Γ(x) = Γ(x + 1), also at negative x', () => {
    for (const x of [-2.3, -0.7, 0.01, 0.05, 0.3, 0.49, 0.51, 3.7]) expectRelative(x * gamma(x), gamma(x + 1), 1e-14)
  })
  it('obeys the duplication formula', () => {
    for (const x of [0.1, 0.6, 1.25, 4, 9.5]) {
      expectRelative(gamma(x) * gamma(x + 0.5), 2 ** (1 - 2 * x) * Math.sqrt(Math.PI) * gamma(2 * x), 2e-14)
    }
  })
  it('has the Stirling limit far out, where Γ itself overflows', () => {
    const x = 1000
    const stirling = (x - 0.5) * Math.log(x) - x + 0.5 * Math.log(2 * Math.PI) + 1 / (12 * x) - 1 / (360 * x ** 3)
    expectRelative(logGamma(x), stirling, 1e-14)
  })
})
