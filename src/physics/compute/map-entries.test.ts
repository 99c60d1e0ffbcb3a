import { describe, expect, it } from 'vitest'
import { expectPrinted, expectWithin } from '../testing/expect-printed.test-helper.ts'
import { findComputation } from './catalogue.ts'

const compute = <Result>(name: string, input: unknown) => findComputation(name)!.compute(input) as Result
interface MapResult { field: number[]; logDeterminant: number; logDensity: number; action: number; lossTerm: number }

describe('maps in the catalogue', () => {
  it('give the golden numbers of a block (NRG 2) and take them back', () => {
    const parameters = { scaling: [0.1, -0.2, 0.3, 0.05], anglesA: [0.1, 0.2, 0.3, 0.4], anglesB: [0.5, 0.6, 0.7, 0.8] }
    const values = [[1, 0.5], [-0.3, 0.2], [0.7, -1.1], [0.25, 0.4]]
    const there = compute<{ values: number[][]; logDeterminant: number }>('u1-block', { ...parameters, values })
    expectPrinted(there.values[0][0], '0.7433003666')
    expectPrinted(there.logDeterminant, '-1.647886604421')
    const back = compute<{ values: number[][]; logDeterminant: number }>('u1-block', { ...parameters, values: there.values, direction: 'renormalize' })
    back.values.flat().forEach((x, k) => expectWithin(x, values.flat()[k], 1e-14))
  })

  it('give the golden map with its action and loss term (NRG 5), and the density of the way back', () => {
    const input = { side: 2, parameters: 'golden', theory: { kind: 'cphi4' } }
    const there = compute<MapResult>('holographic-map', input)
    expectPrinted(there.field[0], '0.9201242965')
    expectPrinted(there.logDeterminant, '-2.3364694012')
    expectWithin(there.action, -360.06459121, 1e-8)
    expectWithin(there.lossTerm, -367.41854500, 1e-8)
    const back = compute<MapResult>('holographic-map', { ...input, direction: 'renormalize', field: there.field })
    expectWithin(back.logDensity, there.logDensity, 1e-12)
    expectWithin(back.lossTerm, there.lossTerm, 1e-10)
  })

  it('take parameters as they list them', () => {
    const { count, initial, parameters } = compute<{ count: number; initial: number[]; parameters: { name: string; offset: number }[] }>('map-parameters', { side: 8 })
    expect(count).toBe(72)
    expect(parameters[3]).toMatchObject({ name: 'layer.0.decimator.scaling', offset: 12 })
    const [listed, ideal] = [initial, 'ideal'].map((given) => compute<MapResult>('holographic-map', { side: 8, parameters: given }).field)
    expect(listed).toEqual(ideal)
    expect(() => compute('holographic-map', { side: 8, parameters: [1, 2] })).toThrow(/2 numbers; this map has 72/)
    expect(() => compute('holographic-map', { side: 4, map: { kind: 'realNvp' }, theory: { kind: 'cphi4' } })).toThrow(/2 component/)
    expect(compute<MapResult>('holographic-map', { side: 4, map: { kind: 'realNvp', hidden: 3 }, theory: { kind: 'phi4' } }).logDeterminant).toBe(0)
  })

  it('tell light cones (NRG 32) and wedges', () => {
    const cone = compute<{ count: number; counts: number[]; sites: number[] }>('light-cone', { side: 32 })
    expect(cone.count).toBe(16)
    expect(cone.counts).toEqual([16, 100, 484, 1024, 1024])
    const { wedge, site } = compute<{ wedge: number[]; site: number }>('light-cone', { side: 32, region: [cone.sites[0]] })
    expect(wedge).toContain(site)
    expect(() => compute('light-cone', { side: 8, variable: [0, 0, 0, 0] })).toThrow(/no bulk variable/)
  })
})
