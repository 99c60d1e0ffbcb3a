import type { AnyLatticeModel } from '../../../physics/neural-rg/models/make-model.ts'
import { correlator, type Correlator } from '../../../physics/neural-rg/observables/correlator.ts'
import type { Estimate } from '../../../physics/neural-rg/observables/jackknife.ts'
import { orderParameter } from '../../../physics/neural-rg/observables/order-parameter.ts'
import { drawIsingSpins, drawXYSpins } from '../../../physics/neural-rg/observables/spin-fields.ts'
import type { RandomStream } from '../../../physics/random/stream.ts'

/** What is measured of a set of fields; of auxiliary fields, of the spins behind them. */
export interface Observed {
  /** ⟨|m|⟩ */
  modulus: Estimate
  /** ⟨|m|²⟩ */
  square: Estimate
  binder: Estimate
  correlator: Correlator
  /** Standard deviation of |φ| over sites and samples. */
  modulusSpread: number
}

/** Observables of fields `[B, L, L, C]` with errors; at least 20 fields. */
export function observe(fields: Float64Array, model: AnyLatticeModel, random: RandomStream): Observed {
  const { side, components } = model
  const spins = model.id === 'isingHS' ? drawIsingSpins(fields, random) : model.id === 'xyHS' ? drawXYSpins(fields, random) : fields
  return { ...orderParameter(spins, side, components), correlator: correlator(spins, side, components), modulusSpread: spreadOfModulus(fields, components) }
}

function spreadOfModulus(fields: Float64Array, components: number): number {
  const sites = fields.length / components
  let sum = 0
  let squares = 0
  for (let i = 0; i < fields.length; i += components) {
    const square = components === 2 ? fields[i] ** 2 + fields[i + 1] ** 2 : fields[i] ** 2
    sum += Math.sqrt(square)
    squares += square
  }
  return Math.sqrt(Math.max(0, squares / sites - (sum / sites) ** 2))
}
