import { describe, expect, it } from 'vitest'
import { stream } from '../../random/stream.ts'
import { couplingNetworkSizes } from './coupling-block.ts'
import { goldenBulkField } from './golden-map.ts'
import type { HolographicMap } from './holographic-map.ts'
import { causalWedge, lightCone } from './light-cone.ts'
import { makeHolographicMap } from './make-map.ts'
import type { MapOptions } from './map-options.ts'
import { logPrior } from './small-action.test-helper.ts'

interface Case { name: string; options: MapOptions; side: number; components: 1 | 2; amplitude?: number }
const cases: Case[] = [
  { name: 'U(1), asinh', options: { kind: 'u1', depth: 0, activation: 'asinh', repeats: 1 }, side: 4, components: 2 },
  { name: 'U(1), sinh', options: { kind: 'u1', depth: 0, activation: 'sinh', repeats: 1 }, side: 4, components: 2, amplitude: 0.3 },
  { name: 'U(1), linear', options: { kind: 'u1', depth: 0, activation: 'none', repeats: 1 }, side: 4, components: 2 },
  { name: 'U(1), two pairs a layer, truncated', options: { kind: 'u1', depth: 1, activation: 'asinh', repeats: 2 }, side: 4, components: 2 },
  { name: 'U(1)-equivariant coupling', options: { kind: 'coupling', depth: 0, couplings: 4, hidden: 5 }, side: 4, components: 2 },
  { name: 'RealNVP of a real field', options: { kind: 'realNvp', depth: 0, couplings: 3, hidden: 4, hiddenLayers: 2, repeats: 2 }, side: 4, components: 1 },
  { name: 'RealNVP of two components', options: { kind: 'realNvp', depth: 1, couplings: 4, hidden: 4, hiddenLayers: 1, repeats: 1 }, side: 4, components: 2 },
]
const batch = 2

/** Every parameter away from its special initial value. */
function generalParameters(map: HolographicMap): Float64Array {
  const noise = new Float64Array(map.parameterCount)
  stream(5, 'weights').fillNormal(noise, 0.2)
  return map.initialParameters().map((value, k) => value + noise[k])
}

/** A scalar of field and ln-dets with curvature in both. */
const weightOf = (k: number) => Math.sin(1 + 2.3 * k)
const scalar = (field: Float64Array, logDetJ: Float64Array) =>
  field.reduce((sum, x, k) => sum + weightOf(k) * x + 0.3 * x * x, 0) + logDetJ.reduce((sum, x, b) => sum + (b + 0.5) * x, 0)

describe.each(cases)('$name', ({ options, side, components, amplitude = 1 }) => {
  const map = makeHolographicMap(options, side, components, 3)
  const parameters = generalParameters(map)
  const count = components * side ** 2
  const single = goldenBulkField(map).map((x) => amplitude * x)
  const zeta = Float64Array.from({ length: batch * count }, (_, k) => single[k % count] * (k < count ? 1 : -0.7))
  const workspace = map.workspace(batch)
  const [field, logDetJ] = [new Float64Array(zeta.length), new Float64Array(batch)]
  const value = (at: Float64Array, withParameters: Float64Array) => {
    workspace.setParameters(withParameters)
    workspace.generate(at, field, logDetJ)
    return scalar(field, logDetJ)
  }
  const slope = (f: (x: Float64Array) => number, at: Float64Array, k: number) => {
    const step = 1e-5
    const [plus, minus] = [1, -1].map((sign) => f(at.map((x, i) => (i === k ? x + sign * step : x))))
    return (plus - minus) / (2 * step)
  }
  /** A central difference of step 1e-5 of numbers of order 10 is good to 1e-9; third derivatives of up to 10³ through four couplings add 1e-10 · 10³. */
  const tolerance = 1e-7
  const expectClose = (actual: number, expected: number) => expect(Math.abs(actual - expected)).toBeLessThan(tolerance * Math.max(1, Math.abs(expected)))

  it('pulls back to the derivatives by finite differences', () => {
    value(zeta, parameters)
    const [dZeta, dParameters] = [new Float64Array(zeta.length), new Float64Array(parameters.length)]
    workspace.pullBack(field.map((x, k) => weightOf(k) + 0.6 * x), Float64Array.of(0.5, 1.5), dZeta, dParameters)
    for (let k = 0; k < zeta.length; k += 3) expectClose(dZeta[k], slope((at) => value(at, parameters), zeta, k))
    const stride = Math.max(1, Math.floor(parameters.length / 60))
    for (let k = 0; k < parameters.length; k += stride) expectClose(dParameters[k], slope((at) => value(zeta, at), parameters, k))
  })

  it('forgets one gradient before the next, and gives the same with and without parameters', () => {
    value(zeta, parameters)
    const [one, two, three] = [0, 0, 0].map(() => new Float64Array(zeta.length))
    const [first, second] = [new Float64Array(parameters.length), new Float64Array(parameters.length)]
    workspace.pullBack(field, logDetJ, one, first)
    workspace.pullBack(field, logDetJ, two, null)
    workspace.pullBack(field, logDetJ, three, second)
    expect(two).toEqual(one)
    expect(three).toEqual(one)
    expect(second).toEqual(first)
  })

  it('carries the slope of ln q to the boundary', () => {
    value(zeta, parameters)
    const phi = field.slice()
    const slopes = new Float64Array(zeta.length)
    workspace.logDensitySlope(zeta.map((x) => -2 * x), slopes)
    const back = new Float64Array(zeta.length)
    const logDensity = (at: Float64Array) => {
      workspace.renormalize(at, back, logDetJ)
      return logPrior(back) + logDetJ[0] + logDetJ[1]
    }
    for (let k = 0; k < phi.length; k += 3) expectClose(slopes[k], slope(logDensity, phi, k))
  })

  it('undoes generation', () => {
    value(zeta, parameters)
    const [back, logDetBack] = [new Float64Array(zeta.length), new Float64Array(batch)]
    workspace.renormalize(field, back, logDetBack)
    // Up to 16 blocks in a row, each of which amplifies rounding by a few.
    back.forEach((x, k) => expect(Math.abs(x - zeta[k])).toBeLessThan(1e-11))
    logDetBack.forEach((x, b) => expect(Math.abs(x + logDetJ[b])).toBeLessThan(1e-11))
  })

  it('reaches exactly the light cone, and depends on exactly the causal wedge', () => {
    value(zeta, parameters)
    const plain = field.slice(0, count)
    for (const site of [1, side * 2 + 2]) {
      value(zeta.map((x, k) => (Math.floor(k / components) === site ? x + 0.1 : x)), parameters)
      const changed = map.layout.variables.map((variable) => variable.site).filter((j) => field[components * j] !== plain[components * j])
      expect(lightCone(map, site)).toEqual(changed)
      for (const j of [0, 5]) expect(causalWedge(map, [j]).includes(site)).toBe(changed.includes(j))
    }
  })
})

describe('U(1)-equivariant coupling', () => {
  const options: MapOptions = { kind: 'coupling', depth: 0, couplings: 6, hidden: 5 }
  const map = makeHolographicMap(options, 4, 2, 7)

  it('starts as the ideal map of U(1) blocks', () => {
    const plain = makeHolographicMap({ kind: 'u1', depth: 0, activation: 'asinh', repeats: 1 }, 4, 2)
    const zeta = goldenBulkField(map)
    const [ours, theirs] = [map, plain].map((each) => {
      const workspace = each.workspace(1)
      workspace.setParameters(each.initialParameters())
      const [field, logDetJ] = [new Float64Array(32), new Float64Array(1)]
      workspace.generate(zeta, field, logDetJ)
      return [...field, ...logDetJ]
    })
    expect(ours).toEqual(theirs)
  })

  it('NRG 11: commutes with global rotations', () => {
    const workspace = map.workspace(1)
    workspace.setParameters(generalParameters(map))
    const zeta = goldenBulkField(map)
    const rotate = (field: Float64Array) => field.map((x, k) => (k % 2 === 0 ? Math.cos(0.8) * x - Math.sin(0.8) * field[k + 1] : Math.cos(0.8) * x + Math.sin(0.8) * field[k - 1]))
    const [plain, rotated] = [zeta, rotate(zeta)].map((from) => {
      const [field, logDetJ] = [new Float64Array(32), new Float64Array(1)]
      workspace.generate(from, field, logDetJ)
      return { field, logDetJ: logDetJ[0] }
    })
    rotate(plain.field).forEach((x, k) => expect(Math.abs(x - rotated.field[k])).toBeLessThan(1e-12))
    expect(Math.abs(plain.logDetJ - rotated.logDetJ)).toBeLessThan(1e-12)
  })

  it('NRG 12: has the U(1) block’s parameters and those of its networks', () => {
    const network = couplingNetworkSizes(5).slice(1).reduce((sum, outputs, layer) => sum + (couplingNetworkSizes(5)[layer] + 1) * outputs, 0)
    expect(map.parameterCount).toBe(2 * 2 * (12 + 6 * network))
  })
})

describe('RealNVP', () => {
  it('NRG 12: has the published parameter counts', () => {
    const count = (side: number, hidden: number, hiddenLayers: number, couplings: number, repeats: number) =>
      makeHolographicMap({ kind: 'realNvp', depth: 0, couplings, hidden, hiddenLayers, repeats }, side, 1).parameterCount
    expect(count(4, 32, 2, 4, 2)).toBe(86_400)
    expect([16, 32].map((side) => count(side, 10, 3, 10, 1))).toEqual([50_560, 63_200])
  })

  it('starts with ln|det| = 0 and yet is not the identity', () => {
    const map = makeHolographicMap({ kind: 'realNvp', depth: 0, couplings: 4, hidden: 8, hiddenLayers: 2, repeats: 1 }, 8, 1, 1)
    const workspace = map.workspace(1)
    workspace.setParameters(map.initialParameters())
    const [zeta, field, logDetJ] = [goldenBulkField(map), new Float64Array(64), new Float64Array(1)]
    workspace.generate(zeta, field, logDetJ)
    expect(logDetJ[0]).toBe(0)
    expect(field).not.toEqual(zeta)
  })

  it('draws masks and weights from the seed', () => {
    const options: MapOptions = { kind: 'realNvp', depth: 0, couplings: 2, hidden: 4, hiddenLayers: 1, repeats: 1 }
    const generated = [1, 1, 2].map((seed) => {
      const map = makeHolographicMap(options, 4, 1, seed)
      const workspace = map.workspace(1)
      workspace.setParameters(map.initialParameters())
      const [field, logDetJ] = [new Float64Array(16), new Float64Array(1)]
      workspace.generate(goldenBulkField(map), field, logDetJ)
      return [...field]
    })
    expect(generated[1]).toEqual(generated[0])
    expect(generated[2]).not.toEqual(generated[0])
  })
})
