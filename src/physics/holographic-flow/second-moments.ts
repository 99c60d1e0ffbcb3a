import type { HolographicFlowConfig } from '../../shared/studies/holographic-flow/config.ts'
import { baseVariances } from './base-law.ts'
import { encodingEnvelopes } from './envelopes.ts'
import type { Geometry } from './geometry.ts'
import { makeFlowGeometry } from './make-geometry.ts'
import type { EndpointCoefficients, Path } from './paths.ts'
import { makePath, residual } from './paths.ts'
import type { FlowVariant } from './variants.ts'
import { variantOf } from './variants.ts'

/** Mean squares of the end points of one mode, each averaged over its real and imaginary plane. */
export interface EndpointMoments {
  readonly phi0: number
  readonly pi0: number
  readonly phi1: number
  readonly pi1: number
  /** <phi_1 pi_1> */
  readonly phi1pi1: number
}

/**
 * <X²> of X = c1 phi_0 + c2 pi_0 + c3 phi_1 + c4 pi_1; the base is independent of the data and of mean zero.
 * For points |J_k| = 1, so the data enter through the envelopes alone and the value is exact. Spec: 6.9.
 */
export function meanSquare(x: EndpointCoefficients, moments: EndpointMoments): number {
  return covariance(x, x, moments)
}

/** <X Y> of two such quantities. */
export function covariance(x: EndpointCoefficients, y: EndpointCoefficients, { phi0, pi0, phi1, pi1, phi1pi1 }: EndpointMoments): number {
  return x[0] * y[0] * phi0 + x[1] * y[1] * pi0 + x[2] * y[2] * phi1 + x[3] * y[3] * pi1 + (x[2] * y[3] + x[3] * y[2]) * phi1pi1
}

/** Modes that share all moments. The points of the FCN baseline are one such group, with k = 0. */
export interface ModeGroup {
  readonly k: number
  /** Modes in the group; 1 for the FCN, whose loss is a mean over coordinates. */
  readonly count: number
  readonly endpoints: EndpointMoments
}

/** Mean squares at one time, one value a group. */
export interface SecondMoments {
  readonly phi: Float64Array
  readonly pi: Float64Array
  /** Of the target R = U - alpha deltaR V, d/dt. */
  readonly residualPhi: Float64Array
  readonly residualPi: Float64Array
}

/** Everything that the analytic moments of a configuration are made from. */
export interface MomentModel {
  readonly variant: FlowVariant
  readonly geometry: Geometry
  readonly path: Path
  /** One group a shell of the mode lattice, in its order. */
  readonly groups: readonly ModeGroup[]
  at(t: number): SecondMoments
}

export type MomentConfig = Pick<HolographicFlowConfig, 'geometry' | 'encoding' | 'model'>

export function momentModel(config: MomentConfig): MomentModel {
  const variant = variantOf(config)
  const geometry = makeFlowGeometry(config)
  const path = makePath(variant, geometry, config.model)
  const groups = variant.state === 'points' ? [pointGroup(config)] : modeGroups(config)
  return {
    variant,
    geometry,
    path,
    groups,
    at(t) {
      const point = path.at(t)
      const targets = groups.map(({ k }) => residual(geometry, variant.alpha, t, k * k, point))
      return {
        phi: Float64Array.from(groups, (group) => meanSquare(point.phi, group.endpoints)),
        pi: Float64Array.from(groups, (group) => meanSquare(point.pi, group.endpoints)),
        residualPhi: Float64Array.from(groups, (group, i) => meanSquare(targets[i].phi, group.endpoints)),
        residualPi: Float64Array.from(groups, (group, i) => meanSquare(targets[i].pi, group.endpoints)),
      }
    },
  }
}

function modeGroups(config: MomentConfig): ModeGroup[] {
  const { lattice, fieldOfShell, momentumOfShell } = encodingEnvelopes(config)
  return lattice.shells.map(({ k, count }, i) => {
    const base = baseVariances(config.model.basePrior, k)
    const psi = fieldOfShell[i]
    const varpi = momentumOfShell[i]
    // A phase of modulus one has mean square 1/2 in each of its two planes.
    return {
      k,
      count,
      endpoints: {
        phi0: base.field,
        pi0: base.momentum,
        phi1: (psi * psi) / 2,
        pi1: (varpi * varpi) / 2 + config.encoding.liftNoiseSigma ** 2,
        phi1pi1: (psi * varpi) / 2,
      },
    }
  })
}

/** Standardised coordinates have mean square one; their momentum is the lift noise. Spec: 6.6. */
function pointGroup(config: MomentConfig): ModeGroup {
  const base = baseVariances('white', 0)
  return {
    k: 0,
    count: 1,
    endpoints: { phi0: base.field, pi0: base.momentum, phi1: 1, pi1: config.encoding.liftNoiseSigma ** 2, phi1pi1: 0 },
  }
}
