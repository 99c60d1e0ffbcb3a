import { describe, expect, it } from 'vitest'
import { goldenBulkField, goldenParameters } from '../../physics/neural-rg/map/golden-map.ts'
import { makeHolographicMap, plainWorkspace } from '../../physics/neural-rg/map/make-map.ts'
import type { U1MapOptions } from '../../physics/neural-rg/map/map-options.ts'
import { stream } from '../../physics/random/stream.ts'
import { openNativeLibrary } from './native-library.ts'
import { nativeMapWorkspaces, type NativeMapFunctions } from './native-map-workspace.ts'

const library = openNativeLibrary()
const native = library.instructionSet !== null && 'mapGenerate' in library.functions ? library.functions as NativeMapFunctions : null

const u1 = (options: Partial<U1MapOptions> = {}): U1MapOptions => ({ kind: 'u1', depth: 0, activation: 'asinh', repeats: 1, ...options })
// Batches that fill the lanes of a register, and that do not.
const cases: { name: string; options: U1MapOptions; side: number; batch: number; amplitude?: number }[] = [
  { name: 'one pair of blocks', options: u1(), side: 2, batch: 2 },
  { name: 'a batch with lanes to spare', options: u1(), side: 8, batch: 13 },
  { name: 'whole registers', options: u1(), side: 16, batch: 16 },
  { name: 'two pairs a layer, truncated', options: u1({ repeats: 2, depth: 2 }), side: 8, batch: 9 },
  { name: 'no activation', options: u1({ activation: 'none' }), side: 8, batch: 5 },
  { name: 'moduli from 1e-9 to 1e3, across the seam of the series', options: u1(), side: 8, batch: 8, amplitude: 1e3 },
]

describe.skipIf(native === null)('the native map', () => {
  const on = (threads: number) => nativeMapWorkspaces(native as NativeMapFunctions, threads)

  it.each(cases)('agrees with the one in TypeScript: $name', ({ options, side, batch, amplitude }) => {
    const map = makeHolographicMap(options, side, 2)
    const count = batch * 2 * side ** 2
    const draw = (index: number) => {
      const values = new Float64Array(count)
      stream(3, 'native', index).fillNormal(values)
      return amplitude ? values.map((x, k) => x * amplitude * 10 ** (-12 * ((k >> 1) % 7) / 6)) : values
    }
    const [zeta, dPhi, prior] = [0, 1, 2].map(draw)
    zeta.fill(0, 0, 2)
    const dLogDet = Float64Array.from({ length: batch }, (_, b) => Math.sin(b + 1))
    const results = [plainWorkspace(map, batch), on(1)(map, batch)!, on(2)(map, batch)!, on(3)(map, batch)!].map((workspace) => {
      workspace.setParameters(goldenParameters(map))
      const [phi, dZeta, slope, logDet] = [new Float64Array(count), new Float64Array(count), new Float64Array(count), new Float64Array(batch)]
      const dParameters = new Float64Array(map.parameterCount)
      workspace.generate(zeta, phi, logDet)
      workspace.pullBack(dPhi, dLogDet, dZeta, dParameters)
      workspace.logDensitySlope(prior, slope)
      return { phi, logDet, dZeta, dParameters, slope }
    })
    for (const name of ['phi', 'logDet', 'dZeta', 'dParameters', 'slope'] as const) {
      const [expected, ...others] = results.map((result) => result[name])
      const scale = expected.reduce((largest, x) => Math.max(largest, Math.abs(x)), 0)
      // Sums of up to 1e4 terms in another order.
      others[0].forEach((x, k) => expect(Math.abs(x - expected[k]), name).toBeLessThanOrEqual(1e-13 * scale))
      expect(others[1]).toEqual(others[0])
      expect(others[2]).toEqual(others[0])
    }
  })

  it('gives the golden numbers (NRG 7), undoes generation, and forgets one gradient before the next', () => {
    const map = makeHolographicMap(u1(), 4, 2)
    const workspace = on(2)(map, 2)!
    workspace.setParameters(goldenParameters(map))
    const single = goldenBulkField(map)
    const zeta = Float64Array.of(...single, ...single.map((x) => -x))
    const [phi, back, logDet, logDetBack] = [new Float64Array(64), new Float64Array(64), new Float64Array(2), new Float64Array(2)]
    workspace.generate(zeta, phi, logDet)
    expect(phi[0]).toBeCloseTo(0.5669783065, 9)
    expect(logDet[1]).toBeCloseTo(-13.6876426035, 9)
    workspace.renormalize(phi, back, logDetBack)
    back.forEach((x, k) => expect(Math.abs(x - zeta[k])).toBeLessThan(1e-12))
    const [first, second] = [new Float64Array(48), new Float64Array(48)]
    workspace.pullBack(phi, logDet, null, first)
    workspace.pullBack(phi, logDet, null, second)
    expect(second).toEqual(first)
  })

  it('says where numbers overflow, instead of giving NaN', () => {
    const map = makeHolographicMap(u1(), 4, 2)
    const workspace = on(2)(map, 3)!
    const wild = (value: number) => Float64Array.from({ length: 96 }, (_, k) => (k === 40 ? value : 0.1))
    workspace.setParameters(map.initialParameters())
    for (const value of [Number.NaN, Infinity, 1e200]) {
      expect(() => workspace.generate(wild(value), new Float64Array(96), new Float64Array(3))).toThrow(/overflows in generation/)
    }
  })

  it('leaves sinh in generation, other blocks and single fields to TypeScript', () => {
    expect(on(2)(makeHolographicMap(u1({ activation: 'sinh' }), 4, 2), 8)).toBeNull()
    expect(on(2)(makeHolographicMap({ kind: 'coupling', depth: 0, couplings: 1, hidden: 2 }, 4, 2), 8)).toBeNull()
    expect(on(2)(makeHolographicMap(u1(), 4, 2), 1)).toBeNull()
  })

  it('refuses arrays that are too short or of another kind', () => {
    const functions = native as NativeMapFunctions
    const sites = Int32Array.of(0, 1, 2, 3)
    expect(() => functions.mapTapeLength(1, 1, 8, 1, 1, Int32Array.of(0, 4), Int32Array.of(0))).toThrow(/Int32Array, long enough/)
    expect(() => functions.mapGenerate(1, 1, 8, 1, 1, Int32Array.of(0, 4), sites, new Float64Array(16), new Float64Array(7), new Float64Array(8), new Float64Array(1), new Float64Array(96))).toThrow(/Argument 9 should be a Float64Array/)
  })
})
