import { setImmediate as breathe } from 'node:timers/promises'
import { bulkArtifactKinds } from '../../../shared/studies/holographic-flow/bulk.ts'
import type { SamplingConfig } from '../../../shared/studies/holographic-flow/config.ts'
import { undoStandardisation, type Standardisation } from '../../../physics/datasets/standardise.ts'
import { fieldSlices, flowsInModes, modeTrajectories, type ModeFlow } from '../../../physics/holographic-flow/bulk-pictures.ts'
import type { FlowModel } from '../../../physics/holographic-flow/flow-model.ts'
import { recordFlow, type FlowRecord } from '../../../physics/holographic-flow/record-flow.ts'
import type { VelocityField } from '../../../physics/holographic-flow/velocity-field.ts'
import { stream } from '../../../physics/random/stream.ts'
import type { AnalysisOptions, StudyArtifact } from '../../study.ts'
import { analysisParts } from '../analysis-parts.ts'

export { analysisParts }

/** The analysis that follows samples through the bulk. */
export const bulkKind = 'bulk'
/** The analysis that shows where the network overrides the equation of motion. */
export const dynamicsKind = 'dynamics'
/** States that it looks at. */
export const dynamicsSamples = 500

/** Samples whose fields and modes are kept. */
const recorded = 3
/** Most points of the clouds. */
const mostPoints = 2000
/** Points per axis of the field slices. */
const grid = 128

export interface BulkOptions extends AnalysisOptions {
  sampling: SamplingConfig
  standardisation: Standardisation
  /** States carried at a time. */
  chunk: number
}

/**
 * Field slices, trajectories of modes and decoded clouds of the first samples of a seed, which are those of an evaluation
 * where the seed is the run's. Figures 3 to 5 of the spec. The FCN baseline has clouds alone.
 */
export async function bulkArtifacts(model: FlowModel, velocity: VelocityField, options: BulkOptions): Promise<StudyArtifact[]> {
  const { sampling, seed, onProgress = () => undefined } = options
  const record = await recordFlow(model, velocity, stream(seed, 'sample'), {
    ...sampling, count: Math.min(mostPoints, sampling.points), recorded, chunk: options.chunk,
    afterStep: async (share) => {
      onProgress(0.95 * share)
      await breathe()
    },
  })
  const parts = [cloudsPart(record, options), ...(flowsInModes(model) ? modeParts(model, record, options) : [])]
  return analysisParts(bulkKind, parts, options)
}

function cloudsPart({ clouds, cloudTimes }: FlowRecord, { sampling, standardisation, seed, step }: BulkOptions): StudyArtifact {
  const count = clouds.length / (2 * cloudTimes.length)
  return {
    descriptor: {
      kind: bulkArtifactKinds.clouds, file: 'bulk-clouds.npy', step,
      axes: ['flow time t', 'point', 'coordinate (x, y)'], units: 'data units', coordinates: [[...cloudTimes], null, null],
      description: `States of ${count} samples decoded on their way; averaged weights, ${sampling.solver}, ${sampling.solverSteps} steps, seed ${seed}.`,
    },
    shape: [cloudTimes.length, count, 2],
    data: undoStandardisation(clouds, standardisation),
  }
}

function modeParts(model: ModeFlow, record: FlowRecord, { standardisation, step }: BulkOptions): StudyArtifact[] {
  const { lattice: { modes, boxLength, integers }, extent, moments: { geometry } } = model
  const radii = Array.from(record.times, (t) => geometry.rIR + t * extent)
  const pixels = undoStandardisation(Float64Array.from({ length: grid }, (_, m) => -boxLength / 2 + (m * boxLength) / grid), standardisation)
  const trajectories = modeTrajectories(model, record)
  const samples = trajectories.length / (radii.length * modes * modes * 12)
  return [
    ...Array.from({ length: samples }, (_, sample): StudyArtifact => ({
      descriptor: {
        kind: bulkArtifactKinds.field, file: `bulk-field-${sample}.npy`, step,
        axes: ['radius r', 'x', 'y'], units: 'field, mean of the channels; x and y in data units', coordinates: [radii, [...pixels], [...pixels]],
        description: `Field slices φ(r, x) of sample ${sample} from the IR to the UV.`,
      },
      shape: [radii.length, grid, grid],
      data: fieldSlices(model, record, sample, grid),
    })),
    {
      descriptor: {
        kind: bulkArtifactKinds.modes, file: 'bulk-modes.npy', step,
        axes: ['sample', 'radius r', 'n_x', 'n_y', 'curve (model, free Klein-Gordon, path)', 'field, momentum', 'real, imaginary part'],
        units: 'field, mean of the channels', coordinates: [null, radii, [...integers], [...integers], null, null, null],
        description: 'Modes φ_k and π_k of samples against r: the model, free evolution from the same base state, and the path between the ends.',
      },
      shape: [samples, radii.length, modes, modes, 3, 2, 2],
      data: trajectories,
    },
  ]
}
