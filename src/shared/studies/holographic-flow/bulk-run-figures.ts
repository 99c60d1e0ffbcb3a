import { z } from 'zod'
import type { FigureInput } from '../../figure.ts'
import { newestArray, type FigureOptions, type RunFigure, type RunRecord, type StoredArray } from '../run-figures.ts'
import { bulkArtifactKinds, dynamicsArtifactKinds } from './bulk.ts'
import { cloudsFigure, fieldSheetFigure, fieldSliceFigure, largestField, modeFigure, sliceRadii } from './bulk-figures.ts'
import { residualShareFigure, shellSpectrumFigure } from './diagnostic-figures.ts'
import { captionOf, flowConfig, flowFigureData, type RunFigureData } from './run-figure-data.ts'

/** What a checkpoint does between the IR and the UV, as figures of the run: each names the analysis that draws its arrays. */

const sample = z.int().min(1).default(1).describe('Which of the recorded samples, from 1.')
const sliceChoices = z.object({ sample, depth: z.number().min(0).max(1).default(1).describe('Where between the IR (0) and the UV (1).') })
const sheetChoices = z.object({ sample, slices: z.int().min(2).max(24).default(6).describe('Number of radii, evenly from the IR to the UV.') })
const modeChoices = z.object({
  sample,
  mode: z.tuple([z.int(), z.int()]).default([1, 0]).describe('Integers n of the mode, k = 2π n/L.'),
  part: z.enum(['real', 'imaginary']).default('real').describe('Of the complex mode.'),
})

/** The FCN baseline flows points and has no fields. */
const hasField = (config: RunRecord['config']) => flowConfig(config)?.model.variant !== 'fcn'

/** `build` of a figure that is drawn from one array of an analysis. */
function fromArray(kind: string, build: (data: RunFigureData, array: StoredArray, options: FigureOptions) => FigureInput | null): RunFigure['build'] {
  return (record, options = {}) => {
    const data = flowFigureData(record)
    const array = newestArray(record, kind)
    return data && array && build(data, array, options)
  }
}

/** The field of the chosen sample; null for one that was not recorded. */
function fieldOf(record: RunRecord, chosen: number): StoredArray | null {
  return record.arrays.get(bulkArtifactKinds.field)?.[chosen - 1] ?? null
}

export const bulkRunFigures: readonly RunFigure[] = [
  {
    name: 'bulk-slice', title: 'Field slice', group: 'bulk', analysis: 'bulk', arrays: [{ kind: bulkArtifactKinds.field }], choices: sliceChoices, appliesTo: hasField,
    build: (record, { choices = {} } = {}) => {
      const { sample: chosen, depth } = sliceChoices.parse(choices)
      const data = flowFigureData(record)
      const field = fieldOf(record, chosen)
      return data && field && fieldSliceFigure(data, field, Math.round(depth * (sliceRadii(field).length - 1)), largestField(field))
    },
  },
  {
    name: 'bulk-slices', title: 'Field slices from the IR to the UV', group: 'bulk', analysis: 'bulk', arrays: [{ kind: bulkArtifactKinds.field }], choices: sheetChoices, appliesTo: hasField,
    build: (record, { choices = {} } = {}) => {
      const { sample: chosen, slices } = sheetChoices.parse(choices)
      const data = flowFigureData(record)
      const field = fieldOf(record, chosen)
      return data && field && fieldSheetFigure(data, field, largestField(field), slices)
    },
  },
  {
    name: 'bulk-mode', title: 'Trajectory of a mode', group: 'bulk', analysis: 'bulk', arrays: [{ kind: bulkArtifactKinds.modes }], choices: modeChoices, appliesTo: hasField,
    build: fromArray(bulkArtifactKinds.modes, (data, modes, { choices = {} }) => {
      const { sample: chosen, mode, part } = modeChoices.parse(choices)
      return modeFigure(data, modes, { sample: chosen - 1, n: mode, part })
    }),
  },
  {
    name: 'bulk-clouds', title: 'Clouds decoded on the way', group: 'bulk', analysis: 'bulk',
    arrays: [{ kind: bulkArtifactKinds.clouds }, { kind: 'reference', by: 'training' }, { kind: 'training-data', by: 'training' }],
    build: fromArray(bulkArtifactKinds.clouds, (data, clouds) => cloudsFigure(data, clouds)),
  },
  {
    name: 'residual-share', title: 'Residual share', group: 'bulk', analysis: 'dynamics', arrays: [{ kind: dynamicsArtifactKinds.residualShare }], appliesTo: hasField,
    build: fromArray(dynamicsArtifactKinds.residualShare, (data, share) => residualShareFigure(share, captionOf(data, `Residual share in the plane of radius and |k|, step ${share.artifact.step}.`))),
  },
  {
    name: 'shell-spectrum', title: 'Shell spectra', group: 'bulk', analysis: 'dynamics', arrays: [{ kind: dynamicsArtifactKinds.shellSpectrum }], appliesTo: hasField,
    build: fromArray(dynamicsArtifactKinds.shellSpectrum, (data, spectrum, { scale }) => shellSpectrumFigure(spectrum, {
      caption: captionOf(data, `Shell spectra from the IR to the UV, step ${spectrum.artifact.step}.`), scale,
    })),
  },
]
