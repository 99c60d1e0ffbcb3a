import * as tf from '@tensorflow/tfjs-core'
import type { Tensor } from '@tensorflow/tfjs-core'
import type { ApplyOptions, Network } from '../networks/network.ts'
import { timeFeatureCount, timeFeatures } from '../networks/time-features.ts'
import type { FlowModel } from './flow-model.ts'
import { flowTime, type LinearForm } from './flow-time.ts'

/** dS/dtau of states S = (phi, pi), `[B, …sites, 2F]`, at one reading tau in [0, 1] of the flow's clock. Must run in a tf.tidy. */
export type VelocityField = (state: Tensor, tau: number) => Tensor

/**
 * The learned flow dS/dt = deltaR (alpha V_KG + N), as dS/dtau in the model's clock, V_KG = (pi, friction pi +
 * (k² invF2 + massTerm) phi), with N = (0, N^pi) or (N^phi, N^pi). Pass no weights for N = 0. Spec: 6.8; preconditioning: 6.9.
 */
export function velocityField(model: FlowModel, network: Network, weights: readonly Tensor[] | null): VelocityField {
  const { variant } = model.moments
  const learn = weights && learnedVelocity(model, network, weights)
  return (state, tau) => {
    const learned = learn && learn(state, tau)
    if (variant.alpha === 0) return learned ?? tf.zerosLike(state)
    const backbone = perReading(model, tau, (t) => backboneVelocity(model, state, t))
    if (!learned) return backbone
    return tf.add(backbone, model.outputPlanes === model.planes ? behindZeros(learned) : learned)
  }
}

/**
 * deltaR N dt/dtau, `[B, …sites, outputPlanes]`: what the network answers, times its scale, plus what is known beforehand (see
 * `flowTime`). With `inputGradient` it can be differentiated in the state.
 */
export function learnedVelocity(model: FlowModel, network: Network, weights: readonly Tensor[], options: ApplyOptions = {}): VelocityField {
  const { preconditioning } = model.config.model
  return (state, tau) => perReading(model, tau, (t) => {
    const features = tf.tensor2d(timeFeatures([tau]), [1, timeFeatureCount])
    if (preconditioning === 'none') return network.apply(weights, state, features, options)
    const { seen, phi, pi } = flowTime(model, t)
    const halves = model.outputPlanes === model.planes ? [pi] : [phi, pi]
    const answer = network.apply(weights, linearForms(model, seen, state), features, options)
    const scaled = tf.mul(answer, overSites(model, halves.map(({ scale }) => scale)))
    return preconditioning === 'source' ? tf.add(scaled, linearForms(model, halves.map(({ guess }) => guess), state)) : scaled
  })
}

/** A velocity per unit of t as one per unit of the clock. */
function perReading({ clock }: FlowModel, tau: number, velocity: (t: number) => Tensor): Tensor {
  const t = clock.time(tau)
  const rate = clock.rate(t)
  return rate === 1 ? velocity(t) : tf.div(velocity(t), rate)
}

/** onField phi + onMomentum pi of each form, side by side. */
function linearForms(model: FlowModel, forms: readonly LinearForm[], state: Tensor): Tensor {
  const [phi, pi] = tf.split(state, 2, -1)
  return tf.concat(forms.map(({ onField, onMomentum }) =>
    tf.add(tf.mul(phi, overSites(model, [onField])), tf.mul(pi, overSites(model, [onMomentum])))), -1)
}

/** deltaR V_KG */
function backboneVelocity(model: FlowModel, state: Tensor, t: number): Tensor {
  const { extent, moments: { geometry, groups } } = model
  const { friction, inverseWarpSquared, massTerm } = geometry.backboneCoefficients(geometry.rIR + t * extent)
  const stiffness = Float64Array.from(groups, ({ k }) => extent * (k * k * inverseWarpSquared + massTerm))
  const [phi, pi] = tf.split(state, 2, -1)
  return tf.concat([tf.mul(pi, extent), tf.add(tf.mul(pi, extent * friction), tf.mul(phi, overSites(model, [stiffness])))], -1)
}

/** (0, N^pi) */
function behindZeros(learned: Tensor): Tensor {
  return tf.concat([tf.zerosLike(learned), learned], -1)
}

/** Values per group, one set for each block of F planes, as `[1, …sites, blocks · F]`. */
function overSites({ sites, planes, groupOf, siteShape }: FlowModel, blocks: readonly Float64Array[]): Tensor {
  const width = blocks.length * planes
  const values = new Float32Array(sites * width)
  for (let site = 0; site < sites; site++) {
    blocks.forEach((block, index) => {
      values.fill(block[groupOf[site]], site * width + index * planes, site * width + (index + 1) * planes)
    })
  }
  return tf.tensor(values, [1, ...siteShape, width])
}
