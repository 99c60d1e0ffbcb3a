import type { Envelopes } from './envelopes.ts'
import type { ModeLattice } from './mode-lattice.ts'

/**
 * Field and momentum of points as sources J(x) = N delta(x - y), N such that the zero mode is one:
 * phi_k = psi_k e^(-i k·(y - y_min)), pi_k = varpi_k e^(-i k·(y - y_min)), y_min = -L/2 in both coordinates.
 *
 * Points `[N, 2]` → two arrays `[N, K, K, 2C]`, planes (Re_1, Im_1, Re_2, Im_2); the C channels are equal. Without lift
 * noise. This is the float64 reference of the encoder that trains. Spec: 5.3.
 */
export function encodePoints(points: Float64Array, envelopes: Pick<Envelopes, 'lattice' | 'field' | 'momentum'>, channels = 2): { phi: Float64Array; pi: Float64Array } {
  const { lattice, field, momentum } = envelopes
  const { modes } = lattice
  const count = points.length / 2
  const phi = new Float64Array(count * modes * modes * 2 * channels)
  const pi = new Float64Array(phi.length)
  let at = 0
  for (let n = 0; n < count; n++) {
    for (let mode = 0; mode < modes * modes; mode++) {
      const angle = -phaseOf(lattice, mode, points[2 * n], points[2 * n + 1])
      const real = Math.cos(angle)
      const imaginary = Math.sin(angle)
      for (let channel = 0; channel < channels; channel++, at += 2) {
        phi[at] = field[mode] * real
        phi[at + 1] = field[mode] * imaginary
        pi[at] = momentum[mode] * real
        pi[at + 1] = momentum[mode] * imaginary
      }
    }
  }
  return { phi, pi }
}

/** k·(y - y_min) */
function phaseOf({ modes, boxLength, waveNumbers }: ModeLattice, mode: number, x: number, y: number): number {
  const kx = waveNumbers[Math.floor(mode / modes)]
  const ky = waveNumbers[mode % modes]
  return kx * (x + boxLength / 2) + ky * (y + boxLength / 2)
}
