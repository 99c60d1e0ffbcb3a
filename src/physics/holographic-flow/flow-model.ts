import type { HolographicFlowConfig } from '../../shared/studies/holographic-flow/config.ts'
import { encodingEnvelopes } from './envelopes.ts'
import { type FlowClock, makeClock } from './flow-clock.ts'
import type { ModeLattice } from './mode-lattice.ts'
import { momentModel, type MomentModel } from './second-moments.ts'
import { pointChannels } from './variants.ts'

export type FlowConfig = Pick<HolographicFlowConfig, 'geometry' | 'encoding' | 'model'>

/**
 * The flow of a configuration as tables, for training and sampling alike. A state is an array over *sites* (the K² modes,
 * or a single one for the FCN baseline, whose state is the point itself) and *planes*: F planes of phi, then F of pi, so
 * that phi and pi together are `[…sites, 2F]` with F = 2C for modes, F = d for points.
 */
export interface FlowModel {
  readonly config: FlowConfig
  /** Variant, geometry, path, and the exact second moments. */
  readonly moments: MomentModel
  /** The mode lattice; null where the state is a point. */
  readonly lattice: ModeLattice | null
  /** Shape of the sites: `[K, K]`, or `[]`. */
  readonly siteShape: readonly number[]
  readonly sites: number
  /** F */
  readonly planes: number
  /** Planes that the network gives: F (N^pi alone) or 2F. */
  readonly outputPlanes: number
  /** Group of equal moments that a site belongs to (its shell), `[sites]`. */
  readonly groupOf: Int32Array
  /** psi and varpi at the UV cut-off `[sites]`; 1 and 0 where there is no encoding. */
  readonly fieldEnvelope: Float64Array
  readonly momentumEnvelope: Float64Array
  /** Standard deviations of the base law's phi and pi, per real component, `[sites]`. */
  readonly baseField: Float64Array
  readonly baseMomentum: Float64Array
  /** What training times, solver steps and the network go by. */
  readonly clock: FlowClock
  /** deltaR = rUV - rIR */
  readonly extent: number
}

export function flowModel(config: FlowConfig): FlowModel {
  const moments = momentModel(config)
  const { variant, geometry, groups } = moments
  const points = variant.state === 'points'
  const envelopes = points ? null : encodingEnvelopes(config)
  const groupOf = envelopes ? envelopes.lattice.shellOf : Int32Array.of(0)
  return {
    config,
    moments,
    lattice: envelopes?.lattice ?? null,
    siteShape: envelopes ? [config.encoding.modes, config.encoding.modes] : [],
    sites: groupOf.length,
    planes: points ? pointChannels : 2 * pointChannels,
    outputPlanes: variant.outPlanes,
    groupOf,
    fieldEnvelope: envelopes?.field ?? Float64Array.of(1),
    momentumEnvelope: envelopes?.momentum ?? Float64Array.of(0),
    baseField: Float64Array.from(groupOf, (group) => Math.sqrt(groups[group].endpoints.phi0)),
    baseMomentum: Float64Array.from(groupOf, (group) => Math.sqrt(groups[group].endpoints.pi0)),
    clock: makeClock(moments, config.model, config.encoding.liftNoiseSigma),
    extent: geometry.rUV - geometry.rIR,
  }
}

/** D = 2 N_pairs, the numbers in a state. */
export function stateSize({ sites, planes }: Pick<FlowModel, 'sites' | 'planes'>): number {
  return 2 * sites * planes
}
