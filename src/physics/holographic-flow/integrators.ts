import * as tf from '@tensorflow/tfjs-core'
import type { Tensor } from '@tensorflow/tfjs-core'
import type { SamplingConfig } from '../../shared/studies/holographic-flow/config.ts'
import { layerKernels } from '../networks/kernel-registry.ts'
import type { VelocityField } from './velocity-field.ts'

/** One step of size h in t, from time t. */
type Step = (velocity: VelocityField, state: Tensor, t: number, h: number) => Tensor

/** state + Σ h k */
function moved(state: Tensor, ...stages: readonly (readonly [h: number, k: Tensor])[]): Tensor {
  return layerKernels().combination([[1, state], ...stages])
}

/** The velocity at a stage's state, which only it reads. */
function velocityAt(velocity: VelocityField, stage: Tensor, t: number): Tensor {
  const k = velocity(stage, t)
  stage.dispose()
  return k
}

/** Explicit Runge-Kutta steps of order 4, 2, 2, 1. */
export const steps: Record<SamplingConfig['solver'], Step> = {
  rk4(velocity, state, t, h) {
    const k1 = velocity(state, t)
    const k2 = velocityAt(velocity, moved(state, [h / 2, k1]), t + h / 2)
    const k3 = velocityAt(velocity, moved(state, [h / 2, k2]), t + h / 2)
    const k4 = velocityAt(velocity, moved(state, [h, k3]), t + h)
    return moved(state, [h / 6, k1], [h / 3, k2], [h / 3, k3], [h / 6, k4])
  },
  heun(velocity, state, t, h) {
    const k1 = velocity(state, t)
    const k2 = velocityAt(velocity, moved(state, [h, k1]), t + h)
    return moved(state, [h / 2, k1], [h / 2, k2])
  },
  midpoint(velocity, state, t, h) {
    return moved(state, [h, velocityAt(velocity, moved(state, [h / 2, velocity(state, t)]), t + h / 2)])
  },
  euler(velocity, state, t, h) {
    return moved(state, [h, velocity(state, t)])
  },
}

/**
 * Carries states from t = 0 (IR) to t = 1 (UV) in n equal steps of the flow's clock, which t is here; times are i/n, so none is beyond 1. Takes the state over and
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
