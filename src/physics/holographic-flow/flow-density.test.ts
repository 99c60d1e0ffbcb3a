import { describe, expect, it } from 'vitest'
import { integrate } from '../numerics/gauss-legendre.ts'
import { expectPrinted, expectRelative } from '../testing/expect-printed.test-helper.ts'
import { adsGeometry } from './ads-geometry.ts'
import { hsvGeometry } from './hsv-geometry.ts'
import { divergencePerPair, freeKleinGordonLogDensity, integratedDivergence, linearFlowLogDensity, phaseSpacePairs } from './linear-flow-density.ts'

const ads = (conformalDimension: number) => adsGeometry({ boundaryDimension: 2, conformalDimension, rIR: 0, rUV: 1 })

describe('exact log-densities', () => {
  it('12.49 linear flow x\' = A x', () => {
    expectPrinted(linearFlowLogDensity([[0.3, 0.2], [-0.1, -0.8]], 1, [1, 1], [0.5, -1]), '-3.83370918503')
  })
  it('12.50 free Klein-Gordon flow of a single pair, k = 1, nu = 1/2', () => {
    const density = freeKleinGordonLogDensity(ads(1.5), 1, { field: 0.5, momentum: 0.275 }, { phi: 0.7, pi: 0.2 })
    expectPrinted(density, '-0.135031209272')
  })
  it('12.51 divergence of the backbone on the checkerboard', () => {
    const pairs = phaseSpacePairs(2, 16, 2)
    expect(pairs).toBe(1024)
    for (const nu of [0.5, 1, 1.5]) expect(pairs * divergencePerPair(ads(1 + nu), 0.3)).toBe(-2 * nu * 1024)
  })
  it('the integrated divergence is the integral of the divergence', () => {
    const hsv = hsvGeometry({ boundaryDimension: 2, hsvP: 0.4, zIR: 1, zUV: 0.3 })
    for (const geometry of [ads(1.5), ads(2.7), hsv]) {
      const { rIR, rUV } = geometry
      expectRelative(integratedDivergence(geometry, rIR, rUV), integrate((r) => divergencePerPair(geometry, r), rIR, rUV, 40), 1e-12)
    }
  })
  it('integrate to one', () => {
    const box = 8
    const total = integrate((x) => integrate((y) => Math.exp(linearFlowLogDensity([[0.3, 0.2], [-0.1, -0.8]], 1, [1, 0.5], [x, y])), -box, box, 120), -box, box, 120)
    expectRelative(total, 1, 1e-8)
  })
})
