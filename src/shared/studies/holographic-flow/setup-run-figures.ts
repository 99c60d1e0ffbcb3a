import { z } from 'zod'
import type { FigureInput } from '../../figure.ts'
import type { FigureOptions, RunFigure, RunRecord } from '../run-figures.ts'
import { comparedGeometries, geometryChoices } from './compared-geometries.ts'
import { controlEnvelopesChoices, controlEnvelopesFigure, matchedFiltersSchema } from './control-envelopes-figure.ts'
import { envelopesFigure, geometryFigure, geometryProfileSchema } from './geometry-figures.ts'
import { encodedDataFigure, trainingCurvesFigure } from './preview-figures.ts'
import { captionOf, flowConfig, flowFigureData, type RunFigureData } from './run-figure-data.ts'

/** What follows from the configuration alone, as figures of the run: the exact answers of the compute catalogue. */

const numbers = z.array(z.number())
const profiles = z.object({ profiles: z.array(geometryProfileSchema) })
const warpPreview = z.object({
  envelopes: z.object({ k: numbers, curves: z.array(z.object({ r: z.number(), psi: numbers, varpi: numbers })) }),
})
const encodedData = z.object({ r: numbers, positions: numbers, fields: z.array(numbers) })
const trainingCurves = z.object({ step: numbers, learningRate: numbers, initialWeightShare: numbers })

/** Parts of the configuration, so that an answer is asked for anew only where they change. */
function parts(config: RunRecord['config'], names: readonly string[]): Record<string, unknown> {
  return Object.fromEntries(names.map((name) => [name, config[name]]))
}
const hasBulk = (config: RunRecord['config']) => {
  const variant = flowConfig(config)?.model.variant
  return variant !== undefined && variant !== 'fcn' && variant !== 'cnn-spectral'
}

function setupFigure<Schema extends z.ZodType>(
  figure: Pick<RunFigure, 'name' | 'title' | 'appliesTo' | 'choices'> & { need: NonNullable<RunFigure['computations']>[number]; answer: Schema },
  draw: (answer: z.output<Schema>, data: RunFigureData, options: FigureOptions) => FigureInput | null,
): RunFigure {
  const { need, answer: schema, ...rest } = figure
  return {
    ...rest, group: 'setup', computations: [need],
    build: (record, options = {}) => {
      const data = flowFigureData(record)
      const answer = schema.safeParse(record.computed.get(need.name))
      return data && answer.success ? draw(answer.data, data, options) : null
    },
  }
}

const warp = { name: 'warp-preview', input: (config: RunRecord['config']) => ({ ...parts(config, ['geometry', 'encoding', 'model']), radii: 5 }) }

export const setupRunFigures: readonly RunFigure[] = [
  setupFigure({
    name: 'geometry', title: 'Bulk geometry', answer: profiles, choices: geometryChoices, appliesTo: hasBulk,
    need: { name: 'geometries', input: (config, choices) => ({ geometries: comparedGeometries(flowConfig(config)?.geometry, choices).map(({ geometry }) => geometry), points: 129 }) },
  }, (answer, data, { choices = {} }) => {
    const shown = comparedGeometries(data.config.geometry, choices)
    // While an answer to other choices is on its way, the last one has another number of curves.
    if (shown.length !== answer.profiles.length) return null
    return geometryFigure(answer.profiles.map((profile, i) => ({ ...profile, label: shown[i].label })), captionOf(data, 'Warp factor, its logarithmic derivatives, slice volume, affine parameter and c-function against the radius.'))
  }),
  setupFigure({ name: 'envelopes', title: 'Envelopes', need: warp, answer: warpPreview, appliesTo: hasBulk }, ({ envelopes }, data, { scale }) => (
    envelopesFigure(envelopes, { caption: captionOf(data, 'Envelopes of field and momentum against |k| at radii from the IR to the UV.'), scale }))),
  setupFigure({
    name: 'control-envelopes', title: 'Envelope and its controls', answer: matchedFiltersSchema, choices: controlEnvelopesChoices, appliesTo: hasBulk,
    need: { name: 'matched-filters', input: (config) => ({ ...parts(config, ['geometry', 'encoding', 'model']), points: 97 }) },
  }, (answer, data, { scale, choices = {} }) => controlEnvelopesFigure(answer, { ...controlEnvelopesChoices.parse(choices), scale, caption: (shown) => captionOf(data, shown) })),
  setupFigure({
    name: 'encoded-data', title: 'Encoded data', answer: encodedData,
    appliesTo: (config) => flowConfig(config)?.data.kind === 'generator' && flowConfig(config)?.model.variant !== 'fcn',
    need: { name: 'encoded-data', input: (config) => parts(config, ['geometry', 'encoding', 'model', 'data']) },
  }, (answer, data) => encodedDataFigure(answer, captionOf(data, 'Mean field of the encoded data at radii from the IR to the UV, each on a colour scale of its own.'))),
  setupFigure({
    name: 'training-curves', title: 'Training schedule', answer: trainingCurves, need: { name: 'training-curves', input: (config) => parts(config, ['training']) },
  }, (answer, data) => trainingCurvesFigure(answer, captionOf(data, 'Learning rate, and the share of the initial weights in the averaged ones.'))),
]
