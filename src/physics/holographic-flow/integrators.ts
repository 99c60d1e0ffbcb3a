import * as tf from '@tensorflow/tfjs-core'
import type { Tensor } from '@tensorflow/tfjs-core'
import type { SamplingConfig } from '../../shared/studies/holographic-flow/config.ts'
import type { VelocityField } from './velocity-field.ts'

/** One step of size h in t, from time t. */
type Step = (velocity: VelocityField, state: Tensor, t: number, h: number) => Tensor

/** state + h k */
const moved = (state: Tensor, h: number, k: Tensor): Tensor => tf.add(state, tf.mul(k, h))

/** Explicit Runge-Kutta steps of order 4, 2, 2, 1. */
export const steps: Record<SamplingConfig['solver'], Step> = {
  rk4(velocity, state, t, h) {
    const k1 = velocity(state, t)
    const k2 = velocity(moved(state, h / 2, k1), t + h / 2)
    const k3 = velocity(moved(state, h / 2, k2), t + h / 2)
    const k4 = velocity(moved(state, h, k3), t + h)
    return moved(state, h / 6, tf.addN([k1, tf.mul(tf.add(k2, k3), 2), k4]))
  },
  heun(velocity, state, t, h) {
    const k1 = velocity(state, t)
    const k2 = velocity(moved(state, h, k1), t + h)
    return moved(state, h / 2, tf.add(k1, k2))
  },
  midpoint(velocity, state, t, h) {
    return moved(state, h, velocity(moved(state, h / 2, velocity(state, t)), t + h / 2))
  },
  euler(velocity, state, t, h) {
    return moved(state, h, velocity(state, t))
  },
}

/**
 * Carries states from t = 0 (IR) to t = 1 (UV) in n equal steps; times are i/n, so none is beyond 1. Takes the state over and
 * returns a new tensor.
 *
 * @param afterStep called after every step with the state and its time, for instance to record it, or to let other work run
 */
export async function integrate(
  velocity: VelocityField, initial: Tensor, solver: SamplingConfig['solver'], n: number, afterStep: (state: Tensor, t: number) => Promise<void> = async () => {},
): Promise<Tensor> {
  let state = initial
  for (let i = 0; i < n; i++) {
    const next = tf.tidy(() => steps[solver](velocity, state, i / n, 1 / n))
    state.dispose()
    state = next
    await afterStep(state, (i + 1) / n)
  }
  return state
}
