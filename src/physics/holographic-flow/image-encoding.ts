import type { ModeLattice } from './mode-lattice.ts'
import { modeLattice } from './mode-lattice.ts'

/** Momenta of an image of n × n pixels with unit spacing: k = 2π fftfreq, |k| up to π sqrt(2). Spec: 5.6. */
export function imageLattice(pixels: number): ModeLattice {
  return modeLattice(pixels, pixels)
}

/** Real and imaginary parts over the lattice `[n, n]`, FFT order. */
export interface ImageModes {
  re: Float64Array
  im: Float64Array
}

/** phi_k = psi_k J_k, J the orthonormal Fourier transform of an image `[n, n]`; psi given over the lattice. Spec: 5.6. */
export function encodeImage(image: ArrayLike<number>, lattice: ModeLattice, psi: ArrayLike<number>): ImageModes {
  const source = transform({ re: Float64Array.from(image), im: new Float64Array(image.length) }, lattice, -1)
  return { re: source.re.map((value, i) => psi[i] * value), im: source.im.map((value, i) => psi[i] * value) }
}

/** The image again: J_k = phi_k/psi_k, inverse transform, real part. Amplifies errors by at most 1/min psi. */
export function decodeImage(phi: ImageModes, lattice: ModeLattice, psi: ArrayLike<number>): Float64Array {
  return transform({ re: phi.re.map((value, i) => value / psi[i]), im: phi.im.map((value, i) => value / psi[i]) }, lattice, 1).re
}

/** Orthonormal two-dimensional DFT of sign ∓ as two passes of n × n phases: any n, exact to rounding. */
function transform(values: ImageModes, { modes: n }: ModeLattice, sign: 1 | -1): ImageModes {
  const cosine = Float64Array.from({ length: n }, (_, m) => Math.cos((2 * Math.PI * m) / n) / Math.sqrt(n))
  const sine = Float64Array.from({ length: n }, (_, m) => (sign * Math.sin((2 * Math.PI * m) / n)) / Math.sqrt(n))
  /** Transforms along the first axis and exchanges the axes. */
  const pass = ({ re, im }: ImageModes): ImageModes => {
    const out: ImageModes = { re: new Float64Array(n * n), im: new Float64Array(n * n) }
    for (let j = 0; j < n; j++) {
      for (let k = 0; k < n; k++) {
        let sumRe = 0
        let sumIm = 0
        for (let m = 0; m < n; m++) {
          const p = (k * m) % n
          sumRe += re[m * n + j] * cosine[p] - im[m * n + j] * sine[p]
          sumIm += re[m * n + j] * sine[p] + im[m * n + j] * cosine[p]
        }
        out.re[j * n + k] = sumRe
        out.im[j * n + k] = sumIm
      }
    }
    return out
  }
  return pass(pass(values))
}
