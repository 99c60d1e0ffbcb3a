import { describe, expect, it } from 'vitest'
import { complexPhi4TwoByTwo } from '../exact/complex-phi4-two-by-two.ts'
import { freeFieldCorrelation } from '../exact/free-field.ts'
import { isingFieldCorrelation } from '../exact/auxiliary-field.ts'
import { isingCorrelations } from '../exact/ising-correlations.ts'
import { criticalTemperature } from '../exact/kaufman.ts'
import { realPhi4TwoByTwo } from '../exact/real-phi4-two-by-two.ts'
import { xyTwoByTwo } from '../exact/xy-two-by-two.ts'
import { complexPhi4, complexPhi4Couplings } from '../models/complex-phi4.ts'
import { haarRenormalise } from '../models/haar-transform.ts'
import { makeModel, type ModelSpecification } from '../models/make-model.ts'
import { realPhi4 } from '../models/real-phi4.ts'
import { blockedMean } from '../observables/jackknife.ts'
import { drawFields, type FieldSampler, finish } from './field-sampler.ts'
import { quarticSampler } from './quartic-sampler.ts'
import { referenceSampler } from './reference-sampler.ts'
import { isingSpins, xySpins } from './spin-sampler.ts'
import { thermodynamicIntegration } from './thermodynamic-integration.ts'

/** Statistical tests with fixed seeds: 4 standard deviations. */
const sigmas = 4

/** Mean of an observable along a chain, against its exact value. */
function expectMean(sampler: FieldSampler, steps: number, observables: Record<string, [(field: Float64Array) => number, number]>): void {
  const names = Object.keys(observables)
  const series = names.map(() => new Float64Array(steps))
  for (let i = 0; i < 100; i++) sampler.step()
  for (let i = 0; i < steps; i++) {
    sampler.step()
    names.forEach((name, at) => { series[at][i] = observables[name][0](sampler.field) })
  }
  names.forEach((name, at) => {
    const { value, error } = blockedMean(series[at])
    expect(error, name).toBeLessThan(0.05 * Math.max(Math.abs(observables[name][1]), 0.1))
    expect(Math.abs(value - observables[name][1]) / error, `${name}: ${value} ± ${error}`).toBeLessThan(sigmas)
  })
}

const product = (field: Float64Array, i: number, j: number, components = 2) => {
  let sum = 0
  for (let c = 0; c < components; c++) sum += field[components * i + c] * field[components * j + c]
  return sum
}
const meanSquare = (field: Float64Array) => (field.reduce((sum, value) => sum + value, 0) / field.length) ** 2

describe('cluster and Metropolis updates meet the exact tables', () => {
  it.each([[25, 0.5], [1, 1]])('complex φ⁴, λ = %f, T = %f on 2 × 2 sites', (lambda, temperature) => {
    const exact = complexPhi4TwoByTwo({ lambda, ...complexPhi4Couplings({ temperature, rho: 4, lambda }) })
    const sampler = quarticSampler(complexPhi4({ side: 2, temperature, rho: 4, lambda }), { seed: 1 })
    expectMean(sampler, 12_000, {
      square: [(field) => product(field, 0, 0), exact.square],
      nearest: [(field) => product(field, 0, 1), exact.nearest],
      diagonal: [(field) => product(field, 0, 3), exact.diagonal],
    })
    expect(sampler.acceptance).toBeGreaterThan(0.3)
    expect(sampler.acceptance).toBeLessThan(0.8)
  })

  it('each update alone is right, too: Metropolis without clusters on the soft model', () => {
    const exact = complexPhi4TwoByTwo({ lambda: 1, ...complexPhi4Couplings({ temperature: 1, rho: 4, lambda: 1 }) })
    const sampler = quarticSampler(complexPhi4({ side: 2, temperature: 1, rho: 4, lambda: 1 }), { seed: 4, clusters: 0, sweeps: 5 })
    expectMean(sampler, 20_000, { nearest: [(field) => product(field, 0, 1), exact.nearest] })
  })

  it('real φ⁴ on 2 × 2 sites', () => {
    const exact = realPhi4TwoByTwo({ hopping: 0.2, lambda: 0.5 })
    expectMean(quarticSampler(realPhi4({ side: 2, hopping: 0.2, lambda: 0.5 }), { seed: 2 }), 12_000, {
      square: [(field) => product(field, 0, 0, 1), exact.square],
      nearest: [(field) => product(field, 0, 1, 1), exact.nearest],
      diagonal: [(field) => product(field, 0, 3, 1), exact.diagonal],
    })
  })

  it.each([0.5, 1])('XY spins on 2 × 2 sites at T = %f', (temperature) => {
    const exact = xyTwoByTwo(temperature)
    expectMean(xySpins({ side: 2, temperature, seed: 3 }), 10_000, {
      nearest: [(field) => product(field, 0, 1), exact.nearest],
      diagonal: [(field) => product(field, 0, 3), exact.diagonal],
    })
  })

  it.each([[2, 1.5], [4, criticalTemperature], [8, 3]])('Ising spins on L = %i at T = %f: <m²>', (side, temperature) => {
    expectMean(isingSpins({ side, temperature, seed: 5 }), 8000, { m2: [meanSquare, isingCorrelations(side, temperature).magnetisationSquared] })
  })
})

describe('fields of the other models', () => {
  it('Ising auxiliary field has its exact second moments, from the conditional draw', () => {
    const exact = isingFieldCorrelation(4, criticalTemperature)
    expectMean(referenceSampler(makeModel({ id: 'isingHS', temperature: criticalTemperature }, 4), 6), 6000, {
      x0x0: [(field) => product(field, 0, 0, 1), exact[0]],
      x0x1: [(field) => product(field, 0, 1, 1), exact[1]],
      // Spins are tanh x on average: <τ_0 τ_1> = <s_0 s_1>.
      tau: [(field) => Math.tanh(field[0]) * Math.tanh(field[1]), isingCorrelations(4, criticalTemperature).correlation[1]],
    })
  })

  it('free field: independent draws have the exact correlator', () => {
    const exact = freeFieldCorrelation({ side: 4, hopping: 1, mass: 2.1 })
    expectMean(referenceSampler(makeModel({ id: 'free', hopping: 1, mass: 2.1 }, 4), 7), 20_000, {
      zero: [(field) => product(field, 0, 0), exact[0]],
      nearest: [(field) => product(field, 5, 6), exact[1]],
      down: [(field) => product(field, 2, 10), exact[8]],
    })
  })

  it('Gaussian target: Wφ has covariance K*⁻¹', () => {
    const kernel = Float64Array.of(3, 1, 0, 0, 1, 2, 0, 0, 0, 0, 1, 0, 0, 0, 0, 4)
    const zeta = (field: Float64Array) => {
      const copy = field.slice()
      haarRenormalise(copy, 2, 2)
      return copy
    }
    expectMean(referenceSampler(makeModel({ id: 'haarGaussian', kernel }, 2), 8), 20_000, {
      zero: [(field) => product(zeta(field), 0, 0), 2 / 5],
      pair: [(field) => product(zeta(field), 0, 1), -1 / 5],
      last: [(field) => product(zeta(field), 3, 3), 1 / 4],
    })
  })
})

describe('every sampler', () => {
  const specifications: ModelSpecification[] = [
    { id: 'cphi4', temperature: 0.5, rho: 4, lambda: 25 }, { id: 'phi4', hopping: 0.2, lambda: 0.5 }, { id: 'isingHS', temperature: 2 },
    { id: 'xyHS', temperature: 1 }, { id: 'xy', temperature: 1 }, { id: 'free', hopping: 1, mass: 2.1 },
  ]
  it.each(specifications)('of $id goes on bit for bit after being restored', (specification) => {
    const model = makeModel(specification, 4)
    const whole = referenceSampler(model, 9)
    for (let i = 0; i < 7; i++) whole.step()
    const half = whole.save()
    for (let i = 0; i < 5; i++) whole.step()
    const resumed = referenceSampler(model, 9)
    resumed.restore(half)
    for (let i = 0; i < 5; i++) resumed.step()
    expect(resumed.field).toEqual(whole.field)
    expect(resumed.steps).toBe(12)
  })

  it('keeps copies when fields are drawn, tells its progress, and can be left at any turn', () => {
    const model = makeModel({ id: 'cphi4', temperature: 0.5, rho: 4, lambda: 25 }, 4)
    const fields = finish(drawFields(referenceSampler(model, 1), { count: 3, warmUp: 4, spacing: 2 }))
    expect(fields.length).toBe(3 * model.length)
    expect(fields.slice(0, model.length)).not.toEqual(fields.slice(model.length, 2 * model.length))
    const shares = [...drawFields(referenceSampler(model, 1), { count: 3, warmUp: 4, spacing: 2 })]
    expect(shares).toHaveLength(10)
    expect(shares.at(-1)).toBe(1)
  })
})

describe('thermodynamic integration', () => {
  it('gives ln Z on 2 × 2 sites of the soft model', () => {
    const parameters = { temperature: 1, rho: 4, lambda: 1 }
    const exact = complexPhi4TwoByTwo({ lambda: 1, ...complexPhi4Couplings(parameters) }).logZ
    const { value, error } = finish(thermodynamicIntegration({ side: 2, ...parameters, seed: 10, measurements: 2000 }))
    expect(error).toBeLessThan(0.05)
    expect(Math.abs(value - exact)).toBeLessThan(sigmas * error)
  })
})
