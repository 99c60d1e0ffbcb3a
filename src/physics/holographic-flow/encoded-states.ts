import type { RandomStream } from '../random/stream.ts'
import { type FlowModel, stateSize } from './flow-model.ts'
import { writePhases } from './training-batch.ts'

/**
 * Standardised points `[N, 2]` as states at the UV cut-off `[N, …sites, 2F]`: envelopes times phases, and fresh lift noise on
 * the momentum; each state takes the next F·sites normal numbers. What training flows to. Spec: 5.3.
 */
export function encodedStates(model: FlowModel, points: Float64Array, random: RandomStream): Float32Array {
  const { sites, planes, fieldEnvelope, momentumEnvelope, config: { encoding: { liftNoiseSigma } } } = model
  const size = stateSize(model)
  const states = new Float32Array((points.length / 2) * size)
  const phases = new Float64Array(sites * planes)
  const lift = new Float64Array(sites * planes)
  for (let n = 0; 2 * n < points.length; n++) {
    writePhases(model, points[2 * n], points[2 * n + 1], phases)
    if (liftNoiseSigma > 0) random.fillNormal(lift, liftNoiseSigma)
    let at = n * size
    for (let site = 0; site < sites; site++) {
      const first = site * planes
      for (let i = first; i < first + planes; i++) states[at++] = fieldEnvelope[site] * phases[i]
      for (let i = first; i < first + planes; i++) states[at++] = momentumEnvelope[site] * phases[i] + lift[i]
    }
  }
  return states
}
