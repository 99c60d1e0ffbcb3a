import type { FlowConfig, FlowModel } from './flow-model.ts'
import { residual, type EndpointCoefficients, type PathPoint } from './paths.ts'
import { regress } from './regression.ts'
import { meanSquare, type ModeGroup } from './second-moments.ts'

/** All that a training pair needs to know of its time. */
export interface FlowTime {
  readonly point: PathPoint
  /** Target R^phi, less its linear guess where there is one, `[groups, 4]`. */
  readonly targetPhi: Float64Array
  /** The same of R^pi. */
  readonly targetPi: Float64Array
  /** Preconditioning `regression`: the linear guesses of the targets from phi_t and pi_t; null with the others. */
  readonly guess: { readonly phi: LinearGuess; readonly pi: LinearGuess } | null
  /** Weight of the loss: omega(r), or 1. With relative weights it is to be taken over the square of each target's deviation. */
  readonly weight: number
  /** Preconditioning: standard deviations, one a group; null when it is off. */
  readonly deviations: Deviations | null
}

/** onField phi_t + onMomentum pi_t, coefficients one a group. */
export interface LinearGuess {
  readonly onField: Float64Array
  readonly onMomentum: Float64Array
}

export interface Deviations {
  readonly phi: Float64Array
  readonly pi: Float64Array
  readonly targetPhi: Float64Array
  readonly targetPi: Float64Array
}

/** Coefficients of path and target at time t. R^pi is linear in k², so two momenta give all. Spec: 6.3-6.5, 6.9. */
export function flowTime({ moments, config, extent }: Pick<FlowModel, 'moments' | 'config' | 'extent'>, t: number): FlowTime {
  const { variant, geometry, path, groups } = moments
  const { preconditioning } = config.model
  const point = path.at(t)
  const atZero = residual(geometry, variant.alpha, t, 0, point)
  const atOne = residual(geometry, variant.alpha, t, 1, point)
  const forPhi = learnedTargets(groups, point, () => atZero.phi, preconditioning)
  const forPi = learnedTargets(groups, point, (k) => along(atZero.pi, atOne.pi, k * k), preconditioning)
  const deviation = (coefficients: (group: number) => EndpointCoefficients) =>
    Float64Array.from(groups, ({ endpoints }, group) => Math.sqrt(meanSquare(coefficients(group), endpoints)))
  return {
    point,
    targetPhi: forPhi.targets,
    targetPi: forPi.targets,
    guess: forPhi.guess && forPi.guess && { phi: forPhi.guess, pi: forPi.guess },
    weight: variant.lossWeight === 'sliceVolume' ? geometry.sliceVolume(geometry.rIR + t * extent) : 1,
    deviations: preconditioning === 'none' ? null : {
      phi: deviation(() => point.phi),
      pi: deviation(() => point.pi),
      targetPhi: deviation((group) => coefficientsAt(forPhi.targets, group)),
      targetPi: deviation((group) => coefficientsAt(forPi.targets, group)),
    },
  }
}

/** What is to be learned of a target, `[groups, 4]`, and the guess that is taken off it. */
function learnedTargets(
  groups: readonly ModeGroup[], point: PathPoint, targetOf: (k: number) => EndpointCoefficients, preconditioning: FlowConfig['model']['preconditioning'],
): { targets: Float64Array; guess: LinearGuess | null } {
  const targets = new Float64Array(4 * groups.length)
  if (preconditioning !== 'regression') {
    groups.forEach(({ k }, group) => { targets.set(targetOf(k), 4 * group) })
    return { targets, guess: null }
  }
  const guess = { onField: new Float64Array(groups.length), onMomentum: new Float64Array(groups.length) }
  groups.forEach(({ k, endpoints }, group) => {
    const { onField, onMomentum, rest } = regress(targetOf(k), point.phi, point.pi, endpoints)
    targets.set(rest, 4 * group)
    guess.onField[group] = onField
    guess.onMomentum[group] = onMomentum
  })
  return { targets, guess }
}

function along(from: EndpointCoefficients, to: EndpointCoefficients, share: number): EndpointCoefficients {
  const at = (i: number) => from[i] + share * (to[i] - from[i])
  return [at(0), at(1), at(2), at(3)]
}

function coefficientsAt(table: Float64Array, group: number): EndpointCoefficients {
  return [table[4 * group], table[4 * group + 1], table[4 * group + 2], table[4 * group + 3]]
}

/**
 * The scale of a quantity by its deviation. One that vanishes identically (the zero mode's momentum at t = 1 without lift
 * noise, a target of weight zero) is left at zero.
 */
export function inverseOrZero(deviation: number): number {
  return deviation > 0 ? 1 / deviation : 0
}
