import { actionGradients, type LatticeModel } from '../models/lattice-model.ts'
import type { HolographicMap, MapWorkspace } from '../map/holographic-map.ts'
import { logPrior, logPriorSlope } from './prior.ts'

/**
 * The variational free energy of a map and its gradient, in float64:
 *
 *   ℓ(ζ) = S(Gζ) + ln P(ζ) - ln|det ∂Gζ/∂ζ|,    L = E_P ℓ = KL(q ‖ e^-S/Z) - ln Z >= -ln Z
 *
 * ℓ = S + ln q is constant, -ln Z, for a perfect map. Spec 4.1.
 */
export class VariationalLoss {
  readonly batch: number
  readonly #map: HolographicMap
  readonly #workspace: MapWorkspace
  /** φ of the last call, `[B, L, L, C]`. */
  readonly phi: Float64Array
  /** ℓ of each field of the last call, `[B]`. */
  readonly terms: Float64Array
  readonly #logDetJ: Float64Array
  readonly #logPrior: Float64Array
  readonly #actionSlope: Float64Array
  readonly #logDetSlope: Float64Array
  readonly #priorSlope: Float64Array
  readonly #densitySlope: Float64Array

  constructor(map: HolographicMap, batch: number) {
    const length = batch * map.layout.side ** 2 * map.components
    this.batch = batch
    this.#map = map
    this.#workspace = map.workspace(batch)
    this.phi = new Float64Array(length)
    this.terms = new Float64Array(batch)
    this.#logDetJ = new Float64Array(batch)
    this.#logPrior = new Float64Array(batch)
    this.#logDetSlope = new Float64Array(batch)
    this.#actionSlope = new Float64Array(length)
    this.#priorSlope = new Float64Array(length)
    this.#densitySlope = new Float64Array(length)
  }

  /**
   * Mean of ℓ over the batch of bulk fields `zeta`; its gradient by the parameters goes into `gradient`. The path gradient
   * leaves out the score term, whose mean vanishes: it goes through φ alone, with the density ln q held fixed (arXiv 1703.09194).
   */
  withGradient(model: LatticeModel, parameters: Float64Array, zeta: Float64Array, kind: 'reparametrised' | 'path', gradient: Float64Array): number {
    const { batch } = this
    this.#generate(parameters, zeta)
    const actions = actionGradients(model, this.phi, this.#actionSlope)
    const loss = this.#sum(actions)
    for (let i = 0; i < this.#actionSlope.length; i++) this.#actionSlope[i] /= batch
    if (kind === 'path') {
      logPriorSlope(zeta, this.#map.components, this.#priorSlope)
      this.#workspace.logDensitySlope(this.#priorSlope, this.#densitySlope)
      for (let i = 0; i < this.#actionSlope.length; i++) this.#actionSlope[i] += this.#densitySlope[i] / batch
      this.#logDetSlope.fill(0)
    } else {
      this.#logDetSlope.fill(-1 / batch)
    }
    this.#workspace.pullBack(this.#actionSlope, this.#logDetSlope, null, gradient)
    return loss
  }

  /** ℓ of each field in `terms`, φ in `phi`; returns the mean. */
  evaluate(model: LatticeModel, parameters: Float64Array, zeta: Float64Array): number {
    this.#generate(parameters, zeta)
    const { length } = model
    const actions = new Float64Array(this.batch)
    for (let b = 0; b < this.batch; b++) actions[b] = model.action(this.phi.subarray(b * length, (b + 1) * length))
    return this.#sum(actions)
  }

  #generate(parameters: Float64Array, zeta: Float64Array): void {
    this.#workspace.setParameters(parameters)
    this.#workspace.generate(zeta, this.phi, this.#logDetJ)
    logPrior(zeta, this.#map.components, zeta.length / this.batch, this.#logPrior)
  }

  #sum(actions: Float64Array): number {
    let total = 0
    for (let b = 0; b < this.batch; b++) {
      this.terms[b] = actions[b] + this.#logPrior[b] - this.#logDetJ[b]
      total += this.terms[b]
    }
    return total / this.batch
  }
}
