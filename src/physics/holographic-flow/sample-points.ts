import * as tf from '@tensorflow/tfjs-core'
import type { Tensor, Tensor4D } from '@tensorflow/tfjs-core'
import type { SamplingConfig } from '../../shared/studies/holographic-flow/config.ts'
import type { RandomStream } from '../random/stream.ts'
import { decodeFields } from './decode-fields.ts'
import type { FlowModel } from './flow-model.ts'
import { integrate } from './integrators.ts'
import { decoderOfSources, sourcesOf } from './source-decoder.ts'
import type { VelocityField } from './velocity-field.ts'

export interface SampleOptions extends Pick<SamplingConfig, 'solver' | 'solverSteps'> {
  /** States carried at a time; bounds the memory. */
  chunk: number
  /** Called after every solver step. */
  afterStep?: () => Promise<void>
}

/**
 * Draws base states and carries them to the UV. Each state takes the next 2F·sites normal numbers of the stream (phi, then
 * pi), so that the points do not depend on the chunk.
 *
 * Returns standardised points `[count, 2]`.
 */
export async function samplePoints(
  model: FlowModel, velocity: VelocityField, count: number, random: RandomStream, options: SampleOptions,
): Promise<Float64Array> {
  const points = new Float64Array(2 * count)
  for (let done = 0; done < count; done += options.chunk) {
    const size = Math.min(options.chunk, count - done)
    const final = await integrate(velocity, baseStates(model, size, random), options.solver, options.solverSteps, options.afterStep)
    points.set(await readPoints(model, final), 2 * done)
    final.dispose()
  }
  return points
}

/** States of the base law, `[count, …sites, 2F]`. */
export function baseStates({ sites, planes, siteShape, baseField, baseMomentum }: FlowModel, count: number, random: RandomStream): Tensor {
  const stateSize = sites * planes
  const noise = new Float32Array(2 * stateSize)
  const states = new Float32Array(count * 2 * stateSize)
  for (let sample = 0; sample < count; sample++) {
    random.fillNormal(noise)
    let at = sample * 2 * stateSize
    for (let site = 0; site < sites; site++) {
      for (let plane = 0; plane < planes; plane++) states[at++] = baseField[site] * noise[site * planes + plane]
      for (let plane = 0; plane < planes; plane++) states[at++] = baseMomentum[site] * noise[stateSize + site * planes + plane]
    }
  }
  return tf.tensor(states, [count, ...siteShape, 2 * planes])
}

/** The field half of a state, or its sources, decoded; for the FCN baseline it is the point. */
export async function readPoints(model: FlowModel, state: Tensor): Promise<Float64Array> {
  const { lattice, planes, config: { encoding: { decoder, decoderGrid } } } = model
  const bySource = decoder === 'sourceReadout'
  const field = bySource ? sourcesOf(model, state) : tf.slice(state, state.shape.map(() => 0), [...state.shape.slice(0, -1), planes])
  const points = lattice ? await decodeFields(field as Tensor4D, lattice, { decoder: bySource ? decoderOfSources : decoder, decoderGrid })
    : Float64Array.from(await field.data<'float32'>())
  field.dispose()
  return points
}
