import { z } from 'zod'
import type { FigureInput } from '../../figure.ts'
import type { RunFigure, RunRecord } from '../run-figures.ts'
import { envelopesFigure, geometryFigure, geometryProfileSchema } from './geometry-figures.ts'
import { encodedDataFigure, trainingCurvesFigure } from './preview-figures.ts'
import { captionOf, flowConfig, flowFigureData, type RunFigureData } from './run-figure-data.ts'

/** What follows from the configuration alone, as figures of the run: the exact answers of the compute catalogue. */

const numbers = z.array(z.number())
const warpPreview = geometryProfileSchema.extend({
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
  figure: Pick<RunFigure, 'name' | 'title' | 'appliesTo'> & { need: NonNullable<RunFigure['computations']>[number]; answer: Schema },
  draw: (answer: z.output<Schema>, data: RunFigureData, scale: 'linear' | 'log' | undefined) => FigureInput | null,
): RunFigure {
  const { need, answer: schema, ...rest } = figure
  return {
    ...rest, group: 'setup', computations: [need],
    build: (record, { scale } = {}) => {
      const data = flowFigureData(record)
      const answer = schema.safeParse(record.computed.get(need.name))
      return data && answer.success ? draw(answer.data, data, scale) : null
    },
  }
}

const warp = { name: 'warp-preview', input: (config: RunRecord['config']) => ({ ...parts(config, ['geometry', 'encoding', 'model']), radii: 5 }) }

export const setupRunFigures: readonly RunFigure[] = [
  setupFigure({ name: 'geometry', title: 'Bulk geometry', need: warp, answer: warpPreview, appliesTo: hasBulk }, (answer, data) => (
    geometryFigure([{ ...answer, label: 'geometry' }], captionOf(data, 'Warp factor, its logarithmic derivatives, slice volume, affine parameter and c-function against the radius.')))),
  setupFigure({ name: 'envelopes', title: 'Envelopes', need: warp, answer: warpPreview, appliesTo: hasBulk }, ({ envelopes }, data, scale) => (
    envelopesFigure(envelopes, { caption: captionOf(data, 'Envelopes of field and momentum against |k| at radii from the IR to the UV.'), scale }))),
  setupFigure({
    name: 'encoded-data', title: 'Encoded data', answer: encodedData,
    appliesTo: (config) => flowConfig(config)?.data.kind === 'generator' && flowConfig(config)?.model.variant !== 'fcn',
    need: { name: 'encoded-data', input: (config) => parts(config, ['geometry', 'encoding', 'model', 'data']) },
  }, (answer, data) => encodedDataFigure(answer, captionOf(data, 'Mean field of the encoded data at radii from the IR to the UV, each on a colour scale of its own.'))),
  setupFigure({
    name: 'training-curves', title: 'Training schedule', answer: trainingCurves, need: { name: 'training-curves', input: (config) => parts(config, ['training']) },
  }, (answer, data) => trainingCurvesFigure(answer, captionOf(data, 'Learning rate, and the share of the initial weights in the averaged ones.'))),
]
