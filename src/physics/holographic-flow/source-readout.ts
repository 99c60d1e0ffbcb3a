import { besselIScaled } from '../numerics/bessel-i.ts'
import type { Geometry } from './geometry.ts'
import { propagatorNormalisation } from './propagator.ts'
import { transferMatrix } from './transfer-matrix.ts'

/**
 * The source J of a free AdS solution phi = J psi_nu(u) + B u^nu I_nu(u) from field and momentum at one radius:
 *
 *   J = u^-nu/c_nu [u I_(nu-1)(u) phi + I_nu(u) pi],  c_nu = 2^(1-nu)/Γ(nu);  at k = 0: J = phi + pi/(2 nu).
 *
 * It amplifies errors of the data by e^u: useful near the boundary, where u is small. Spec: 4.5.
 */
export function adsSource(nu: number, u: number, phi: number, pi: number): number {
  if (u === 0) return phi + pi / (2 * nu)
  const bracket = u * besselIScaled(nu - 1, u) * phi + besselIScaled(nu, u) * pi
  return (Math.exp(u - nu * Math.log(u)) / propagatorNormalisation(nu)) * bracket
}

/** The source from field and momentum of the mode k at radius r of any geometry (source rescaling). */
export function readSource(geometry: Geometry, k: number, r: number, phi: number, pi: number): number {
  const { u, decayRate } = geometry.propagatorArgument(k, r)
  switch (geometry.kind) {
    case 'ads':
      return adsSource(geometry.propagatorOrder, u, phi, pi)
    case 'hsv':
      // There pi = z^-p times the momentum of the AdS field of order beta, and z^-p = -∂_r ln u.
      return adsSource(geometry.propagatorOrder, u, phi, pi / decayRate)
    case 'custom': {
      const [[a, b], [c, e]] = transferMatrix(geometry, k, r, geometry.rUV)
      const atBoundary = geometry.propagatorArgument(k, geometry.rUV).u
      return adsSource(geometry.propagatorOrder, atBoundary, a * phi + b * pi, c * phi + e * pi)
    }
  }
}
