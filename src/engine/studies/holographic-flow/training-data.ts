import { Problem } from '../../../shared/problem.ts'
import type { HolographicFlowConfig } from '../../../shared/studies/holographic-flow/config.ts'
import { generatePoints } from '../../../physics/datasets/generate-points.ts'
import { hashPoints } from '../../../physics/datasets/hash-points.ts'
import { measureStandardisation, noStandardisation, standardise, type Standardisation } from '../../../physics/datasets/standardise.ts'
import { stream } from '../../../physics/random/stream.ts'

export interface FlowData {
  /** SHA-256 of all points, before any are held out. */
  readonly hash: string
  /** What is learned, `[N, 2]` in data units. */
  readonly training: Float64Array
  /** The same, standardised: what the encoder reads. */
  readonly standardised: Float64Array
  readonly standardisation: Standardisation
  /** What generated points are compared with, `[M, 2]` in data units. */
  readonly reference: Float64Array
  /** Where the reference comes from, for the description of the artifact. */
  readonly referenceOrigin: string
  /** The law is the checkerboard, so its metrics have a meaning. */
  readonly board: boolean
}

/** Share of an own data set that is held out for the metrics. */
const heldOutShare = 0.1
/** Smaller own data sets are too precious to divide: they are compared with themselves. */
const smallestDivided = 200

/**
 * Training and reference points of a run. Generators: training points from stream `data`, reference points are fresh draws
 * from stream `reference`. Own data: a random tenth (at most `sampling.referencePoints`) is held out of the training and is
 * the reference; sets of less than 200 points are compared with themselves.
 */
export async function flowData(config: HolographicFlowConfig, ownPoints: Float64Array | null): Promise<FlowData> {
  const { data, seed, sampling, encoding, training: { batchSize } } = config
  if (data.kind === 'generator') {
    const training = generatePoints(data.name, data.points, seed, 'data')
    return {
      ...await withStandardisation(training, training, encoding.standardise),
      reference: generatePoints(data.name, sampling.referencePoints, seed, 'reference'),
      referenceOrigin: 'fresh draws of the true law',
      board: data.name === 'checkerboard',
    }
  }
  if (!ownPoints) throw new Problem('DataMissing', 'The points of the data set were not handed to the study.', 'Import the data set again.')
  const divided = divide(ownPoints, sampling.referencePoints, seed)
  const count = divided.training.length / 2
  if (batchSize > count) {
    throw new Problem(
      'BatchLargerThanData', `A batch of ${batchSize} needs as many training points; the data set leaves ${count}.`,
      `Lower the batch size to ${count} or less.`,
    )
  }
  return { ...await withStandardisation(ownPoints, divided.training, encoding.standardise), ...divided, board: false }
}

async function withStandardisation(all: Float64Array, training: Float64Array, wanted: boolean) {
  const standardisation = wanted ? measureStandardisation(training) : noStandardisation
  return { hash: await hashPoints(all), training, standardised: standardise(training, standardisation), standardisation }
}

function divide(points: Float64Array, most: number, seed: number): Pick<FlowData, 'training' | 'reference' | 'referenceOrigin'> {
  const count = points.length / 2
  if (count < smallestDivided) return { training: points, reference: points, referenceOrigin: 'the training data: too few to hold any out' }
  const heldOut = Math.max(2, Math.min(most, Math.floor(count * heldOutShare)))
  const order = stream(seed, 'reference').shuffle(Uint32Array.from({ length: count }, (_, i) => i))
  return {
    training: pickPoints(points, order.subarray(heldOut).sort()),
    reference: pickPoints(points, order.subarray(0, heldOut)),
    referenceOrigin: `${heldOut} points held out of the training`,
  }
}

/** The points with the given indices. */
export function pickPoints(points: Float64Array, indices: Uint32Array): Float64Array {
  const picked = new Float64Array(2 * indices.length)
  indices.forEach((index, i) => {
    picked[2 * i] = points[2 * index]
    picked[2 * i + 1] = points[2 * index + 1]
  })
  return picked
}
