import { describe, expect, it } from 'vitest'
import { makeHolographicMap } from '../../../physics/neural-rg/map/make-map.ts'
import { makeModel } from '../../../physics/neural-rg/models/make-model.ts'
import { stream } from '../../../physics/random/stream.ts'
import { evaluateMap } from './evaluate-map.ts'
import { generateFields, renormaliseFields, type TrainedMap } from './generate-fields.ts'

const map = makeHolographicMap({ kind: 'realNvp', depth: 0, couplings: 2, hidden: 4, hiddenLayers: 1, repeats: 1 }, 4, 1, 5)
// Far from odd: the map prefers one sign.
const parameters = map.initialParameters().map((value, i) => value + 0.3 * Math.sin(i))
const mixture: TrainedMap = { map, parameters, kernel: null, mixture: true }
const negated = (values: Float64Array) => values.map((value) => -value)

describe('the mixture of both signs', () => {
  it('has the same density at φ and -φ, that of its own samples among them', async () => {
    const fields = await generateFields(mixture, 40, stream(1, 'sample'))
    const [there, turned] = [await renormaliseFields(mixture, fields.phi), await renormaliseFields(mixture, negated(fields.phi))]
    for (let b = 0; b < 40; b++) {
      expect(there.logDensity[b]).toBeCloseTo(fields.logDensity[b], 9)
      expect(turned.logDensity[b]).toBeCloseTo(there.logDensity[b], 9)
    }
    // What is stored as the bulk of a field is what the field renormalises to.
    there.zeta.forEach((value, i) => expect(value).toBeCloseTo(fields.zeta[i], 9))
  })

  it('is half of each sign: at most ln 2 below the density of one', async () => {
    const phi = (await generateFields({ ...mixture, mixture: false }, 40, stream(1, 'sample'))).phi
    const [one, other, both] = [await renormaliseFields({ ...mixture, mixture: false }, phi), await renormaliseFields({ ...mixture, mixture: false }, negated(phi)), await renormaliseFields(mixture, phi)]
    both.logDensity.forEach((value, b) => expect(Math.exp(value)).toBeCloseTo((Math.exp(one.logDensity[b]) + Math.exp(other.logDensity[b])) / 2, 12))
  })

  it('draws both signs', async () => {
    const one = (await generateFields({ ...mixture, mixture: false }, 200, stream(1, 'sample'))).phi
    const both = (await generateFields(mixture, 200, stream(1, 'sample'))).phi
    const flipped = Array.from({ length: 200 }, (_, b) => Math.abs(both[16 * b] + one[16 * b]) < 1e-12).filter(Boolean).length
    // Binomial with σ = 7.
    expect(flipped).toBeGreaterThan(65)
    expect(flipped).toBeLessThan(135)
  })
})

describe('what is said of a map', () => {
  const gaussian = makeModel({ id: 'free', hopping: 1, mass: 2.1 }, 2)
  const linear = makeHolographicMap({ kind: 'u1', depth: 0, activation: 'none', repeats: 1 }, 2, 2)
  const evaluated = (values: Float64Array) => evaluateMap({ map: linear, parameters: values, kernel: null }, { temperature: Number.NaN, model: gaussian, logZ: { logZ: 3.9866429732, error: 0, method: '' }, well: 0, phi: null }, { samples: 4000, seed: 1 })

  it('weights bring observables of the theory where enough fields count', async () => {
    const values = linear.initialParameters()
    // A tenth beside the exact scalings -½ ln κ, κ = 2.1, 2.1, 4.1, and 0.1 for the zero mode.
    for (const { role, offset, block } of linear.parameters) if (role === 'scaling' && block === 'decimator') [0.1, 2.1, 2.1, 4.1].forEach((kappa, c) => (values[offset + c] = -0.5 * Math.log(kappa) + 0.1))
    const { metrics, remarks } = await evaluated(values)
    expect(remarks).toEqual([])
    // ⟨|m|²⟩ = G(0) averaged over k = 0: 1/(N (μ - 2t)) = 2.5, c₁ = G(1, 0).
    const within = (value: number, error: number, exact: number) => expect(Math.abs(value - exact)).toBeLessThan(4 * error)
    within(metrics.reweightedOrderParameterSquared!, metrics.reweightedOrderParameterSquaredError!, 2.5)
    within(metrics.reweightedNeighbourCorrelation!, metrics.reweightedNeighbourCorrelationError!, 2.4390243902)
    expect(metrics.freeEnergyGap).toBeGreaterThan(0)
    expect(metrics.freeEnergyGapError).toBeCloseTo(metrics.freeEnergyError!, 12)
  })

  it('and that they mean nothing where too few do', async () => {
    const { metrics, remarks } = await evaluated(linear.initialParameters().map((value) => value + 3))
    expect(remarks).toEqual([expect.stringContaining('Reweighting is meaningless')])
    expect(metrics).not.toHaveProperty('reweightedOrderParameter')
  })
})
