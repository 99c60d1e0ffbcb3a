import * as tf from '@tensorflow/tfjs-core'
import type { Tensor } from '@tensorflow/tfjs-core'
import type { SamplingConfig } from '../../shared/studies/holographic-flow/config.ts'
import { steps } from './integrators.ts'
import { quadraticForms, type TraceProbes } from './trace-probes.ts'
import type { VelocityField } from './velocity-field.ts'

export interface CarryBackOptions extends Pick<SamplingConfig, 'solver' | 'solverSteps'> {
  afterStep?: () => Promise<void>
}

export interface CarriedBack {
  /** States at t = 0, a new tensor. */
  initial: Tensor
  /** ∫ e^T (∂N/∂S) e dt from 0 to 1 along each trajectory, one column a probe, `[B, probes]`. */
  traces: Float64Array
}

/**
 * Carries states from t = 1 (UV) back to t = 0 (IR), with the integral of the divergence of the velocity's learned part N
 * along the way, as one system (S, ∫ q). Probes stay fixed along a trajectory. The sum over the solver's steps is in float64.
 * Leaves `final` and the probes to the caller. Spec: 9.
 */
export async function carryBack(
  { velocity, learned }: { velocity: VelocityField; learned: VelocityField | null }, final: Tensor, probes: TraceProbes,
  { solver, solverSteps: n, afterStep = async () => {} }: CarryBackOptions,
): Promise<CarriedBack> {
  const [batch] = final.shape
  const size = final.size / batch
  const columns = learned ? probes.vectors.length : 0
  const augmented: VelocityField = (packed, t) => {
    const state = tf.reshape(tf.slice(packed, [0, 0], [batch, size]), final.shape)
    const flow = tf.reshape(velocity(state, t), [batch, size])
    return learned ? tf.concat([flow, quadraticForms(learned, state, t, probes)], 1) : flow
  }
  const traces = new Float64Array(batch * columns)
  let state = tf.tidy(() => tf.reshape(final, [batch, size]))
  for (let i = n; i > 0; i--) {
    const [next, change] = tf.tidy(() => {
      const end = steps[solver](augmented, tf.concat([state, tf.zeros([batch, columns])], 1), i / n, -1 / n)
      return [tf.slice(end, [0, 0], [batch, size]), tf.slice(end, [0, size], [batch, columns])]
    })
    state.dispose()
    state = next
    if (columns > 0) (await change.data<'float32'>()).forEach((value, at) => { traces[at] -= value })
    change.dispose()
    await afterStep()
  }
  const initial = tf.reshape(state, final.shape)
  state.dispose()
  return { initial, traces }
}
