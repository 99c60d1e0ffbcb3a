import { type EnvelopeConfig, encodingEnvelopes } from './envelopes.ts'
import { type ModeLattice, modeLattice } from './mode-lattice.ts'
import { positionField } from './position-field.ts'

/**
 * Mean of e^(-i k·(y - y_min)) over points `[N, 2]` in encoder units: the characteristic function of the data on the mode
 * lattice, `[K, K, 2]`. The phases factorise, e^(-i k_x x) e^(-i k_y y), so a point costs 2K sines and not K².
 */
export function meanPhases(points: ArrayLike<number>, { modes, boxLength, waveNumbers }: ModeLattice): Float64Array {
  const mean = new Float64Array(2 * modes * modes)
  const along = (coordinate: number) => Array.from(waveNumbers, (k) => {
    const angle = -k * (coordinate + boxLength / 2)
    return [Math.cos(angle), Math.sin(angle)] as const
  })
  const count = points.length / 2
  for (let n = 0; n < count; n++) {
    const x = along(points[2 * n])
    const y = along(points[2 * n + 1])
    for (let i = 0; i < modes; i++) {
      for (let j = 0; j < modes; j++) {
        const at = 2 * (i * modes + j)
        mean[at] += (x[i][0] * y[j][0] - x[i][1] * y[j][1]) / count
        mean[at + 1] += (x[i][0] * y[j][1] + x[i][1] * y[j][0]) / count
      }
    }
  }
  return mean
}

/**
 * The mean encoded field of points over position, `[G, G]` a radius: Re Σ_k psi_k(r) <e^(-i k·(y - y_min))> e^(i k·(x - y_min)) / K²,
 * the data seen through the bulk. One point gives its own field. Without lift noise. Spec: 5.3, 5.4.
 */
export function meanFields(points: ArrayLike<number>, config: EnvelopeConfig, radii: readonly number[], grid: number): Float64Array[] {
  const lattice = modeLattice(config.encoding.modes, config.encoding.boxLength)
  const phases = meanPhases(points, lattice)
  return radii.map((r) => {
    const { field } = encodingEnvelopes(config, r)
    return positionField(phases.map((value, i) => value * field[i >> 1]), lattice, grid)
  })
}
