import type { HolographicFlowConfig, ModelConfig, ModelVariant } from '../../shared/studies/holographic-flow/config.ts'

/** Which parts of holography a model uses, resolved from the configuration. Spec: table 6.6. */
export interface FlowVariant {
  readonly id: ModelVariant
  /** What flows: Fourier modes `[K, K, 2C]` of field and momentum, or the coordinates of a point `[d]` and their momenta. */
  readonly state: 'modes' | 'points'
  readonly path: 'hermite' | 'linear'
  /** Strength of the Klein-Gordon backbone. */
  readonly alpha: 0 | 1
  readonly envelope: EnvelopeKind
  /** Weight of the loss at radius r: the slice volume omega, or one; or one over what a state leaves open at its resolution. */
  readonly lossWeight: ModelConfig['lossWeight']
  /** Channels of the network's input: field and momentum. */
  readonly inPlanes: number
  /** Channels of its output: N^pi alone on the Hermite path, else N^phi and N^pi. */
  readonly outPlanes: number
}

export type EnvelopeKind = 'propagator' | 'heat' | 'matern' | 'none'

/** C, the field channels of a point in the plane: one per coordinate. */
export const pointChannels = 2

type VariantRow = Pick<FlowVariant, 'state' | 'path' | 'alpha' | 'envelope'>

const table: Record<ModelVariant, VariantRow> = {
  'ads-kg-hermite': { state: 'modes', path: 'hermite', alpha: 1, envelope: 'propagator' },
  'ads-kg-linear': { state: 'modes', path: 'linear', alpha: 1, envelope: 'propagator' },
  ads: { state: 'modes', path: 'linear', alpha: 0, envelope: 'propagator' },
  fcn: { state: 'points', path: 'linear', alpha: 0, envelope: 'none' },
  'cnn-spectral': { state: 'modes', path: 'linear', alpha: 0, envelope: 'none' },
  heat: { state: 'modes', path: 'linear', alpha: 0, envelope: 'heat' },
  matern: { state: 'modes', path: 'linear', alpha: 0, envelope: 'matern' },
  'none-warped': { state: 'modes', path: 'linear', alpha: 0, envelope: 'none' },
}

/**
 * The spectral CNN baseline is not weighted with the slice volume, whatever the configuration says (`none-warped` is the same model with
 * one); `validate.ts` warns of the contradiction.
 */
export function variantOf({ model }: Pick<HolographicFlowConfig, 'model'>): FlowVariant {
  const row = table[model.variant]
  const planes = row.state === 'points' ? pointChannels : 2 * pointChannels
  return {
    id: model.variant,
    ...row,
    lossWeight: model.variant === 'cnn-spectral' && model.lossWeight === 'sliceVolume' ? 'none' : model.lossWeight,
    inPlanes: 2 * planes,
    outPlanes: row.path === 'hermite' ? planes : 2 * planes,
  }
}
