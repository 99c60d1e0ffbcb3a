import type { StudyDescription } from '../index.ts'
import { holographicFlowConfigSchema } from './config.ts'
import { cloudPanel } from './cloud-panel.ts'
import { holographicFlowFigures } from './figures.ts'
import { holographicFlowMetrics } from './metrics.ts'
import { outlineOf } from './outline.ts'
import { holographicFlowPresets } from './presets.ts'
import { stepsPerEpochOf } from './run-figure-data.ts'

export const holographicFlow: StudyDescription = {
  id: 'holographic-flow',
  title: 'Holographic flow',
  summary: 'A generative flow whose time is the radial direction of a bulk geometry, trained on points in the plane.',
  config: holographicFlowConfigSchema,
  totalSteps: (config) => holographicFlowConfigSchema.parse(config).training.steps,
  dataSet: (config) => {
    const { data } = holographicFlowConfigSchema.parse(config)
    return data.kind === 'dataset' ? { id: data.id, hash: data.hash } : null
  },
  gallery: {
    samples: 'samples', truths: ['reference', 'training-data'], truthName: () => 'true points',
    panel: (config, points, truth, title) => {
      const parsed = holographicFlowConfigSchema.safeParse(config)
      return parsed.success ? cloudPanel(parsed.data, points, truth, title) : null
    },
  },
  metrics: holographicFlowMetrics,
  figures: holographicFlowFigures,
  stepsPerEpoch: (config) => {
    const parsed = holographicFlowConfigSchema.safeParse(config)
    return parsed.success ? stepsPerEpochOf(parsed.data) : null
  },
  presets: holographicFlowPresets,
  outline: outlineOf,
}
