import type { Geometry } from './geometry.ts'
import { adsPropagator } from './propagator.ts'

export interface AdsOptions {
  boundaryDimension: number
  conformalDimension: number
  rIR: number
  rUV: number
}

/** Planar anti-de Sitter space: f = e^r, h = 1, omega = e^(d r), boundary at r → ∞. Radius 1. Spec: 3.1, 4.3. */
export function adsGeometry({ boundaryDimension: d, conformalDimension, rIR, rUV }: AdsOptions): Geometry {
  const nu = conformalDimension - d / 2
  const extent = -Math.expm1(-d * (rUV - rIR))
  return {
    kind: 'ads',
    boundaryDimension: d,
    rIR,
    rUV,
    conformalDimension,
    massSquared: conformalDimension * (conformalDimension - d),
    propagatorOrder: nu,
    knots: [],
    warpFactor: (r) => Math.exp(r),
    logWarpDerivative: () => 1,
    logWarpSecondDerivative: () => 0,
    sliceVolume: (r) => Math.exp(d * r),
    affineParameter: (r) => -Math.expm1(-d * (r - rIR)) / extent,
    affineNorm: (Math.exp(-d * rIR) * extent) / d,
    inverseWarpSquared: (r) => Math.exp(-2 * r),
    propagatorArgument: (k, r) => ({ u: k * Math.exp(-r), decayRate: 1 }),
    propagator: (k, r) => adsPropagator(nu, k * Math.exp(-r)),
    // The mass term m² - a² + a d vanishes identically.
    backboneCoefficients: (r) => ({ friction: -2 * nu, inverseWarpSquared: Math.exp(-2 * r), massTerm: 0 }),
  }
}
