import { FourierTransform } from '../../numerics/fft.ts'
import type { RandomStream } from '../../random/stream.ts'

/**
 * Two independent real normal fields on the L × L torus whose covariance has the given eigenvalues `[L, L]` over momenta (even
 * in k): the real and imaginary part of L⁻¹ Σ_k e^{ikx} √λ_k ξ_k, ξ_k complex with unit variance in each part.
 */
export function drawCirculantNormal(eigenvalues: Float64Array, side: number, random: RandomStream, re: Float64Array, im: Float64Array): void {
  random.fillNormal(re)
  random.fillNormal(im)
  for (let k = 0; k < eigenvalues.length; k++) {
    const amplitude = Math.sqrt(eigenvalues[k]) / side
    re[k] *= amplitude
    im[k] *= amplitude
  }
  new FourierTransform(side).transform2d(re, im, true)
}
