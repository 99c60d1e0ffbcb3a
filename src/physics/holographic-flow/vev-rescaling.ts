import type { Geometry, PropagatorModes } from './geometry.ts'

/**
 * The same geometry in the variables of early files of the released program, phi_A = e^(Delta r) Phi = e^(2 nu r) phi and
 * pi_A = ∂_r phi_A = e^(2 nu r) (pi + 2 nu phi): the equation of 4.2 with a = Delta instead of d - Delta (AdS: friction
 * +2 nu, no mass term). The free solutions are the same; base law, path and loss act on other variables, so the generative
 * model is another one. Spec: 4.7.
 */
export function vevRescaled(geometry: Geometry): Geometry {
  const { boundaryDimension: d, conformalDimension, massSquared } = geometry
  const a = conformalDimension
  return {
    ...geometry,
    propagator: (k, r) => toVevVariables(geometry, r, geometry.propagator(k, r)),
    backboneCoefficients(r) {
      const h = geometry.logWarpDerivative(r)
      return {
        friction: 2 * a - d * h,
        inverseWarpSquared: geometry.inverseWarpSquared(r),
        massTerm: geometry.kind === 'ads' ? 0 : massSquared - a * a + a * d * h,
      }
    },
  }
}

/** (phi, pi) → (phi_A, pi_A) at radius r. */
export function toVevVariables(geometry: Geometry, r: number, { psi, varpi }: PropagatorModes): PropagatorModes {
  const twoNu = 2 * geometry.conformalDimension - geometry.boundaryDimension
  const scale = Math.exp(twoNu * r)
  return { psi: scale * psi, varpi: scale * (varpi + twoNu * psi) }
}
