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
  'warp-profile': { geometry: { kind: 'custom' } },
  geometries: { geometries: [{ kind: 'ads' }, { kind: 'hsv', hsvP: 1 }] },
}
const ownNames = [
  'geometry', 'affine-parameter', 'warp-preview', 'position-space-propagator', 'envelopes', 'matched-filters', 'second-moments',
  'zero-network-loss', 'backbone-divergence', 'training-curves', 'training-cost', 'encoded-data', ...Object.keys(inputs),
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
  it('tells what is left of the initial weights in the average of the released program: 4.5e-4 after 78,100 steps, 67 % after 5,000', () => {
    // Spec: 8; printed with two digits.
    const share = (steps: number) => (compute('training-curves', { training: { steps, emaDecay: 0.9999, emaRamp: false, emaStart: 1000 } }).initialWeightShare as number[]).at(-1)!
    expect(share(78_100)).toBeCloseTo(4.5e-4, 5)
    expect(share(5000)).toBeCloseTo(0.67, 2)
  })
  it('gives matched filters as curves whose distance from the propagator is their rms, wherever the modes lie', () => {
    const { k, propagator, heat } = compute('matched-filters', { points: 2 }) as unknown as { k: number[]; propagator: number[]; heat: Record<string, { parameter: number; envelope: number[] }> }
    // Spec: 4.3 and 5.7 at the corner of the lattice, ψ_1/2(u) = e^-u, u = |k|/e, |k| = 2π/8 · 8 √2.
    const u = (2 * Math.PI * Math.SQRT2) / Math.E
    expect(k).toEqual([0, expect.closeTo(2 * Math.PI * Math.SQRT2, 12)])
    expect(propagator).toEqual([1, expect.closeTo(Math.exp(-u), 12)])
    expect(heat.leastSquares.envelope).toEqual([1, expect.closeTo(Math.exp(-heat.leastSquares.parameter * u * u), 12)])
  })
  it('shows the corner of a warm-up, wherever it falls between the drawn steps', () => {
    const { step, learningRate } = compute('training-curves', { training: { steps: 1000, schedule: 'warmupCosine', warmupSteps: 137, learningRate: 0.01 }, points: 5 }) as unknown as Record<string, number[]>
    expect(learningRate[step.indexOf(137)]).toBe(0.01)
    expect(Math.max(...learningRate)).toBe(0.01)
  })
  it('draws encoded data in data units, one point or the mean of them', () => {
    const points = [[101, 52], [99, 48], [100, 50]]
    const one = compute('encoded-data', { points, only: 0, radii: 1, grid: 32 }) as unknown as { positions: number[]; fields: number[][] }
    const best = one.fields[0].indexOf(Math.max(...one.fields[0]))
    const spacing = one.positions[1] - one.positions[0]
    // The field of a point is highest at the point, to half a cell.
    expect(Math.abs(one.positions[Math.floor(best / 32)] - 101)).toBeLessThanOrEqual(spacing / 2)
    expect(Math.abs(one.positions[best % 32] - 52)).toBeLessThanOrEqual(spacing / 2)
    expect(() => compute('encoded-data', { points, only: 3 })).toThrow(/no point 3/)
    expect(() => compute('encoded-data', { model: { variant: 'fcn' } })).toThrow(/no fields/)
  })
  it('decodes the modes that it encoded', () => {
    const { phi } = compute('point-encoding', { point: [1, 2] })
    expect(compute('point-decoding', { phi }).phaseGradient).toEqual([expect.closeTo(1, 10), expect.closeTo(2, 10)])
  })
})
