import type { ActionFunction } from '../models/lattice-model.ts'
import { magnetisation } from '../observables/order-parameter.ts'
import { type AutocorrelationTime, autocorrelationTime } from './autocorrelation.ts'
import { HamiltonianSampler } from './hamiltonian.ts'
import { Problem } from '../../../shared/problem.ts'

export interface HamiltonianChainOptions {
  seed: number
  /** Where tuning and recording start. */
  start: Float64Array
  /** ε from which the tuning starts. */
  stepSize: number
  leapfrogSteps: number
  /** Trajectories of the tuning, which are not recorded. */
  tuning: number
  /** Recorded trajectories. */
  trajectories: number
  /** Real numbers a site of the boundary field. */
  components: number
  /** The boundary field of a configuration of the chain. */
  boundary(configuration: Float64Array): Float64Array
}

/** A recorded chain. Autocorrelation times are in trajectories, of its second half; null where the chain is too short to tell. */
export interface HamiltonianChain {
  /** |m| of the boundary field after each trajectory. */
  modulus: Float64Array
  modulusTime: AutocorrelationTime | null
  /** Of e^{i arg m}, the direction; null for real fields, too. */
  directionTime: AutocorrelationTime | null
  stepSize: number
  acceptance: number
  /** Gradients of the action spent on the recorded trajectories. */
  gradientEvaluations: number
}

/** Of the step sizes, against resonances. */
const jitter = 0.2

/**
 * One HMC chain for comparison: the step size is tuned on trajectories of their own and frozen, then the chain starts afresh, so that
 * its approach to equilibrium is seen as well as its autocorrelation.
 */
export function* hamiltonianChain(target: ActionFunction, options: HamiltonianChainOptions): Generator<number, HamiltonianChain> {
  const { seed, start, leapfrogSteps, tuning, trajectories, components, boundary } = options
  const total = tuning + trajectories
  const trial = new HamiltonianSampler(target, { seed: seed + 1, start, stepSize: options.stepSize, leapfrogSteps, jitter })
  const warming = trial.warmUp(tuning)
  for (let turn = warming.next(); !turn.done; turn = warming.next()) yield (turn.value * tuning) / total
  const sampler = new HamiltonianSampler(target, { seed, start, stepSize: trial.stepSize, leapfrogSteps, jitter })
  const before = sampler.gradientEvaluations
  const modulus = new Float64Array(trajectories)
  const directions = [new Float64Array(trajectories), new Float64Array(trajectories)]
  for (let i = 0; i < trajectories; i++) {
    sampler.step()
    const mean = magnetisation(boundary(sampler.field), components)
    modulus[i] = Math.hypot(...mean)
    for (let c = 0; c < Math.min(2, components); c++) directions[c][i] = modulus[i] > 0 ? mean[c] / modulus[i] : 0
    yield (tuning + i + 1) / total
  }
  const half = (series: Float64Array) => series.subarray(trajectories >> 1)
  return {
    modulus,
    modulusTime: timeOrNull(half(modulus)),
    directionTime: components === 2 ? timeOrNull(...directions.map(half)) : null,
    stepSize: sampler.stepSize,
    acceptance: sampler.acceptance,
    gradientEvaluations: sampler.gradientEvaluations - before,
  }
}

/** Null where the series says nothing of its autocorrelation time. */
function timeOrNull(...components: Float64Array[]): AutocorrelationTime | null {
  try {
    return autocorrelationTime(...components)
  } catch (error) {
    if (error instanceof Problem) return null
    throw error
  }
}
