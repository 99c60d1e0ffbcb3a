import * as tf from '@tensorflow/tfjs-core'
import type { Tensor } from '@tensorflow/tfjs-core'
import { releasedGain } from './envelopes.ts'
import type { FlowModel } from './flow-model.ts'
import { makeGeometry } from './make-geometry.ts'
import { readSource } from './source-readout.ts'

/** How fields of sources become points: every mode has amplitude one, so the sharpest picture, and no edge. */
export const decoderOfSources = 'circularSoftArgmax'

/** J = field · phi + momentum · pi, one pair of coefficients a mode, `[sites]`. */
export interface SourceCoefficients {
  readonly field: Float64Array
  readonly momentum: Float64Array
}

/**
 * Coefficients of the exact source readout of 4.5 at the UV cut-off, in the variables of the flow and for its envelope gain: an
 * encoded point gives back its bare phases e^(-i k·(y - y_min)). What solves the equation of motion without a source (the
 * response) drops out of J. Only for encodings by the propagator; lift noise on pi enters J, by sinh(u)/u at nu = 1/2.
 * Spec: 5.5 d.
 */
export function sourceCoefficients({ config, lattice, groupOf }: Pick<FlowModel, 'config' | 'lattice' | 'groupOf'>): SourceCoefficients {
  const geometry = makeGeometry(config.geometry)
  const vev = config.encoding.fieldRescaling === 'vev'
  const twoNu = 2 * geometry.conformalDimension - geometry.boundaryDimension
  const scale = vev ? Math.exp(-twoNu * geometry.rUV) : 1
  const ofShell = (lattice?.shells ?? []).map(({ k }) => {
    const gain = config.encoding.envelopeGain === 'released' && k > 0 ? releasedGain(geometry) : 1
    // VEV variables: phi = e^(-2 nu r) phi_A, pi = e^(-2 nu r) pi_A - 2 nu phi.
    const source = (phi: number, pi: number) => readSource(geometry, k, geometry.rUV, scale * phi, scale * (vev ? pi - twoNu * phi : pi)) / gain
    return { field: source(1, 0), momentum: source(0, 1) }
  })
  return {
    field: Float64Array.from(groupOf, (group) => ofShell[group].field),
    momentum: Float64Array.from(groupOf, (group) => ofShell[group].momentum),
  }
}

/** Sources `[N, K, K, F]` of states `[N, K, K, 2F]`. A new tensor. */
export function sourcesOf(model: FlowModel, state: Tensor): Tensor {
  const { field, momentum } = sourceCoefficients(model)
  return tf.tidy(() => {
    const perSite = (values: Float64Array) => tf.tensor(Float32Array.from(values), [1, ...model.siteShape, 1])
    const [phi, pi] = tf.split(state, 2, -1)
    return tf.add(tf.mul(phi, perSite(field)), tf.mul(pi, perSite(momentum)))
  })
}
