import * as tf from '@tensorflow/tfjs-core'
import type { Scalar, Tensor1D, Tensor4D } from '@tensorflow/tfjs-core'
import type { StageOneConfig } from '../../../shared/studies/neural-rg/config.ts'
import type { TensorMap } from '../map/holographic-map.ts'
import type { TensorAction } from '../models/tensor-action.ts'

export interface TensorBatch {
  parameters: Tensor1D
  /** A copy of the same numbers, made before the tape begins, so that no gradient reaches it. */
  held: Tensor1D
  /** Bulk fields, `[B, L, L, C]`. */
  zeta: Tensor4D
}

/**
 * The variational free energy of a batch without the constant of the action, E[S(φ) + ln q(φ)] with φ = Gζ (see `VariationalLoss`
 * for the float64 form), with what the configuration asks for:
 *
 *   path gradient   ln q with the parameters held, through the RG direction: the score term, of mean zero, is left out
 *   mixture         q_s(φ) = ½ [q(φ) + q(-φ)] in place of q, exact under the sign; samples take a random sign
 *   penalty         + E[ln q(φ) - ln q(-φ)], the Ising reference's
 */
export function tensorLoss(map: TensorMap, action: TensorAction, { parameters, held, zeta }: TensorBatch, { gradient, symmetrise }: Pick<StageOneConfig, 'gradient' | 'symmetrise'>): Scalar {
  const { field, logDetJ } = map.generate(parameters, zeta)
  const own = gradient === 'path' ? logDensity(map, held, field) : tf.sub(logPrior(zeta), logDetJ)
  const energy = action.varying(field)
  if (symmetrise === 'none') return tf.mean(tf.add(energy, own))
  const turned = logDensity(map, gradient === 'path' ? held : parameters, tf.neg(field))
  if (symmetrise === 'penalty') return tf.mean(tf.add(energy, tf.sub(tf.mul(own, 2), turned)))
  const mixture = tf.sub(tf.logSumExp(tf.stack([own, turned]), 0), Math.LN2)
  return tf.mean(tf.add(energy, mixture))
}

/** ln q of fields, `[B]`: ln P(ζ) + ln|det ∂ζ/∂φ| with ζ = G⁻¹φ. */
function logDensity(map: TensorMap, parameters: Tensor1D, phi: Tensor4D): Tensor1D {
  const { field, logDetJ } = map.renormalize(parameters, phi)
  return tf.add(logPrior(field), logDetJ)
}

/** ln P, `[B]`, constants included; see `prior.ts`. */
function logPrior(zeta: Tensor4D): Tensor1D {
  const [, side, , components] = zeta.shape
  const variance = 1 / components
  const constant = -0.5 * side * side * components * Math.log(2 * Math.PI * variance)
  return tf.sub(constant, tf.div(tf.sum(tf.square(zeta), [1, 2, 3]), 2 * variance))
}
