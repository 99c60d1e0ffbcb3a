import * as tf from '@tensorflow/tfjs-core'
import type { Tensor } from '@tensorflow/tfjs-core'
import { integratePiecewise } from '../numerics/gauss-legendre.ts'
import type { Network } from '../networks/network.ts'
import type { RandomStream } from '../random/stream.ts'
import { carryBack, type CarryBackOptions } from './carry-back.ts'
import { type FlowModel, stateSize } from './flow-model.ts'
import { largestExactTrace, signProbes, type TraceProbes, unitProbes } from './trace-probes.ts'
import { learnedVelocity, velocityField } from './velocity-field.ts'

export interface LogDensityOptions extends CarryBackOptions {
  /** Rademacher probes a state, where the trace is estimated. */
  probes: number
  /** Where their signs come from, state by state. */
  random: RandomStream
  /** States carried at a time; bounds the memory. */
  chunk: number
  /** Takes the exact trace whatever the size. @default states of at most 64 numbers */
  exactTrace?: boolean
}

export interface LogDensities {
  /** ln p_1(S_1) in nats, one a state. */
  logDensity: Float64Array
  /** Standard error of each that the probes leave: 0 for the exact trace, NaN for a single probe. */
  traceError: Float64Array
}

/**
 * Log-density of states `[N, …sites, 2F]` at the UV cut-off under the learned flow,
 *
 *   ln p_1(S_1) = ln mu_IR(S_0) - ∫ ∇·V dr,   ∇·V = alpha friction N_pairs + ∇·N,
 *
 * integrating (S, ∫∇·N) backwards with the solver and the steps of the sampling. The backbone's share needs no trajectory and
 * is integrated exactly. Pass no weights for N = 0. Density in phase space: lift noise included. Spec: 9.
 */
export async function logDensities(
  model: FlowModel, network: Network, weights: readonly Tensor[] | null, states: Float32Array, options: LogDensityOptions,
): Promise<LogDensities> {
  const size = stateSize(model)
  const count = states.length / size
  const flow = {
    velocity: velocityField(model, network, weights),
    learned: weights && learnedVelocity(model, network, weights, { inputGradient: true }),
  }
  const backbone = backboneDivergence(model)
  const result: LogDensities = { logDensity: new Float64Array(count), traceError: new Float64Array(count) }
  for (let done = 0; done < count; done += options.chunk) {
    const batch = Math.min(options.chunk, count - done)
    const final = tf.tensor(states.subarray(done * size, (done + batch) * size), [batch, ...model.siteShape, 2 * model.planes])
    const probes = probesFor(model, batch, options)
    const { initial, traces } = await carryBack(flow, final, probes, options)
    const base = baseLogDensities(model, await initial.data<'float32'>())
    const columns = traces.length / batch
    for (let i = 0; i < batch; i++) {
      const { mean, error } = traceOf(traces.subarray(i * columns, (i + 1) * columns), probes.kind)
      result.logDensity[done + i] = base[i] - backbone - mean
      result.traceError[done + i] = error
    }
    tf.dispose([final, initial, ...probes.vectors])
  }
  return result
}

/** ∫ ∇·V dr of the backbone between the cut-offs: alpha N_pairs ∫ friction dr, in the variables of the flow. */
export function backboneDivergence({ moments: { geometry, variant }, sites, planes }: Pick<FlowModel, 'moments' | 'sites' | 'planes'>): number {
  if (variant.alpha === 0) return 0
  const { rIR, rUV, knots } = geometry
  return sites * planes * integratePiecewise((r) => geometry.backboneCoefficients(r).friction, [rIR, ...knots, rUV], 40)
}

/** ln mu_IR of states `[N, …sites, 2F]`: independent normal components. */
export function baseLogDensities(model: FlowModel, states: ArrayLike<number>): Float64Array {
  const { sites, planes, baseField, baseMomentum } = model
  const size = stateSize(model)
  const halfLogTwoPi = Math.log(2 * Math.PI) / 2
  return Float64Array.from({ length: states.length / size }, (_, state) => {
    let sum = 0
    let at = state * size
    for (let site = 0; site < sites; site++) {
      for (const deviation of [baseField[site], baseMomentum[site]]) {
        const normalisation = Math.log(deviation) + halfLogTwoPi
        for (let plane = 0; plane < planes; plane++) sum -= 0.5 * (states[at++] / deviation) ** 2 + normalisation
      }
    }
    return sum
  })
}

function probesFor(model: FlowModel, batch: number, { probes, random, exactTrace }: LogDensityOptions): TraceProbes {
  const shape = [...model.siteShape, model.outputPlanes]
  const exact = exactTrace ?? stateSize(model) <= largestExactTrace
  return exact ? unitProbes(shape) : signProbes(shape, batch, probes, random)
}

/** The integrated trace of one state from the integrals along its probes. */
function traceOf(integrals: Float64Array, kind: TraceProbes['kind']): { mean: number; error: number } {
  const count = integrals.length
  const sum = integrals.reduce((total, value) => total + value, 0)
  if (kind === 'exact' || count === 0) return { mean: sum, error: 0 }
  const mean = sum / count
  const squares = integrals.reduce((total, value) => total + (value - mean) ** 2, 0)
  return { mean, error: count > 1 ? Math.sqrt(squares / (count - 1) / count) : Number.NaN }
}
