import { describe, expect, it } from 'vitest'
import { expectPrinted } from '../testing/expect-printed.test-helper.ts'
import { findComputation } from './catalogue.ts'

type Answer = Record<string, never>
const compute = (name: string, input: unknown = {}) => findComputation(name)!.compute(input) as Answer

describe('lattice entries of the catalogue', () => {
  it('give the printed numbers of the Ising model', () => {
    const answer = compute('ising-free-energy')
    expectPrinted(answer.logZ, '60.1417807891')
    expectPrinted(answer.fieldLogZ, '148.6550162810')
    expectPrinted(answer.onsagerLogZPerSite, '0.9296953983')
    const { magnetisationSquared, field } = compute('ising-correlations') as unknown as { magnetisationSquared: number; field: number[][] }
    expectPrinted(magnetisationSquared, '0.7613589086')
    expectPrinted(field[0][0], '12.9759531694')
  })

  it('give the printed numbers of the free field', () => {
    const answer = compute('free-field') as unknown as { logZ: number; correlator: number[]; bestHaarLossPerSite: number }
    expectPrinted(answer.logZ, '36.9660032310')
    expectPrinted(answer.correlator[4], '0.1132383335')
    expectPrinted(answer.bestHaarLossPerSite, '-0.5000736576')
  })

  it('give the printed numbers of φ⁴ and XY on 2 × 2 sites', () => {
    expectPrinted(compute('complex-phi4-two-by-two').logZ, '1594.9754061258')
    expect(compute('complex-phi4-two-by-two', { hopping: -0.5, mass: -199 }).logZ).toBeCloseTo(compute('complex-phi4-two-by-two', { hopping: 0.5, mass: -199 }).logZ, 9)
    expectPrinted(compute('complex-phi4-single-site').logZPerSite, '400.1076569163')
    expectPrinted(compute('real-phi4').logZ, '1.2552793982')
    expectPrinted(compute('real-phi4', { side: 8, hopping: 0.2, lambda: 0 }).logZ, '39.8791279406')
    expectPrinted(compute('real-phi4', { hopping: 0, lambda: 1 }).logZPerSite, '0.0157193191')
    expectPrinted(compute('xy-two-by-two').fieldLogZ, '21.8581562022')
  })

  it('measure given fields', () => {
    const constant = Array.from({ length: 32 }, (_, i) => (i % 2 === 0 ? 2 : 0))
    // At the bottom of the well every site has -λρ² and no force.
    const { actionPerSite, gradient } = compute('lattice-action', { theory: { kind: 'cphi4', side: 4 }, field: constant }) as unknown as { actionPerSite: number; gradient: number[] }
    expect(actionPerSite).toBe(-400)
    expect(Math.max(...gradient.map(Math.abs))).toBe(0)
    const third = (2 * Math.PI) / 3
    expect(compute('vorticity', { angles: [[0, 0, 0, 0], [0, third, -third, 0], [0, 0, 0, 0], [0, 0, 0, 0]] })).toMatchObject({ total: 0, density: 1 / 8 })
    const flat = compute('correlator-fits', { correlator: [1, 0.9, 0.8, 0.75, 0.73] }) as unknown as { power: { points: number } }
    expect(flat.power.points).toBe(3)
    expect(compute('reweighting', { losses: [3, 3, 3] })).toMatchObject({ logZ: -3, effectiveShare: 1, meaningful: false })
    expect(compute('autocorrelation-time', { series: Array.from({ length: 400 }, (_, i) => (i * 7919) % 101) }).time).toBeGreaterThan(0)
  })

  it('refuse what has no value, each with its reason', () => {
    expect(() => compute('ising-free-energy', { side: 6 })).toThrow(/power of two/)
    expect(() => compute('free-field', { mass: 2 })).toThrow(/μ > 2/)
    expect(() => compute('real-phi4', { side: 4 })).toThrow(/Nothing tells/)
    expect(() => compute('lattice-action', { field: [1, 2] })).toThrow(/needs 128/)
    expect(() => compute('vorticity', { angles: [[0, 0], [0, 0, 0]] })).toThrow(/as many angles/)
    expect(() => compute('correlator-fits', { correlator: [1, 1, 1], errors: [0] })).toThrow(/1 errors/)
  })
})
