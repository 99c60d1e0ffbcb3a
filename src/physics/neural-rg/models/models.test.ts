import { describe, expect, it } from 'vitest'
import { stream } from '../../random/stream.ts'
import { complexQuartic } from './complex-phi4.ts'
import { haarGenerate, haarRenormalise } from './haar-transform.ts'
import { actionGradients, actions, type LatticeModel } from './lattice-model.ts'
import { makeModel, type ModelSpecification } from './make-model.ts'

function field(name: string, length: number, scale = 1): Float64Array {
  const values = new Float64Array(length)
  stream(3, name).fillNormal(values, scale)
  return values
}

/** A positive kernel 1 + BBᵀ. */
function kernel(sites: number): Float64Array {
  const b = field('kernel', sites * sites, 0.3)
  return Float64Array.from({ length: sites * sites }, (_, at) => {
    const [i, j] = [Math.floor(at / sites), at % sites]
    let sum = i === j ? 1 : 0
    for (let k = 0; k < sites; k++) sum += b[i * sites + k] * b[j * sites + k]
    return sum
  })
}

const specifications: ModelSpecification[] = [
  { id: 'cphi4', temperature: 0.5, rho: 4, lambda: 1 },
  { id: 'phi4', hopping: 0.2, lambda: 0.5 },
  { id: 'phi4', hopping: 0.2, lambda: 0.5, components: 3 },
  { id: 'isingHS', temperature: 2 },
  { id: 'xyHS', temperature: 1 },
  { id: 'xy', temperature: 0.7 },
  { id: 'free', hopping: 1, mass: 2.1 },
]
const models: [string, LatticeModel][] = [2, 4].flatMap((side) => [
  ...specifications.map((specification): [string, LatticeModel] => [`${specification.id} L=${side}`, makeModel(specification, side)]),
  [`haarGaussian L=${side}`, makeModel({ id: 'haarGaussian', kernel: kernel(side * side) }, side)],
])

describe.each(models)('%s', (_, model) => {
  it('has the gradient of its action', () => {
    const phi = field('phi', model.length, 1.3)
    const gradient = new Float64Array(model.length)
    expect(model.actionGradient(phi, gradient)).toBe(model.action(phi))
    const step = 1e-5
    gradient.forEach((value, i) => {
      const [up, down] = [1, -1].map((sign) => model.action(phi.map((x, j) => (j === i ? x + sign * step : x))))
      // Central differences: step² times the third derivative, plus rounding of S over the step.
      expect(Math.abs((up - down) / (2 * step) - value)).toBeLessThan(2e-7 * (1 + Math.abs(value)))
    })
  })

  it('does not change when the field is shifted around the torus, where it is translation invariant', () => {
    if (model.id === 'haarGaussian') return
    const { side, components } = model
    const phi = field('phi', model.length)
    const shifted = phi.map((_, at) => {
      const [site, c] = [Math.floor(at / components), at % components]
      return phi[(((Math.floor(site / side) + 1) % side) * side + ((site + 1) % side)) * components + c]
    })
    expect(model.action(shifted)).toBeCloseTo(model.action(phi), 10)
  })

  it('evaluates batches as it evaluates single configurations', () => {
    const batch = field('batch', 3 * model.length)
    const gradients = new Float64Array(batch.length)
    const values = actionGradients(model, batch, gradients)
    expect(actions(model, batch)).toEqual(values)
    const last = new Float64Array(model.length)
    expect(values[2]).toBe(model.actionGradient(batch.slice(2 * model.length), last))
    expect(gradients.slice(2 * model.length)).toEqual(last)
  })
})

describe('symmetries', () => {
  it.each(models.filter(([, model]) => ['cphi4', 'xyHS', 'free', 'haarGaussian'].includes(model.id)))('%s keeps its action when all phases turn', (_, model) => {
    const phi = field('phi', model.length)
    const turned = phi.map((value, i) => (i % 2 === 0 ? Math.cos(0.7) * value - Math.sin(0.7) * phi[i + 1] : Math.sin(0.7) * phi[i - 1] + Math.cos(0.7) * value))
    expect(model.action(turned)).toBeCloseTo(model.action(phi), 10)
  })

  it('NRG 31: t → -t at fixed μ is undone by a staggered sign flip', () => {
    const phi = field('phi', 32)
    const staggered = phi.map((value, i) => ((i >> 1) + (i >> 3)) % 2 === 0 ? value : -value)
    const couplings = { side: 4, mu: 0.3, lambda: 0.5 }
    expect(complexQuartic({ ...couplings, t: -0.4 }).action(staggered)).toBeCloseTo(complexQuartic({ ...couplings, t: 0.4 }).action(phi), 12)
  })
})

describe('action of complex φ⁴', () => {
  it('is the sum that defines it, written out', () => {
    const [temperature, rho, lambda, side] = [0.5, 4, 25, 4]
    const phi = field('phi', 2 * side * side)
    const t = 1 / (rho * temperature)
    const mu = -2 * lambda * rho + 2 * t
    let sum = 0
    for (let i = 0; i < side * side; i++) {
      const [row, column] = [Math.floor(i / side), i % side]
      for (const j of [row * side + ((column + 1) % side), ((row + 1) % side) * side + column]) sum -= t * (phi[2 * i] * phi[2 * j] + phi[2 * i + 1] * phi[2 * j + 1])
      const square = phi[2 * i] ** 2 + phi[2 * i + 1] ** 2
      sum += mu * square + lambda * square * square
    }
    expect(makeModel({ id: 'cphi4', temperature, rho, lambda }, side).action(phi)).toBeCloseTo(sum, 9)
  })
})

describe('Haar transform', () => {
  it('is orthogonal and undone by generation', () => {
    const phi = field('phi', 128)
    const zeta = Float64Array.from(phi)
    haarRenormalise(zeta, 8, 2)
    const norm = (values: Float64Array) => values.reduce((sum, value) => sum + value * value, 0)
    expect(norm(zeta)).toBeCloseTo(norm(phi), 11)
    haarGenerate(zeta, 8, 2)
    phi.forEach((value, i) => expect(zeta[i]).toBeCloseTo(value, 13))
  })

  it('NRG 13 (Haar part): a constant field of 2 on L = 8 goes to ζ₀ = 16 and zeros', () => {
    const field8 = new Float64Array(64).fill(2)
    haarRenormalise(field8, 8, 1)
    expect(field8[0]).toBeCloseTo(16, 12)
    for (let i = 1; i < 64; i++) expect(field8[i]).toBeCloseTo(0, 12)
  })
})
