import type { Block, BlockEvaluator } from './block.ts'
import type { BlockKind, MapWorkspace } from './holographic-map.ts'
import type { BulkLayout } from './layout.ts'
import { overflowIn } from './overflow.ts'

/** One sweep of equal blocks over the lattice. */
export interface Sublayer {
  readonly layer: number
  readonly kind: BlockKind
  readonly block: Block
  /** Flat sites, four a block. */
  readonly sites: Int32Array
  /** First number in the parameter vector. */
  readonly offset: number
}

/**
 * The oracle: float64, block by block through index lists, in place on the output array. `sublayers` come in the RG direction;
 * generation goes through them backwards. The tape holds what each block left, sublayer by sublayer, sample by sample.
 */
export class BlockWorkspace implements MapWorkspace {
  readonly batch: number
  readonly #numbersPerField: number
  readonly #components: number
  readonly #parameterCount: number
  readonly #parameters: Float64Array
  readonly #sublayers: readonly (Sublayer & { evaluator: BlockEvaluator; tape: Float64Array })[]
  readonly #values: Float64Array
  readonly #adjoint: Float64Array

  constructor(layout: BulkLayout, components: number, sublayers: readonly Sublayer[], parameterCount: number, batch: number) {
    this.batch = batch
    this.#components = components
    this.#numbersPerField = layout.side ** 2 * components
    this.#parameterCount = parameterCount
    this.#parameters = new Float64Array(parameterCount)
    this.#sublayers = sublayers.map((sublayer) => ({
      ...sublayer,
      evaluator: sublayer.block.evaluator(),
      tape: new Float64Array(batch * (sublayer.sites.length / 4) * sublayer.block.tapeSize),
    }))
    this.#values = new Float64Array(4 * components)
    this.#adjoint = new Float64Array(batch * this.#numbersPerField)
    this.setParameters(this.#parameters)
  }

  setParameters(parameters: ArrayLike<number>): void {
    requireLength('parameters', parameters, this.#parameterCount)
    this.#parameters.set(parameters)
    for (const { evaluator, offset } of this.#sublayers) evaluator.setParameters(this.#parameters, offset)
  }

  generate(zeta: Float64Array, phi: Float64Array, logDetJ: Float64Array): void {
    this.#requireFields(zeta, phi)
    requireLength('logDetJ', logDetJ, this.batch)
    if (phi !== zeta) phi.set(zeta)
    logDetJ.fill(0)
    for (let step = this.#sublayers.length - 1; step >= 0; step--) {
      const { evaluator, sites, block, tape, layer, kind } = this.#sublayers[step]
      let at = 0
      for (let sample = 0; sample < this.batch; sample++) {
        let logDet = 0
        for (let first = 0; first < sites.length; first += 4) {
          this.#gather(phi, sample, sites, first)
          logDet += evaluator.generate(this.#values, tape, at)
          this.#scatter(phi, sample, sites, first)
          at += block.tapeSize
        }
        if (!Number.isFinite(logDet)) throw overflowIn('generation', layer, kind)
        logDetJ[sample] += logDet
      }
    }
  }

  renormalize(phi: Float64Array, zeta: Float64Array, logDetJ: Float64Array): void {
    this.#requireFields(phi, zeta)
    requireLength('logDetJ', logDetJ, this.batch)
    if (zeta !== phi) zeta.set(phi)
    logDetJ.fill(0)
    for (const { evaluator, sites, layer, kind } of this.#sublayers) {
      for (let sample = 0; sample < this.batch; sample++) {
        let logDet = 0
        for (let first = 0; first < sites.length; first += 4) {
          this.#gather(zeta, sample, sites, first)
          logDet += evaluator.renormalize(this.#values)
          this.#scatter(zeta, sample, sites, first)
        }
        if (!Number.isFinite(logDet)) throw overflowIn('renormalisation', layer, kind)
        logDetJ[sample] += logDet
      }
    }
  }

  pullBack(dPhi: Float64Array, dLogDetJ: Float64Array, dZeta: Float64Array | null, dParameters: Float64Array | null): void {
    const adjoint = dZeta ?? this.#adjoint
    this.#requireFields(dPhi, adjoint)
    requireLength('dLogDetJ', dLogDetJ, this.batch)
    if (adjoint !== dPhi) adjoint.set(dPhi)
    for (const { evaluator, sites, block, tape } of this.#sublayers) {
      let at = 0
      for (let sample = 0; sample < this.batch; sample++) {
        for (let first = 0; first < sites.length; first += 4) {
          this.#gather(adjoint, sample, sites, first)
          evaluator.pullBack(this.#values, dLogDetJ[sample], tape, at, dParameters !== null)
          this.#scatter(adjoint, sample, sites, first)
          at += block.tapeSize
        }
      }
    }
    if (dParameters === null) return
    requireLength('dParameters', dParameters, this.#parameterCount)
    dParameters.fill(0)
    for (const { evaluator, offset } of this.#sublayers) evaluator.takeGradient(dParameters, offset)
  }

  logDensitySlope(dLogPrior: Float64Array, dLogDensity: Float64Array): void {
    this.#requireFields(dLogPrior, dLogDensity)
    if (dLogDensity !== dLogPrior) dLogDensity.set(dLogPrior)
    for (let step = this.#sublayers.length - 1; step >= 0; step--) {
      const { evaluator, sites, block, tape } = this.#sublayers[step]
      let at = 0
      for (let sample = 0; sample < this.batch; sample++) {
        for (let first = 0; first < sites.length; first += 4) {
          this.#gather(dLogDensity, sample, sites, first)
          evaluator.carryDensity(this.#values, tape, at)
          this.#scatter(dLogDensity, sample, sites, first)
          at += block.tapeSize
        }
      }
    }
  }

  #gather(field: Float64Array, sample: number, sites: Int32Array, first: number): void {
    const components = this.#components
    const values = this.#values
    const start = sample * this.#numbersPerField
    if (components === 2) {
      for (let local = 0; local < 4; local++) {
        const from = start + 2 * sites[first + local]
        values[2 * local] = field[from]
        values[2 * local + 1] = field[from + 1]
      }
    } else {
      for (let local = 0; local < 4; local++) values[local] = field[start + sites[first + local]]
    }
  }

  #scatter(field: Float64Array, sample: number, sites: Int32Array, first: number): void {
    const components = this.#components
    const values = this.#values
    const start = sample * this.#numbersPerField
    if (components === 2) {
      for (let local = 0; local < 4; local++) {
        const to = start + 2 * sites[first + local]
        field[to] = values[2 * local]
        field[to + 1] = values[2 * local + 1]
      }
    } else {
      for (let local = 0; local < 4; local++) field[start + sites[first + local]] = values[local]
    }
  }

  #requireFields(from: Float64Array, to: Float64Array): void {
    requireLength('the field', from, this.batch * this.#numbersPerField)
    requireLength('the field', to, this.batch * this.#numbersPerField)
  }
}

function requireLength(what: string, array: ArrayLike<number>, length: number): void {
  if (array.length !== length) throw new RangeError(`The map expects ${length} numbers for ${what}, not ${array.length}.`)
}
