import { describe, expect, it } from 'vitest'
import { z } from 'zod'
import { computations, findComputation } from './catalogue.ts'

const compute = (name: string, input: unknown) => findComputation(name)!.compute(input) as Record<string, never>

/** An input for each entry of this part that needs more than defaults. */
const inputs: Record<string, unknown> = {
  'dimension-mass': { massSquared: 1.25 },
  propagator: { nu: 0.75, u: 2 },
  'bessel-k': { nu: 0.25, x: 0.5 },
  'bessel-i': { nu: 0.25, x: 0.5 },
  'transfer-matrix': { k: 1 },
  'free-evolution': { k: 2, phi: 1, pi: 0 },
  'source-readout': { k: 2, phi: 1, pi: 0 },
  'point-encoding': { point: [0.5, -1.25] },
  'point-decoding': { point: [0.5, -1.25] },
  'hermite-path': { k: 2, phi0: 0.3, pi0: -0.2, phi1: 1.1, pi1: 0.4 },
  'linear-path': { k: 2, phi0: 0.3, pi0: -0.2, phi1: 1.1, pi1: 0.4 },
  'linear-flow-log-density': { matrix: [[0.3]], x: [1] },
  'free-klein-gordon-log-density': { k: 1, phi: 0.7, pi: 0.2 },
  'parameter-counts': { network: 'simple-unet' },
  'time-features': { t: 0.5 },
}
const ownNames = [
  'geometry', 'affine-parameter', 'warp-preview', 'position-space-propagator', 'envelopes', 'matched-filters', 'second-moments',
  'zero-network-loss', 'backbone-divergence', ...Object.keys(inputs),
]

describe('compute catalogue', () => {
  it('has unique names in kebab case, a sentence and a JSON schema for each', () => {
    expect(new Set(computations.map((entry) => entry.name)).size).toBe(computations.length)
    for (const entry of computations) {
      expect(entry.name).toMatch(/^[a-z0-9-]+$/)
      expect(entry.summary).toMatch(/\.$/)
      expect(() => z.toJSONSchema(entry.input, { io: 'input' }), entry.name).not.toThrow()
    }
  })
  it.each(ownNames)('%s answers with named finite values that survive JSON', (name) => {
    const value = findComputation(name)!.compute(inputs[name] ?? {})
    expect(z.json().safeParse(value).success).toBe(true)
  })
  it('takes a whole run configuration where it needs a part of one', () => {
    expect(compute('zero-network-loss', { study: 'holographic-flow', seed: 3, model: { variant: 'ads' }, network: { kind: 'fcn' } }).total).toBeCloseTo(169.793498, 5)
  })
  it('refuses input that does not fit, has no physics, or overflows, each with its reason', () => {
    expect(() => compute('bessel-k', { nu: 'a', x: 1 })).toThrow(/bessel-k does not fit/)
    expect(() => compute('propagator', { k: 1, geometry: { kind: 'ads', conformalDimension: 1 } })).toThrow(expect.objectContaining({ code: 'LogarithmicMode' }))
    expect(() => compute('envelopes', { encoding: { modes: 7 } })).toThrow(expect.objectContaining({ code: 'BadModeCount' }))
    expect(() => compute('dimension-mass', { massSquared: -2 })).toThrow(expect.objectContaining({ code: 'BelowBFBound' }))
    expect(() => compute('dimension-mass', { massSquared: 1, geometry: 'hsv' })).toThrow(expect.objectContaining({ code: 'MassiveHsvUnsupported' }))
    expect(() => compute('bessel-k', { nu: -150, x: 0.001 })).toThrow(expect.objectContaining({ code: 'Overflow' }))
    expect(() => compute('point-encoding', { point: [0, 0], indices: [[16, 0]] })).toThrow(/outside the lattice/)
  })
  it('decodes the modes that it encoded', () => {
    const { phi } = compute('point-encoding', { point: [1, 2] })
    expect(compute('point-decoding', { phi }).phaseGradient).toEqual([expect.closeTo(1, 10), expect.closeTo(2, 10)])
  })
  it('draws the preview of 16 modes fast enough to follow a slider', () => {
    compute('warp-preview', {})
    const best = Math.min(...Array.from({ length: 5 }, () => {
      const start = performance.now()
      compute('warp-preview', {})
      return performance.now() - start
    }))
    // 2 to 5 ms on the machine of writing; 20 is what a slider allows.
    expect(best).toBeLessThan(20)
  })
})
