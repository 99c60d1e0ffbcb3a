import { describe, expect, it } from 'vitest'
import { stream } from '../../random/stream.ts'
import type { BlockMap } from './make-map.ts'
import { makeHolographicMap } from './make-map.ts'
import type { MapOptions } from './map-options.ts'
import { mapStartingAt, transferLayers } from './transfer-layers.ts'

const u1: MapOptions = { kind: 'u1', depth: 0, activation: 'asinh', repeats: 2 }
const coupling: MapOptions = { kind: 'coupling', depth: 0, couplings: 2, hidden: 3 }
const nvp: MapOptions = { kind: 'realNvp', depth: 0, couplings: 3, hidden: 3, hiddenLayers: 1, repeats: 1 }

/** A map whose layers all differ, and are as far from their start as training takes them. */
function trained(options: MapOptions, side: number, seed = 1): { map: BlockMap; parameters: Float64Array } {
  const map = makeHolographicMap(options, side, options.kind === 'realNvp' ? 1 : 2, seed)
  return { map, parameters: map.initialParameters().map((value, k) => value + 0.05 * Math.sin(k + 1)) }
}
function renormalise(map: BlockMap, parameters: Float64Array, phi: Float64Array): Float64Array {
  const workspace = map.workspace(1)
  workspace.setParameters(parameters)
  const zeta = new Float64Array(phi.length)
  workspace.renormalize(phi, zeta, new Float64Array(1))
  return zeta
}
/** Small: the RG direction of an untrained map takes r to 2 sinh sinh r, layer by layer. */
function field(side: number, components: number): Float64Array {
  const values = new Float64Array(side * side * components)
  stream(7, 'field').fillNormal(values, 0.1)
  return values
}
const largestDifference = (a: Float64Array, b: Float64Array) => a.reduce((largest, value, i) => Math.max(largest, Math.abs(value - b[i])), 0)

describe('layers of another map', () => {
  it.each([['U(1)', u1], ['coupling', coupling], ['RealNVP', nvp]] as const)('of the same size are the same map: %s', (_, options) => {
    const from = trained(options, 8)
    for (const matched of ['ultraviolet', 'infrared'] as const) {
      expect(transferLayers(from, makeHolographicMap(options, 8, from.map.components, 1), { matched, others: 'fresh' })).toEqual(from.parameters)
    }
  })

  it.each([['U(1)', u1], ['coupling', coupling]] as const)('matched at the UV treat a field that repeats as its small torus: %s', (_, options) => {
    const from = trained(options, 4)
    const to = makeHolographicMap(options, 8, 2, 1)
    const parameters = transferLayers(from, to, { matched: 'ultraviolet', others: 'fresh' })
    const small = field(4, 2)
    const large = new Float64Array(128).map((_, i) => small[2 * (4 * ((i >> 4) % 4) + ((i >> 1) % 4)) + (i % 2)])
    const [below, above] = [renormalise(from.map, from.parameters, small), renormalise(to, parameters, large)]
    // Every bulk variable but what the small torus ends with, which the large one hands on to its new layer.
    for (const { site, layer, c } of to.layout.variables) {
      if (layer === 2) continue
      expect(c).toBeGreaterThan(0)
      const [row, column] = [Math.floor(site / 8) % 4, (site % 8) % 4]
      for (const k of [0, 1]) expect(Math.abs(above[2 * site + k] - below[2 * (4 * row + column) + k])).toBeLessThan(1e-12)
    }
  })

  it('matched at the IR treat what the new layer keeps as the small lattice', () => {
    const from = trained(coupling, 4)
    const to = makeHolographicMap(coupling, 8, 2, 1)
    const parameters = transferLayers(from, to, { matched: 'infrared', others: 'fresh' })
    const one = makeHolographicMap({ ...coupling, depth: 1 }, 8, 2, 1)
    const phi = field(8, 2)
    const once = renormalise(one, parameters.slice(0, one.parameterCount), phi)
    const evenSites = (values: Float64Array) => new Float64Array(32).map((_, i) => values[2 * (16 * (i >> 3) + 2 * ((i >> 1) % 4)) + (i % 2)])
    expect(largestDifference(evenSites(renormalise(to, parameters, phi)), renormalise(from.map, from.parameters, evenSites(once)))).toBeLessThan(1e-12)
  })

  it('new ones copy the nearest or begin afresh; a smaller lattice takes those that it has', () => {
    const from = trained(u1, 4)
    const to = makeHolographicMap(u1, 16, 2, 1)
    const size = to.parameterCount / 4
    const layers = (parameters: Float64Array) => Array.from({ length: parameters.length / size }, (_, layer) => Array.from(parameters.subarray(layer * size, (layer + 1) * size)))
    const [first, second] = layers(from.parameters)
    const fresh = layers(to.initialParameters())
    expect(layers(transferLayers(from, to, { matched: 'ultraviolet', others: 'neighbour' }))).toEqual([first, second, second, second])
    expect(layers(transferLayers(from, to, { matched: 'infrared', others: 'neighbour' }))).toEqual([first, first, first, second])
    expect(layers(transferLayers(from, to, { matched: 'infrared', others: 'fresh' }))).toEqual([fresh[0], fresh[1], first, second])
    const two = makeHolographicMap(u1, 2, 2, 1)
    expect(layers(transferLayers(from, two, { matched: 'ultraviolet', others: 'fresh' }))).toEqual([first])
    expect(layers(transferLayers(from, two, { matched: 'infrared', others: 'fresh' }))).toEqual([second])
  })

  it('of RealNVP blocks fit where their masks agree: not those of another seed', () => {
    const from = trained(nvp, 4)
    const to = makeHolographicMap(nvp, 8, 1, 1)
    const kept = transferLayers(from, to, { matched: 'ultraviolet', others: 'fresh' })
    expect(kept.subarray(0, from.parameters.length)).toEqual(from.parameters)
    expect(() => transferLayers(trained(nvp, 4, 99), to, { matched: 'ultraviolet', others: 'fresh' })).toThrow(expect.objectContaining({ code: 'NoLayerFits' }))
  })

  it('of a U(1) map make a coupling map that is the same function, on any lattice', () => {
    const options: MapOptions = { kind: 'u1', depth: 0, activation: 'asinh', repeats: 1 }
    const from = trained(options, 4)
    const [same, large] = [makeHolographicMap(coupling, 4, 2, 1), makeHolographicMap(coupling, 8, 2, 1)]
    const phi = field(4, 2)
    expect(renormalise(same, transferLayers(from, same, { matched: 'ultraviolet', others: 'fresh' }), phi)).toEqual(renormalise(from.map, from.parameters, phi))
    const [wide, wider] = [makeHolographicMap(options, 8, 2, 1), field(8, 2)]
    const choices = { matched: 'infrared', others: 'neighbour' } as const
    expect(renormalise(large, transferLayers(from, large, choices), wider)).toEqual(renormalise(wide, transferLayers(from, wide, choices), wider))
  })

  it('are refused from blocks of another kind or size', () => {
    const to = makeHolographicMap(coupling, 8, 2, 1)
    for (const other of [u1, { ...coupling, hidden: 4 }]) {
      expect(() => transferLayers(trained(other, 4), to, { matched: 'ultraviolet', others: 'fresh' })).toThrow(expect.objectContaining({ code: 'BlocksDiffer' }))
    }
  })

  it('leave the map as it was but for the start', () => {
    const { map, parameters } = trained(u1, 4)
    const started = mapStartingAt(map, parameters)
    expect(started.initialParameters()).toEqual(parameters)
    expect(map.initialParameters()).not.toEqual(parameters)
    expect(renormalise(started, parameters, field(4, 2))).toEqual(renormalise(map, parameters, field(4, 2)))
  })
})
