import * as tf from '@tensorflow/tfjs-core'
import type { Tensor } from '@tensorflow/tfjs-core'
import type { RandomStream } from '../random/stream.ts'
import type { VelocityField } from './velocity-field.ts'

/**
 * Vectors e for the trace of the Jacobian J = ∂N/∂S of a learned velocity, from the numbers q = e^T J e: with all unit vectors
 * tr J is their sum (`exact`); with Rademacher vectors (independent signs) it is their expectation, and their scatter says how
 * well the mean is known (`estimate`; Hutchinson 1990). The scatter stems from off-diagonal J alone.
 *
 * Each is `[B, …sites, P]`, or `[1, …sites, P]` for all samples, over the P last planes of a state: those that N moves.
 */
export interface TraceProbes {
  readonly kind: 'exact' | 'estimate'
  readonly vectors: readonly Tensor[]
}

/** States of up to this many numbers get the exact trace, one vector-Jacobian product each: the FCN baseline. Spec: 9. */
export const largestExactTrace = 64

/** All unit vectors of arrays `shape` (without the batch). */
export function unitProbes(shape: readonly number[]): TraceProbes {
  const size = shape.reduce((product, length) => product * length, 1)
  return {
    kind: 'exact',
    vectors: Array.from({ length: size }, (_, i) => {
      const values = new Float32Array(size)
      values[i] = 1
      return tf.tensor(values, [1, ...shape])
    }),
  }
}

/** `count` sign vectors for each of `batch` samples; a sample takes the next count · size signs, whatever the batch. */
export function signProbes(shape: readonly number[], batch: number, count: number, random: RandomStream): TraceProbes {
  const size = shape.reduce((product, length) => product * length, 1)
  const values = Array.from({ length: count }, () => new Float32Array(batch * size))
  for (let sample = 0; sample < batch; sample++) {
    for (const probe of values) for (let i = 0; i < size; i++) probe[sample * size + i] = random.sign()
  }
  return { kind: 'estimate', vectors: values.map((probe) => tf.tensor(probe, [batch, ...shape])) }
}

/**
 * q = e^T (∂N/∂S) e at states S `[B, …sites, planes]`, one column a probe, `[B, probes]`. N must be differentiable in the state. Must
 * run in a tf.tidy.
 */
export function quadraticForms(learned: VelocityField, state: Tensor, t: number, { vectors }: TraceProbes): Tensor {
  const ofProbe = vectors.map((vector) => tf.tidy(() => {
    const gradient = tf.grad((s: Tensor) => tf.sum(tf.mul(learned(s, t), vector)))(state)
    const planes = vector.shape[vector.rank - 1] as number
    const unmoved = (state.shape[state.rank - 1] as number) - planes
    const moved = unmoved === 0 ? gradient
      : tf.slice(gradient, [...state.shape.slice(0, -1).map(() => 0), unmoved], [...state.shape.slice(0, -1), planes])
    return tf.sum(tf.reshape(tf.mul(moved, vector), [state.shape[0], -1]), 1)
  }))
  return tf.stack(ofProbe, 1)
}
