import type { SamplingConfig } from '../../../shared/studies/holographic-flow/config.ts'
import { stream } from '../../../physics/random/stream.ts'
import type { StudyArtifact } from '../../study.ts'
import { pickPoints, type FlowData } from './training-data.ts'

/** Most training points that go into the picture of the data. */
const mostShown = 5000

const pointAxes = ['point', 'coordinate (x, y)']
const units = 'data units'

/** Training data, thinned at random, and the reference points of the metrics. */
export function initialFlowArtifacts({ training, reference, referenceOrigin }: FlowData, seed: number): StudyArtifact[] {
  const count = training.length / 2
  const thinned = count <= mostShown ? training : pickPoints(
    training, stream(seed, 'subsample').shuffle(Uint32Array.from({ length: count }, (_, i) => i)).subarray(0, mostShown).sort())
  return [
    {
      descriptor: {
        file: 'training-data.npy', kind: 'training-data', step: 0, axes: pointAxes, units,
        description: count <= mostShown ? 'All training points.' : `${mostShown} of ${count} training points, picked at random.`,
      },
      shape: [thinned.length / 2, 2],
      data: thinned,
    },
    {
      descriptor: {
        file: 'reference.npy', kind: 'reference', step: 0, axes: pointAxes, units,
        description: `Points that the metrics compare with: ${referenceOrigin}.`,
      },
      shape: [reference.length / 2, 2],
      data: reference,
    },
  ]
}

/** Points generated after a step. */
export function samplesArtifact(step: number, points: Float64Array, { solver, solverSteps }: SamplingConfig, seed: number): StudyArtifact {
  return {
    descriptor: {
      file: `samples-step-${String(step).padStart(6, '0')}.npy`, kind: 'samples', step, axes: pointAxes, units,
      description: `Points generated with the averaged weights after ${step} steps; ${solver}, ${solverSteps} steps, seed ${seed}.`,
    },
    shape: [points.length / 2, 2],
    data: points,
  }
}
