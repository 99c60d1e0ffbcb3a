import type { StudyDescription } from '../index.ts'
import { neuralRgConfigSchema, totalSteps } from './config.ts'
import { neuralRgGallery } from './gallery.ts'
import { neuralRgMetrics } from './metrics.ts'
import { outlineOf } from './outline.ts'
import { neuralRgPresets } from './presets.ts'
import { neuralRgFigures } from './run-figures.ts'

export const neuralRg: StudyDescription = {
  id: 'neural-rg',
  title: 'Neural renormalisation group',
  summary: 'A lattice field theory is mapped to independent noise on one more axis, scale by scale; what correlation is left tells the geometry of the bulk.',
  config: neuralRgConfigSchema,
  totalSteps: (config) => totalSteps(neuralRgConfigSchema.parse(config)),
  dataSet: () => null,
  start: (config) => {
    const { start } = neuralRgConfigSchema.parse(config)
    return start.kind === 'run' ? { run: start.run, step: start.step } : null
  },
  gallery: neuralRgGallery,
  metrics: neuralRgMetrics,
  figures: neuralRgFigures,
  stepsPerEpoch: () => null,
  presets: neuralRgPresets,
  outline: outlineOf,
}
