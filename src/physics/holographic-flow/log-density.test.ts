import * as tf from '@tensorflow/tfjs'
import type { Tensor, Tensor2D } from '@tensorflow/tfjs-core'
import { beforeAll, describe, expect, it } from 'vitest'
import { holographicFlowConfigSchema } from '../../shared/studies/holographic-flow/config.ts'
import { initialValues } from '../networks/initial-values.ts'
import type { Network } from '../networks/network.ts'
import { stream } from '../random/stream.ts'
import { expectRelative, expectWithin } from '../testing/expect-printed.test-helper.ts'
import { carryBack } from './carry-back.ts'
import { encodedStates } from './encoded-states.ts'
import { flowModel, type FlowModel, stateSize } from './flow-model.ts'
import { flowNetwork } from './flow-network.ts'
import { flowTime } from './flow-time.ts'
import { integrate } from './integrators.ts'
import { freeKleinGordonLogDensity, linearFlowLogDensity } from './linear-flow-density.ts'
import { backboneDivergence, baseLogDensities, logDensities } from './log-density.ts'
import { makeGeometry } from './make-geometry.ts'
import { pointDensityBounds } from './point-density-bound.ts'
import { toVevVariables } from './vev-rescaling.ts'
import { quadraticForms, signProbes, unitProbes } from './trace-probes.ts'
import { transferMatrix } from './transfer-matrix.ts'
import { learnedVelocity, velocityField } from './velocity-field.ts'

beforeAll(async () => {
  await tf.setBackend('cpu')
})

const configOf = (overrides: object = {}) => holographicFlowConfigSchema.parse({ study: 'holographic-flow', ...overrides })
const fcn = { model: { variant: 'fcn', preconditioning: 'none' }, network: { kind: 'fcn', width: 16, hiddenLayers: 2 } }
const unet = (variant: string, rest: object = {}) =>
  ({ model: { variant, preconditioning: 'none' }, encoding: { modes: 4 }, network: { kind: 'unet', width: 8, depth: 1 }, ...rest })
const draw = (seed: number, size: number, scale = 1) => {
  const values = new Float32Array(size)
  stream(seed, 'sample').fillNormal(values, scale)
  return values
}
const options = (rest: object = {}) =>
  ({ solver: 'rk4' as const, solverSteps: 20, probes: 8, random: stream(1, 'probe'), chunk: 16, ...rest })
const weightsOf = (network: Network, seed = 1) => initialValues(network.parameters, seed).map((values, i) => tf.tensor(values, [...network.parameters[i].shape]))
/** A network without weights that does this to its input. */
const networkOf = (apply: (input: Tensor) => Tensor): Network => ({ parameters: [], apply: (_, input) => apply(input) })

describe('linear flows', () => {
  it('12.49 x\' = A x from N(0, 1): the closed form -3.83370918503', async () => {
    const matrix = [[0.3, 0.2], [-0.1, -0.8]]
    const velocity = (state: Tensor) => tf.matMul(state as Tensor2D, tf.tensor2d(matrix), false, true)
    const { initial, traces } = await carryBack({ velocity, learned: velocity }, tf.tensor2d([[0.5, -1]]), unitProbes([2]), { solver: 'rk4', solverSteps: 20 })
    const [x, y] = await initial.data<'float32'>()
    const logDensity = -(x * x + y * y) / 2 - Math.log(2 * Math.PI) - traces[0] - traces[1]
    expect(traces[0]).toBeCloseTo(0.3, 6)
    // Float32 states over 20 steps.
    expectWithin(logDensity, -3.83370918503, 2e-6)
  })

  it('a linear network in place of the FCN: the closed form for its 4 × 4 matrix, base variances 1 and 0.55', async () => {
    const matrix = [[0.2, 0.5, -0.3, 0], [-0.4, 0.1, 0.2, 0.6], [0.3, 0, -0.5, 0.1], [0, -0.2, 0.4, 0.3]]
    const model = flowModel(configOf(fcn))
    const linear = networkOf((input) => tf.matMul(input as Tensor2D, tf.tensor2d(matrix), false, true))
    const states = draw(2, 12)
    const { logDensity, traceError } = await logDensities(model, linear, [], states, options())
    logDensity.forEach((value, i) => {
      expectWithin(value, linearFlowLogDensity(matrix, 1, [1, 1, 0.55, 0.55], [...states.subarray(4 * i, 4 * i + 4)]), 1e-5)
    })
    expect([...traceError]).toEqual([0, 0, 0])
  })

  it.each(['ads', 'ads-kg-linear', 'ads-kg-hermite'])('a network c · input, preconditioned, for %s: each mode has its own known rate', async (variant) => {
    // N = (target deviation) c (state/deviation), so that ∇·N is the sum of c · (ratio of deviations) over what N moves.
    const model = flowModel(configOf(unet(variant, { model: { variant, preconditioning: 'analytic' } })))
    const { planes, outputPlanes, groupOf } = model
    const c = 0.3
    const network = networkOf((input) => tf.mul(c, tf.slice(input, [0, 0, 0, 2 * planes - outputPlanes], [-1, -1, -1, outputPlanes])))
    const t = 0.4
    const { seen: [field, momentum], phi, pi } = flowTime(model, t)
    const perPair = (group: number) => c * (pi.scale[group] * momentum.onMomentum[group] + (outputPlanes === planes ? 0 : phi.scale[group] * field.onField[group]))
    const exact = groupOf.reduce((sum, group) => sum + planes * perPair(group), 0)
    const state = tf.tensor(draw(3, 2 * 128), [2, 4, 4, 8])
    const learned = learnedVelocity(model, network, [], { inputGradient: true })
    // A diagonal Jacobian leaves nothing for the signs to scatter: each single probe has the trace.
    const forms = tf.tidy(() => quadraticForms(learned, state, t, signProbes([4, 4, outputPlanes], 2, 3, stream(1, 'probe')))).dataSync()
    forms.forEach((value) => expectRelative(value, exact, 1e-5))
  })
})

describe('free Klein-Gordon flow', () => {
  const hermite = (rest: object) => unet('ads-kg-hermite', rest)
  it.each([
    ['AdS', {}], ['AdS, Δ = 2.3', { geometry: { kind: 'ads', conformalDimension: 2.3 } }],
    ['HSV', { geometry: { kind: 'hsv', hsvP: 0.4 } }],
    ['own warp factor', { geometry: { kind: 'custom', conformalDimension: 1.7, controlPoints: [0, 0.35, 0.6, 1].map((r, i) => ({ r, logWarp: [0, 0.5, 0.55, 1.2][i] })) } }],
    ['VEV variables', { encoding: { modes: 4, fieldRescaling: 'vev' } }],
  ])('has the exact Gaussian density, %s', async (_, rest) => {
    const config = configOf(hermite(rest))
    const model = flowModel(config)
    const states = encodedStates(model, Float64Array.of(0.3, -1.2, 1.4, 0.2), stream(2, 'lift'))
    const { logDensity } = await logDensities(model, flowNetwork(config), null, states, options({ solverSteps: 80 }))
    const geometry = makeGeometry(config.geometry)
    const { planes, groupOf, sites, moments: { groups }, baseField, baseMomentum } = model
    const vev = config.encoding.fieldRescaling === 'vev'
    const size = stateSize(model)
    logDensity.forEach((value, n) => {
      let exact = 0
      for (let site = 0; site < sites; site++) {
        const { k } = groups[groupOf[site]]
        const base = { field: baseField[site] ** 2, momentum: baseMomentum[site] ** 2 }
        for (let plane = 0; plane < planes; plane++) {
          const at = n * size + site * 2 * planes + plane
          const end = { phi: states[at], pi: states[at + planes] }
          exact += vev ? vevLogDensity(geometry, k, base, end) : freeKleinGordonLogDensity(geometry, k, base, end)
        }
      }
      // 64 pairs in float32. RK4-80: with 20 steps the fastest decaying modes err by 1e-2 where Δ is large.
      expectWithin(value, exact, 2e-4 * Math.abs(exact) ** 0.5)
    })
  })

  /** The same trajectory in (phi_A, pi_A): one more linear map of determinant e^(4 nu r) at each end. */
  function vevLogDensity(geometry: ReturnType<typeof makeGeometry>, k: number, base: { field: number; momentum: number }, end: { phi: number; pi: number }): number {
    const twoNu = 2 * geometry.propagatorOrder
    const scale = Math.exp(-twoNu * geometry.rUV)
    const phi = scale * end.phi
    const pi = scale * end.pi - twoNu * phi
    const [[a, b], [c, d]] = transferMatrix(geometry, k, geometry.rUV, geometry.rIR)
    const start = toVevVariables(geometry, geometry.rIR, { psi: a * phi + b * pi, varpi: c * phi + d * pi })
    // Forward, the determinant is e^(-2 nu delta_r) in (phi, pi), so e^(+2 nu delta_r) in (phi_A, pi_A).
    return linearFlowLogDensity([[0, 0], [0, 0]], 1, [base.field, base.momentum], [start.psi, start.varpi]) - twoNu * (geometry.rUV - geometry.rIR)
  }

  it('12.50 the pair at k = 1 of a 2π box adds -0.135031209272', async () => {
    // The Sobolev base has the variances (0.5, 0.275) there. All other pairs are zero; a pair at zero is known in closed form.
    const config = configOf(hermite({ encoding: { modes: 4, boxLength: 2 * Math.PI } }))
    const model = flowModel(config)
    expect(model.moments.groups[1].k).toBe(1)
    const states = new Float32Array(2 * 128)
    states[128 + 8] = 0.7
    states[128 + 8 + 4] = 0.2
    const { logDensity: [without, withPair] } = await logDensities(model, flowNetwork(config), null, states, options({ solverSteps: 80 }))
    const zero = freeKleinGordonLogDensity(model.moments.geometry, 1, { field: 0.5, momentum: 0.275 }, { phi: 0, pi: 0 })
    expectWithin(withPair - without + zero, -0.135031209272, 2e-6)
  })

  it('12.51 on the checkerboard the backbone contracts by -1024, for any nu by -2 nu 1024; by nothing without backbone', () => {
    const divergence = (overrides: object) => backboneDivergence(flowModel(configOf(overrides)))
    expectRelative(divergence({ model: { variant: 'ads-kg-hermite' } }), -1024, 1e-13)
    expectRelative(divergence({ model: { variant: 'ads-kg-linear' }, geometry: { kind: 'ads', conformalDimension: 2.5 } }), -3 * 1024, 1e-13)
    expectRelative(divergence({ model: { variant: 'ads-kg-linear' }, encoding: { fieldRescaling: 'vev' } }), 1024, 1e-13)
    expect(divergence({ model: { variant: 'ads' } })).toBe(0)
  })
})

describe('learned flows', () => {
  /** ln p_1 by the change of variables of the whole map: ln mu(S_0) - ln |det ∂S_1/∂S_0|, central differences. */
  async function byJacobian(model: FlowModel, network: Network, weights: Tensor[], base: Float32Array): Promise<{ end: Float32Array; logDensity: number }> {
    const h = 0.02
    const moved = new Float32Array(9 * 4)
    for (let row = 0; row < 9; row++) {
      moved.set(base, 4 * row)
      if (row > 0) moved[4 * row + ((row - 1) >> 1)] += row % 2 === 1 ? h : -h
    }
    const final = await integrate(velocityField(model, network, weights), tf.tensor2d(moved, [9, 4]), 'rk4', 40)
    const values = final.dataSync<'float32'>()
    const jacobian = [0, 1, 2, 3].map((i) => [0, 1, 2, 3].map((j) => (values[4 * (2 * i + 1) + j] - values[4 * (2 * i + 2) + j]) / (2 * h)))
    return { end: values.slice(0, 4), logDensity: baseLogDensities(model, base)[0] - Math.log(Math.abs(determinant(jacobian))) }
  }
  const determinant = (m: number[][]): number => (m.length === 1 ? m[0][0]
    : m.reduce((sum, row, i) => sum + (i % 2 === 0 ? 1 : -1) * row[0] * determinant(m.filter((_, j) => j !== i).map((other) => other.slice(1))), 0))

  it('of the FCN: the Jacobian determinant of the whole map', async () => {
    const config = configOf(fcn)
    const model = flowModel(config)
    const network = flowNetwork(config)
    // Large enough weights for a flow that bends: the Jacobian must differ from one by much more than the tolerance.
    const weights = weightsOf(network).map((weight) => tf.mul(weight, 4))
    const { end, logDensity: expected } = await byJacobian(model, network, weights, draw(5, 4))
    const { logDensity: [measured] } = await logDensities(model, network, weights, end, options({ solverSteps: 40 }))
    expect(Math.abs(expected - baseLogDensities(model, draw(5, 4))[0])).toBeGreaterThan(0.05)
    // Float32 differences over 0.04: 1e-5 each, and the third derivative times h².
    expectWithin(measured, expected, 2e-3)
  })

  it.each(['ads', 'ads-kg-hermite'])('of %s: Hutchinson estimates scatter around the exact trace by their stated error', async (variant) => {
    const config = configOf(unet(variant, { model: { variant, preconditioning: 'analytic' } }))
    const model = flowModel(config)
    const network = flowNetwork(config)
    const weights = weightsOf(network)
    const states = encodedStates(model, Float64Array.of(0.3, -1.2), stream(2, 'lift'))
    const few = { solver: 'euler' as const, solverSteps: 1 }
    const { logDensity: [exact], traceError: [none] } = await logDensities(model, network, weights, states, options({ ...few, exactTrace: true }))
    const { logDensity: [estimate], traceError: [error] } = await logDensities(model, network, weights, states, options({ ...few, probes: 40 }))
    expect(none).toBe(0)
    expect(Math.abs(estimate - exact)).toBeLessThan(4 * error)
    // The error must say something: less than all that the network adds to the density.
    const { logDensity: [free] } = await logDensities(model, network, null, states, options(few))
    expect(error).toBeLessThan(Math.abs(exact - free))
  })

  it.each([['rk4', 4, 4], ['heun', 2, 16], ['midpoint', 2, 16], ['euler', 1, 32]] as const)('converge with the order of %s (%i)', async (solver, order, n) => {
    // Time-dependent linear flow S' = e^2t S: each direction adds e^2t to the divergence, and S_0 is known as well.
    const velocity = (state: Tensor, t: number) => tf.mul(state, Math.exp(2 * t))
    const integral = Math.expm1(2) / 2
    const error = async (steps: number) => {
      const { initial, traces } = await carryBack({ velocity, learned: velocity }, tf.tensor2d([[1, -0.5, 0.3, 0.2]]), unitProbes([4]), { solver, solverSteps: steps })
      return [Math.abs(initial.dataSync()[0] - Math.exp(-integral)), Math.abs(traces[0] - integral)]
    }
    const [coarse, fine] = [await error(n), await error(2 * n)]
    // Asymptotic only: within 25 % of the order.
    for (const i of [0, 1]) expect(Math.abs(Math.log2(coarse[i] / fine[i]) - order)).toBeLessThan(0.25 * order)
  })

  it('return where they came from, forward then backward', async () => {
    const config = configOf(unet('ads-kg-linear'))
    const model = flowModel(config)
    const network = flowNetwork(config)
    const velocity = velocityField(model, network, weightsOf(network))
    const base = draw(7, 2 * 128, 0.5)
    const final = await integrate(velocity, tf.tensor(base, [2, 4, 4, 8]), 'rk4', 20)
    const { initial } = await carryBack({ velocity, learned: null }, final, unitProbes([]), { solver: 'rk4', solverSteps: 20 })
    initial.dataSync().forEach((value, i) => expectWithin(value, base[i], 1e-4))
  })

  it('do not depend on the chunk, nor leave tensors behind', async () => {
    const config = configOf(unet('ads'))
    const model = flowModel(config)
    const network = flowNetwork(config)
    const weights = weightsOf(network)
    const states = encodedStates(model, Float64Array.of(0.3, -1.2, 1, 1, -0.5, 0), stream(2, 'lift'))
    const measured = (chunk: number) => logDensities(model, network, weights, states, options({ chunk, solver: 'euler', solverSteps: 2, probes: 2, random: stream(1, 'probe') }))
    const before = tf.memory().numTensors
    const [whole, parts] = [await measured(3), await measured(2)]
    expect(tf.memory().numTensors).toBe(before)
    whole.logDensity.forEach((value, i) => expectWithin(parts.logDensity[i], value, 1e-3))
    expect(Number.isNaN((await logDensities(model, network, weights, states.subarray(0, 128), options({ probes: 1, solver: 'euler', solverSteps: 1 }))).traceError[0])).toBe(true)
  })
})

describe('bound on the density of points', () => {
  const bounds = async (sigma: number, draws: number) => {
    const config = configOf({ ...fcn, encoding: { liftNoiseSigma: sigma } })
    const model = flowModel(config)
    const points = new Float64Array(2 * draws).map((_, i) => [0.4, -1.1][i % 2])
    const states = encodedStates(model, points, stream(3, 'lift'))
    const { logDensity } = await logDensities(model, flowNetwork(config), null, states, options({ solverSteps: 1, chunk: 4096 }))
    return pointDensityBounds(model, states, logDensity, { draws, dataDeviation: 2.5 })[0]
  }
  // Without a network the points are N(0, 1) and the momenta N(0, 0.55), independent.
  const exact = -(0.4 ** 2 + 1.1 ** 2) / 2 - Math.log(2 * Math.PI) - 2 * Math.log(2.5)

  it('is the density itself where the proposal is the momentum\'s own law, in data units', async () => {
    expectWithin(await bounds(Math.sqrt(0.55), 1), exact, 1e-6)
  })

  it('is lower by KL(q || p(pi)) otherwise', async () => {
    for (const sigma of [0.3, 1.2]) {
      const ratio = sigma ** 2 / 0.55
      const gap = ratio - 1 - Math.log(ratio) // two coordinates
      // ln p_1 - ln q varies as (1 - ratio) times half a chi-squared of two.
      expectWithin(await bounds(sigma, 4096), exact - gap, (4 * Math.abs(1 - ratio)) / 64)
    }
  })
})
