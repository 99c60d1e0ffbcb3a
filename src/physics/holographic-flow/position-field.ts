import type { ModeLattice } from './mode-lattice.ts'

/**
 * The real field on a G × G grid from Fourier modes `[K, K, 2C]`, channels summed, G >= K:
 * Re Σ_k phi_k e^(i k·(x - y_min)) / K², pixel (m, m') at y_min + (m, m') L/G. Equal to zero-padding and an inverse FFT.
 * Taking the real part projects onto Hermitian coefficients; the unpaired row n = -K/2 stays as it is. Spec: 5.4.
 */
export function positionField(phi: ArrayLike<number>, lattice: ModeLattice, grid: number): Float64Array {
  const { modes, integers } = lattice
  const channels = phi.length / (2 * modes * modes)
  const cosine = Float64Array.from({ length: grid }, (_, m) => Math.cos((2 * Math.PI * m) / grid))
  const sine = Float64Array.from({ length: grid }, (_, m) => Math.sin((2 * Math.PI * m) / grid))
  const phase = (m: number, n: number) => (((m * n) % grid) + grid) % grid
  // First along x: `[G, K]`, then along y, of which only the real part is wanted.
  const real = new Float64Array(grid * modes)
  const imaginary = new Float64Array(grid * modes)
  for (let i = 0; i < modes; i++) {
    for (let j = 0; j < modes; j++) {
      const base = (i * modes + j) * 2 * channels
      let re = 0
      let im = 0
      for (let c = 0; c < channels; c++) {
        re += phi[base + 2 * c]
        im += phi[base + 2 * c + 1]
      }
      for (let m = 0; m < grid; m++) {
        const p = phase(m, integers[i])
        real[m * modes + j] += re * cosine[p] - im * sine[p]
        imaginary[m * modes + j] += re * sine[p] + im * cosine[p]
      }
    }
  }
  const field = new Float64Array(grid * grid)
  for (let m = 0; m < grid; m++) {
    for (let m2 = 0; m2 < grid; m2++) {
      let sum = 0
      for (let j = 0; j < modes; j++) {
        const p = phase(m2, integers[j])
        sum += real[m * modes + j] * cosine[p] - imaginary[m * modes + j] * sine[p]
      }
      field[m * grid + m2] = sum / (modes * modes)
    }
  }
  return field
}
