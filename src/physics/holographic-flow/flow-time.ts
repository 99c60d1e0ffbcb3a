import type { FlowModel } from './flow-model.ts'
import { residual, type EndpointCoefficients, type PathPoint } from './paths.ts'
import { meanSquare } from './second-moments.ts'

/** All that a training pair needs to know of its time. */
export interface FlowTime {
  readonly point: PathPoint
  /** Target R^phi; the same for all modes. */
  readonly targetPhi: EndpointCoefficients
  /** Target R^pi, `[groups, 4]`. */
  readonly targetPi: Float64Array
  /** Weight of the loss: omega(r), or 1. */
  readonly weight: number
  /** Preconditioning: standard deviations, one a group; null when it is off. */
  readonly deviations: Deviations | null
}

export interface Deviations {
  readonly phi: Float64Array
  readonly pi: Float64Array
  readonly targetPhi: Float64Array
  readonly targetPi: Float64Array
}

/** Coefficients of path and target at time t. R^pi is linear in k², so two momenta give all. Spec: 6.3-6.5, 6.9. */
export function flowTime({ moments, config, extent }: FlowModel, t: number): FlowTime {
  const { variant, geometry, path, groups } = moments
  const point = path.at(t)
  const atZero = residual(geometry, variant.alpha, t, 0, point)
  const atOne = residual(geometry, variant.alpha, t, 1, point)
  const targetPi = new Float64Array(4 * groups.length)
  groups.forEach(({ k }, group) => {
    for (let i = 0; i < 4; i++) targetPi[4 * group + i] = atZero.pi[i] + k * k * (atOne.pi[i] - atZero.pi[i])
  })
  const deviation = (coefficients: (group: number) => EndpointCoefficients) =>
    Float64Array.from(groups, ({ endpoints }, group) => Math.sqrt(meanSquare(coefficients(group), endpoints)))
  return {
    point,
    targetPhi: atZero.phi,
    targetPi,
    weight: variant.lossWeight === 'none' ? 1 : geometry.sliceVolume(geometry.rIR + t * extent),
    deviations: config.model.preconditioning === 'none' ? null : {
      phi: deviation(() => point.phi),
      pi: deviation(() => point.pi),
      targetPhi: deviation(() => atZero.phi),
      targetPi: deviation((group) => [targetPi[4 * group], targetPi[4 * group + 1], targetPi[4 * group + 2], targetPi[4 * group + 3]]),
    },
  }
}

/**
 * The scale of a quantity by its deviation. One that vanishes identically (the zero mode's momentum at t = 1 without lift
 * noise, a target of weight zero) is left at zero.
 */
export function inverseOrZero(deviation: number): number {
  return deviation > 0 ? 1 / deviation : 0
}
