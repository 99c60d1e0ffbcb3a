import type { ModeLattice } from './mode-lattice.ts'

/**
 * The real field on a G × G grid from Fourier modes `[K, K, 2C]`, channels summed, G >= K:
 * Re Σ_k phi_k e^(i k·(x - y_min)) / K², pixel (m, m') at y_min + (m, m') L/G. Equal to zero-padding and an inverse FFT.
 * Taking the real part projects onto Hermitian coefficients; the unpaired row n = -K/2 stays as it is. Spec: 5.4.
 */
export function positionField(phi: ArrayLike<number>, lattice: ModeLattice, grid: number): Float64Array {
  const { modes, integers } = lattice
  const cosine = new Float64Array(grid * modes)
  const sine = new Float64Array(grid * modes)
  for (let m = 0; m < grid; m++) {
    for (let j = 0; j < modes; j++) {
      const angle = (2 * Math.PI * m * integers[j]) / grid
      cosine[m * modes + j] = Math.cos(angle)
      sine[m * modes + j] = Math.sin(angle)
    }
  }
  const { re, im } = sumOfChannels(phi, modes)
  const field = new Float64Array(grid * grid)
  const rowRe = new Float64Array(modes)
  const rowIm = new Float64Array(modes)
  for (let m = 0; m < grid; m++) {
    // First along x for this row of pixels, then along y, of which only the real part is wanted.
    for (let j = 0; j < modes; j++) {
      let sumRe = 0
      let sumIm = 0
      for (let i = 0; i < modes; i++) {
        const c = cosine[m * modes + i]
        const s = sine[m * modes + i]
        sumRe += re[i * modes + j] * c - im[i * modes + j] * s
        sumIm += re[i * modes + j] * s + im[i * modes + j] * c
      }
      rowRe[j] = sumRe
      rowIm[j] = sumIm
    }
    for (let m2 = 0; m2 < grid; m2++) {
      let sum = 0
      for (let j = 0; j < modes; j++) sum += rowRe[j] * cosine[m2 * modes + j] - rowIm[j] * sine[m2 * modes + j]
      field[m * grid + m2] = sum / (modes * modes)
    }
  }
  return field
}

function sumOfChannels(phi: ArrayLike<number>, modes: number): { re: Float64Array; im: Float64Array } {
  const planes = phi.length / (modes * modes)
  const re = new Float64Array(modes * modes)
  const im = new Float64Array(modes * modes)
  for (let mode = 0; mode < re.length; mode++) {
    for (let plane = 0; plane < planes; plane += 2) {
      re[mode] += phi[mode * planes + plane]
      im[mode] += phi[mode * planes + plane + 1]
    }
  }
  return { re, im }
}
