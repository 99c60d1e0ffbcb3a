import { describe, expect, it } from 'vitest'
import type { BulkGeometry } from './bulk-geometry.ts'
import { departures, errorContents, geometryVerdict } from './geometry-verdict.ts'

/** A geometry of which only the compared numbers matter. */
function geometry(origin: BulkGeometry['origin'], slopeRatio: number, slopeRatioError: number, parts: Partial<BulkGeometry> = {}): BulkGeometry {
  return {
    origin, source: 'samples', name: origin, side: 8, informationFactor: 1, scale: { kind: 'fixed', xi: 1, i0: 1 }, decimators: [], distances: new Float64Array(),
    masked: null, maskedShare: 0, negativeDistances: 0, noiseFloor: null, negativeShare: 0, information: [], angular: [],
    radial: { depths: [], distances: [], spreads: [], linear: null }, slopeRatio, slopeRatioError, statisticalErrors: null, scaledEmbeddings: [], curvature: null,
    embedding: { coordinates: new Float64Array(), eigenvalues: new Float64Array(), positiveShare: 1, negativeMass: 0, stress: 0 },
    gromov: { max: 1, mean: 0.5, meanError: 0.1, relative: 0.4, meanRelative: 0.1, quadruples: 5, exact: true },
    ...parts,
  }
}
const nulls = [geometry('equal', 2, 0.03), geometry('shuffled', 2, 0.03)]

describe('verdict on a learned geometry', () => {
  it('compares every number that has an error, in combined standard errors', () => {
    const [ratio, delta] = departures([geometry('trained', 2.2, 0.04), nulls[0]])
    // 0.2 / √(0.04² + 0.03²)
    expect(ratio).toMatchObject({ quantity: 'slopeRatio', origin: 'equal', sigmas: expect.closeTo(4, 12) })
    expect(delta).toMatchObject({ quantity: 'deltaMean', sigmas: 0 })
    expect(departures([geometry('trained', 2.2, 0), geometry('equal', 2, 0)]).map(({ quantity }) => quantity)).toEqual(['deltaMean'])
  })
  it('allows for the training of a kernel: one that has hardly left equal couplings is no physics, however alike its positions are', () => {
    // A third of a per cent at ten standard errors of position.
    const hardly = geometryVerdict([geometry('trained', 2.007, 0.0007, { source: 'kernel' }), geometry('equal', 2, 0), geometry('shuffled', 2, 0.0005)])
    expect(hardly.differs).toBe(false)
    expect(hardly.rule).toContain('12 % of the slope ratio')
    // 12 % of 4 is 0.48: a ratio twice that of the graph is four times as far.
    const clear = geometryVerdict([geometry('trained', 4, 0.01, { source: 'kernel' }), ...nulls])
    expect(clear.differs).toBe(true)
    expect(clear.headline).toMatch(/another seed/)
    expect(clear.details[0]).toContain('slope ratio 4.00 ± 0.48, there 2.000 ± 0.030 (4.2 σ)')
  })
  it('counts errors of fields and of decimators together', () => {
    const statisticalErrors = { kind: 'fields', slopeRatio: 0.12, deltaMean: 0, curvature: null, exponentPerLayer: null } as const
    // 0.2 / √(0.04² + 0.12² + 0.03²) = 0.2 / 0.13
    expect(departures([geometry('trained', 2.2, 0.04, { statisticalErrors }), nulls[0]])[0].sigmas).toBeCloseTo(0.2 / 0.13, 12)
  })
  it('differs only where it departs from both graphs, and says by what', () => {
    const verdict = geometryVerdict([geometry('trained', 2.2, 0.04), ...nulls])
    expect(verdict.differs).toBe(true)
    expect(verdict.headline).toMatch(/^The trained geometry differs from the graph without physics/)
    expect(verdict.details[0]).toBe('Against equal couplings: slope ratio 2.200 ± 0.040, there 2.000 ± 0.030 (4.0 σ).')
    // Of four comparisons: 1 - 0.9973⁴.
    expect(verdict.rule).toContain('of 4 comparisons that happens by chance in 1.1 % of such runs')
  })
  it('is a property of the graph where one of the two graphs has the same numbers, the untrained map notwithstanding', () => {
    const verdict = geometryVerdict([geometry('trained', 2.2, 0.04), nulls[0], geometry('shuffled', 2.15, 0.03), geometry('untrained', 9, 0.1)])
    expect(verdict.differs).toBe(false)
    expect(verdict.headline).toMatch(/cannot be told from shuffled couplings .* property of the graph/)
    expect(verdict.details[1]).toBe('Against shuffled couplings: nothing departs (at most 1.0 σ).')
  })
  it('is not given where most distances are bounds, one field holds the moments, or there is nothing to compare', () => {
    const masked = geometryVerdict([geometry('trained', 9, 0.1, { maskedShare: 0.94 }), ...nulls])
    expect([masked.differs, masked.headline]).toEqual([null, expect.stringMatching(/94 % of the pairs .* below the noise/)])
    const heavy = geometryVerdict([geometry('trained', 9, 0.1, { source: 'samples' }), ...nulls], 0.5)
    expect([heavy.differs, heavy.details, heavy.headline]).toEqual([null, [], expect.stringMatching(/single field holds 50 %/)])
    expect(geometryVerdict([geometry('trained', 9, 0.1, { source: 'samples' }), ...nulls], 0.01).differs).toBe(true)
    expect(geometryVerdict([geometry('trained', 9, 0.1)]).differs).toBeNull()
  })
  it('says what the errors contain', () => {
    const statisticalErrors = { slopeRatio: 0.1, deltaMean: 0.1, curvature: null, exponentPerLayer: null }
    expect(errorContents([geometry('trained', 1, 1)])).toMatch(/contain resampled decimators\. They do not contain the training/)
    expect(errorContents([geometry('trained', 1, 1, { statisticalErrors: { kind: 'fields', ...statisticalErrors } }), geometry('shuffled', 1, 1, { statisticalErrors: { kind: 'deals', ...statisticalErrors } })]))
      .toMatch(/resampled decimators, resampled fields .* and for shuffled couplings further deals/)
  })
})
