/**
 * A bulk geometry ds² = dr² + f(r)² dx², r increasing toward the boundary, rIR <= r <= rUV. All float64.
 * Notation: h = f'/f, omega = f^d, Z = ∫ dr/omega, s(r) = (1/Z) ∫ dr'/omega. Spec: chapters 3 and 4.
 */
export interface Geometry {
  readonly kind: 'ads' | 'hsv' | 'custom'
  /** d, the dimension of the boundary. */
  readonly boundaryDimension: number
  readonly rIR: number
  readonly rUV: number
  /** Delta; d for the massless HSV field. */
  readonly conformalDimension: number
  /** m² = Delta (Delta - d). */
  readonly massSquared: number
  /** Order of the Bessel function that the propagator is made of: nu = Delta - d/2 (AdS and its tails), beta (HSV). */
  readonly propagatorOrder: number
  /** Radii strictly between the cut-offs, ascending, where f is not analytic: quadratures stop and start there. */
  readonly knots: readonly number[]
  /** f(r) */
  warpFactor(r: number): number
  /** h(r) = f'/f */
  logWarpDerivative(r: number): number
  /** h'(r) = (ln f)'' ; null energy condition: <= 0 */
  logWarpSecondDerivative(r: number): number
  /** omega(r) = f^d */
  sliceVolume(r: number): number
  /** s(r) in [0, 1] */
  affineParameter(r: number): number
  /** Z */
  readonly affineNorm: number
  /** 1/f² */
  inverseWarpSquared(r: number): number
  /** u, on which the low-pass filters depend (|k| e^-r in AdS, |k| z in HSV, |k|/f for own warp factors), and -∂_r ln u. */
  propagatorArgument(k: number, r: number): { u: number; decayRate: number }
  /** Propagator modes psi = phi/J and varpi = ∂_r psi at momentum |k|, in the rescaled ("source") field phi = e^{(d-Delta) r} Phi. */
  propagator(k: number, r: number): PropagatorModes
  /**
   * Signed coefficients of the free evolution pi' = friction·pi + (k² invF2 + massTerm)·phi:
   * friction = 2a - d h, massTerm = m² - a² + a d h, a = d - Delta (4.2).
   */
  backboneCoefficients(r: number): BackboneCoefficients
}

export interface PropagatorModes {
  psi: number
  varpi: number
}

export interface BackboneCoefficients {
  friction: number
  inverseWarpSquared: number
  massTerm: number
}
