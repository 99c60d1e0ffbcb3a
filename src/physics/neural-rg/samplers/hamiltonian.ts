import { Problem } from '../../../shared/problem.ts'
import { stream } from '../../random/stream.ts'
import type { ActionFunction } from '../models/lattice-model.ts'
import { DualAveraging } from './dual-averaging.ts'
import type { FieldSampler, SamplerState } from './field-sampler.ts'
import { leapfrog } from './leapfrog.ts'

export interface HamiltonianOptions {
  seed: number
  /** Where the chain starts, one configuration. */
  start: Float64Array
  /** ε. */
  stepSize: number
  /** Leapfrog steps a trajectory. */
  leapfrogSteps: number
  /**
   * j: the step of each trajectory is ε (1 + j u), u uniform on [-1, 1). Without it modes whose period divides the length of a trajectory come
   * back to where they were; in the bulk of a good map that is all of them at once. @default 0
   */
  jitter?: number
}

/**
 * Hybrid (Hamiltonian) Monte Carlo with target e^{-U}: momenta p of unit mass, normal; `leapfrogSteps` of p ← p - ε/2 ∇U, x ← x + εp,
 * p ← p - ε/2 ∇U; the end is accepted with min(1, e^{-ΔH}), H = U + p²/2. U is a lattice action, or that of the bulk
 * (`bulk-action.ts`). An infinite or undefined H at the end counts as a rejection.
 *
 * Duane, Kennedy, Pendleton, Roweth, Phys. Lett. B 195 (1987) 216.
 */
export class HamiltonianSampler implements FieldSampler {
  readonly field: Float64Array
  readonly independent = false
  readonly leapfrogSteps: number
  readonly #target: ActionFunction
  readonly #seed: number
  readonly #proposal: Float64Array
  readonly #momentum: Float64Array
  readonly #gradient: Float64Array
  readonly #proposalGradient: Float64Array
  readonly #jitter: number
  #stepSize: number
  #steps = 0
  #action: number
  #accepted = 0
  #counted = 0
  #lastEnergyChange = 0
  #gradientEvaluations = 0

  constructor(target: ActionFunction, { seed, start, stepSize, leapfrogSteps, jitter = 0 }: HamiltonianOptions) {
    if (start.length !== target.length) throw new Problem('BadStart', `The chain starts from ${start.length} numbers, but a configuration has ${target.length}.`)
    if (!(stepSize > 0) || !(leapfrogSteps >= 1)) throw new Problem('BadStepSize', `A trajectory needs a step size above 0 and at least one step, not ${stepSize} and ${leapfrogSteps}.`)
    this.field = Float64Array.from(start)
    this.leapfrogSteps = leapfrogSteps
    this.#target = target
    this.#seed = seed
    this.#stepSize = stepSize
    this.#jitter = jitter
    this.#proposal = new Float64Array(start.length)
    this.#momentum = new Float64Array(start.length)
    this.#gradient = new Float64Array(start.length)
    this.#proposalGradient = new Float64Array(start.length)
    this.#action = this.#evaluate(this.field, this.#gradient)
  }

  get steps(): number { return this.#steps }
  get stepSize(): number { return this.#stepSize }
  /** U of the configuration. */
  get action(): number { return this.#action }
  /** Share of accepted trajectories since the step size was last changed. */
  get acceptance(): number { return this.#counted > 0 ? this.#accepted / this.#counted : 0 }
  /** ΔH of the last trajectory. */
  get lastEnergyChange(): number { return this.#lastEnergyChange }
  /** Cost so far, in gradients of U. */
  get gradientEvaluations(): number { return this.#gradientEvaluations }

  /** Changes ε and starts counting the acceptance anew. */
  setStepSize(stepSize: number): void {
    this.#stepSize = stepSize
    this.#accepted = 0
    this.#counted = 0
  }

  step(): void {
    this.trajectory()
  }

  /** One trajectory; returns min(1, e^{-ΔH}). */
  trajectory(): number {
    const random = stream(this.#seed, 'hamiltonian', this.#steps)
    random.fillNormal(this.#momentum)
    const before = this.#action + kinetic(this.#momentum)
    this.#proposal.set(this.field)
    this.#proposalGradient.set(this.#gradient)
    const step = this.#stepSize * (this.#jitter === 0 ? 1 : 1 + this.#jitter * (2 * random.uniform() - 1))
    const action = leapfrog(this.#target, {
      position: this.#proposal, momentum: this.#momentum, gradient: this.#proposalGradient,
    }, step, this.leapfrogSteps)
    this.#gradientEvaluations += this.leapfrogSteps
    const change = action + kinetic(this.#momentum) - before
    this.#lastEnergyChange = change
    const probability = Number.isNaN(change) ? 0 : Math.min(1, Math.exp(-change))
    this.#steps++
    this.#counted++
    if (random.uniform() < probability) {
      this.#accepted++
      this.field.set(this.#proposal)
      this.#gradient.set(this.#proposalGradient)
      this.#action = action
    }
    return probability
  }

  /**
   * `steps` trajectories in which ε is tuned to an acceptance of 72 % (between 65 and 80), then frozen. A generator, so that a
   * worker can stop in between; it yields the share that is done.
   */
  *warmUp(steps: number, targetAcceptance = 0.72): Generator<number, number> {
    const tuning = new DualAveraging(this.#stepSize, targetAcceptance)
    for (let i = 0; i < steps; i++) {
      if (i === steps >> 1) tuning.refine()
      this.#stepSize = tuning.stepSize
      tuning.update(this.trajectory())
      yield (i + 1) / steps
    }
    this.setStepSize(tuning.average)
    return this.#stepSize
  }

  save(): SamplerState {
    return { steps: this.#steps, configuration: this.field.slice() }
  }

  /** The step size is not part of the state: restore into a sampler made with the frozen one. */
  restore({ steps, configuration }: SamplerState): void {
    this.#steps = steps
    this.field.set(configuration)
    this.#action = this.#evaluate(this.field, this.#gradient)
  }

  #evaluate(x: Float64Array, gradient: Float64Array): number {
    this.#gradientEvaluations++
    return this.#target.actionGradient(x, gradient)
  }
}

function kinetic(momentum: Float64Array): number {
  let sum = 0
  for (let i = 0; i < momentum.length; i++) sum += momentum[i] * momentum[i]
  return sum / 2
}
