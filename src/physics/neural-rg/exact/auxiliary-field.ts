import { auxiliaryCoupling } from '../models/auxiliary-coupling.ts'
import { isingCorrelations } from './ising-correlations.ts'
import { isingThermodynamics } from './kaufman.ts'
import { xyTwoByTwo } from './xy-two-by-two.ts'

/**
 * ln ∫d^N x e^{-E} of the Ising model's continuous field minus ln Z_Ising: Nδ/2 + (N/2) ln 2π + ½ ln det K - N ln 2 (the
 * Hubbard-Stratonovich identity, §2.3).
 */
export function isingFieldOffset(side: number, temperature: number): number {
  const { shift, logDeterminant } = auxiliaryCoupling(side, temperature)
  const sites = side * side
  return 0.5 * sites * shift + 0.5 * sites * Math.log(2 * Math.PI) + 0.5 * logDeterminant - sites * Math.LN2
}

/** ln ∫d^N x e^{-E} of `isingField`. */
export function isingFieldLogZ(side: number, temperature: number): number {
  return isingThermodynamics(side, temperature).logZ + isingFieldOffset(side, temperature)
}

/** ln ∫d^{2N} x e^{-E} of `xyField` minus ln Z_XY: Nδ/2 + ln det K. */
export function xyFieldOffset(side: number, temperature: number): number {
  const { shift, logDeterminant } = auxiliaryCoupling(side, temperature)
  return 0.5 * side * side * shift + logDeterminant
}

/** ln ∫ e^{-E} of `xyField` on 2 × 2 sites. */
export function xyFieldTwoByTwoLogZ(temperature: number): number {
  return xyTwoByTwo(temperature).logZ + xyFieldOffset(2, temperature)
}

/**
 * Exact second moments of the Ising model's continuous field over displacements `[L, L]`, L ≤ 8: <xxᵀ> = K + K <ssᵀ> K with the
 * ±1 spins. Products of circulant matrices, done on their spectra.
 */
export function isingFieldCorrelation(side: number, temperature: number): Float64Array {
  const { eigenvalues } = auxiliaryCoupling(side, temperature)
  const { correlation } = isingCorrelations(side, temperature)
  const sites = side * side
  const phase = (k: number, r: number) => {
    const across = Math.floor(k / side) * Math.floor(r / side)
    return Math.cos((2 * Math.PI * (across + (k % side) * (r % side))) / side)
  }
  // Both functions are even, so that cosines are enough.
  const spectrum = Float64Array.from({ length: sites }, (_, k) => correlation.reduce((sum, value, r) => sum + value * phase(k, r), 0))
  const field = spectrum.map((value, k) => eigenvalues[k] + eigenvalues[k] ** 2 * value)
  return Float64Array.from({ length: sites }, (_, r) => field.reduce((sum, value, k) => sum + value * phase(k, r), 0) / sites)
}
