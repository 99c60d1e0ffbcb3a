import { holographicFlowConfigSchema, type HolographicFlowConfig, type ModelVariant } from './config.ts'

const models: Record<ModelVariant, string> = {
  'ads-kg-hermite': 'KG, Hermite', 'ads-kg-linear': 'KG, linear', ads: 'no backbone', fcn: 'FCN', 'cnn-spectral': 'spectral CNN',
  heat: 'heat envelope', matern: 'Matérn envelope', 'none-warped': 'no envelope',
}

/** A run in a few words: `AdS Δ = 1.5, KG, Hermite, w = 16`. */
export function outlineOf(config: unknown): string | undefined {
  const parsed = holographicFlowConfigSchema.safeParse(config)
  if (!parsed.success) return undefined
  const { geometry, model, network } = parsed.data
  const bulk = model.variant === 'fcn' || model.variant === 'cnn-spectral' ? [] : [geometryName(geometry)]
  return [...bulk, models[model.variant], `w = ${network.width}`].join(', ')
}

function geometryName(geometry: HolographicFlowConfig['geometry']): string {
  switch (geometry.kind) {
    case 'ads': return `AdS Δ = ${geometry.conformalDimension}`
    case 'hsv': return `HSV p = ${geometry.hsvP}`
    case 'custom': return `own warp factor, Δ = ${geometry.conformalDimension}`
  }
}
