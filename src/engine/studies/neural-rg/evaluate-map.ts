import { Problem } from '../../../shared/problem.ts'
import type { NeuralRgMetric } from '../../../shared/studies/neural-rg/metrics.ts'
import { layersOf } from '../../../physics/neural-rg/map/layout.ts'
import { numericOverflow } from '../../../physics/neural-rg/map/overflow.ts'
import { actions } from '../../../physics/neural-rg/models/lattice-model.ts'
import { blockedMean, type Estimate } from '../../../physics/neural-rg/observables/jackknife.ts'
import { residualKurtosis } from '../../../physics/neural-rg/observables/residual-kurtosis.ts'
import { fewestEffectiveSamples, reweightedMean, reweighting } from '../../../physics/neural-rg/observables/reweighting.ts'
import { phaseLock } from '../../../physics/neural-rg/observables/rotation-score.ts'
import { magnetisationAngles } from '../../../physics/neural-rg/observables/scatter.ts'
import { stream } from '../../../physics/random/stream.ts'
import { generateFields, renormaliseFields, type GeneratedFields, type TrainedMap } from './generate-fields.ts'
import { fieldwise, observe, type Observed } from './observe.ts'
import type { Reference } from './references.ts'

/** Fields of which the way back is tried. */
const triedBack = 16
/** A lower bound that lies further below the upper one, in nats a site, bounds nothing and would only flatten every curve beside it. */
const usefulWidth = 100
/** Fewer samples have no blocked errors. */
const fewest = 20

export interface MapEvaluation {
  temperature: number
  /** What has to be said of the numbers in words. */
  remarks: string[]
  metrics: Partial<Record<NeuralRgMetric, number>>
  fields: GeneratedFields
  observed: Observed
  /** The same of the Monte Carlo fields; null without any. */
  reference: Observed | null
  /** E|ζ|⁴ of the bulk of the Monte Carlo fields over that of normal variables, layer by layer; null where they cannot be taken back. */
  kurtosis: Estimate[] | null
}

/** Draws fields from a trained map and measures them, against what is known without it. Depends on the seed alone. */
export async function evaluateMap(trained: TrainedMap, reference: Reference, { samples, seed }: { samples: number; seed: number }): Promise<MapEvaluation> {
  const { model, well, logZ } = reference
  const sites = model.side ** 2
  const aboveWell = (value: number) => value / sites + well
  const fields = await generateFields(trained, samples, stream(seed, 'sample'))
  const losses = terms(model, fields)
  const weights = reweighting(losses)
  const observed = observe(fields.phi, model, stream(seed, 'spins'))
  const measured = reference.phi && reference.phi.length / model.length >= fewest ? observe(reference.phi, model, stream(seed, 'spins', 1)) : null
  const back = measured ? await takenBack(trained, reference) : null
  const lower = back && blockedMean(terms(model, back))
  const kurtosis = back && residualKurtosis(back.zeta, model.components, layersOf(trained.map.layout))
  const metrics: MapEvaluation['metrics'] = {
    freeEnergyPerSite: aboveWell(weights.bound.value),
    freeEnergyError: weights.bound.error / sites,
    ...reweighted(fields.phi, losses, model, seed),
    weightSpread: weights.spread,
    effectiveSampleShare: weights.effectiveShare,
    reweightedFreeEnergyPerSite: aboveWell(-weights.logZ),
    orderParameter: observed.modulus.value,
    orderParameterSquared: observed.square.value,
    neighbourCorrelation: observed.correlator.value[1],
    modulusSpread: observed.modulusSpread,
    inverseError: await inverseError(trained, fields, model.length),
    ...(model.components === 2 && { phaseLock: lockOfPhases(fields, model.side) }),
    ...(logZ && { freeEnergyGap: (weights.bound.value + logZ.logZ) / sites, freeEnergyGapError: Math.hypot(weights.bound.error, logZ.error) / sites }),
    ...(lower && (weights.bound.value - lower.value) / sites < usefulWidth && { lowerBoundPerSite: aboveWell(lower.value), lowerBoundError: lower.error / sites }),
    ...(kurtosis && { residualKurtosis: Math.max(...kurtosis.map(({ value }) => Math.abs(value - 1))) }),
    ...(trained.kernel && { bulkMass: trained.kernel.mass }),
    ...(Number.isNaN(reference.temperature) ? {} : { temperature: reference.temperature }),
  }
  const remarks = weights.meaningful ? [] : [`Reweighting is meaningless: ${weights.effectiveSamples.toPrecision(2)} of ${samples} fields count, fewer than ${fewestEffectiveSamples}.`]
  return { temperature: reference.temperature, metrics, remarks, fields, observed, reference: measured, kurtosis }
}

/** Observables of the theory itself, Σ w O/Σ w with w = e^-ℓ; nothing where too few fields count. */
function reweighted(phi: Float64Array, losses: Float64Array, model: Reference['model'], seed: number): MapEvaluation['metrics'] {
  const { moduli, neighbours } = fieldwise(phi, model, stream(seed, 'spins'))
  const modulus = reweightedMean(moduli, losses)
  const square = reweightedMean(moduli.map((value) => value * value), losses)
  const neighbour = reweightedMean(neighbours, losses)
  if (!modulus || !square || !neighbour) return {}
  return {
    reweightedOrderParameter: modulus.value, reweightedOrderParameterError: modulus.error,
    reweightedOrderParameterSquared: square.value, reweightedOrderParameterSquaredError: square.error,
    reweightedNeighbourCorrelation: neighbour.value, reweightedNeighbourCorrelationError: neighbour.error,
  }
}

/** Whether the map made the order parameter its zero mode, ζ at site (0, 0). */
function lockOfPhases({ phi, zeta }: GeneratedFields, side: number): number {
  const length = 2 * side * side
  const zeroMode = Float64Array.from({ length: zeta.length / length }, (_, b) => Math.atan2(zeta[b * length + 1], zeta[b * length]))
  return phaseLock(magnetisationAngles(phi, side), zeroMode)
}

/** ℓ = S + ln q of each field. */
function terms(model: Reference['model'], { phi, logDensity }: GeneratedFields): Float64Array {
  const losses = actions(model, phi)
  for (let b = 0; b < losses.length; b++) losses[b] += logDensity[b]
  return losses
}

/** The Monte Carlo fields in the bulk; null while the map cannot take them back without leaving the range of numbers. */
async function takenBack(trained: TrainedMap, { phi }: Reference): Promise<GeneratedFields | null> {
  try {
    return await renormaliseFields(trained, phi!)
  } catch (error) {
    if (error instanceof Problem && error.code === numericOverflow) return null
    throw error
  }
}

/** ‖R(Gζ) - ζ‖∞ */
async function inverseError(trained: TrainedMap, { phi, zeta }: GeneratedFields, length: number): Promise<number> {
  const numbers = Math.min(phi.length, triedBack * length)
  try {
    const back = await renormaliseFields(trained, phi.subarray(0, numbers))
    return back.zeta.reduce((largest, value, i) => Math.max(largest, Math.abs(value - zeta[i])), 0)
  } catch (error) {
    if (error instanceof Problem && error.code === numericOverflow) return Number.NaN
    throw error
  }
}

/** Metrics of given boundary fields, and how far their means are from those of other fields. */
export function compareFields(samples: Float64Array, reference: Float64Array | null, model: Reference['model']): Record<string, number> {
  if (samples.length % model.length !== 0 || samples.length < fewest * model.length) {
    throw new Problem('BadFields', `${samples.length} numbers are not at least ${fewest} fields of ${model.side} × ${model.side} sites with ${model.components === 2 ? 'two numbers' : 'one number'} each.`, 'Give them as [fields, row, column, component].')
  }
  const own = observe(samples, model, stream(0, 'spins'))
  const other = reference && observe(reference, model, stream(0, 'spins', 1))
  return {
    orderParameter: own.modulus.value,
    orderParameterSquared: own.square.value,
    neighbourCorrelation: own.correlator.value[1],
    modulusSpread: own.modulusSpread,
    ...(other && {
      orderParameterDeviation: (own.modulus.value - other.modulus.value) / Math.hypot(own.modulus.error, other.modulus.error),
      neighbourCorrelationDeviation: (own.correlator.value[1] - other.correlator.value[1]) / Math.hypot(own.correlator.error[1], other.correlator.error[1]),
    }),
  }
}
