import type { AnyLatticeModel } from '../../../physics/neural-rg/models/make-model.ts'
import { correlator, correlatorOfField, type Correlator } from '../../../physics/neural-rg/observables/correlator.ts'
import type { Estimate } from '../../../physics/neural-rg/observables/jackknife.ts'
import { magnetisationModuli, orderParameter } from '../../../physics/neural-rg/observables/order-parameter.ts'
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

/** The fields, or of auxiliary fields the spins behind them. */
function spinsOf(fields: Float64Array, { id }: AnyLatticeModel, random: RandomStream): Float64Array {
  return id === 'isingHS' ? drawIsingSpins(fields, random) : id === 'xyHS' ? drawXYSpins(fields, random) : fields
}

/** |m| and c₁ of each field, which reweighting needs one by one. */
export function fieldwise(fields: Float64Array, model: AnyLatticeModel, random: RandomStream): { moduli: Float64Array; neighbours: Float64Array } {
  const { side, components, length } = model
  const spins = spinsOf(fields, model, random)
  const neighbours = Float64Array.from({ length: spins.length / length }, (_, b) => correlatorOfField(spins.subarray(b * length, (b + 1) * length), side, components)[1])
  return { moduli: magnetisationModuli(spins, side, components), neighbours }
}

/** Observables of fields `[B, L, L, C]` with errors; at least 20 fields. */
export function observe(fields: Float64Array, model: AnyLatticeModel, random: RandomStream): Observed {
  const { side, components } = model
  const spins = spinsOf(fields, model, random)
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
