import { FourierTransform } from '../../numerics/fft.ts'
import { jackknife } from './jackknife.ts'

export interface Correlator {
  /** Distances 0 … L/2. */
  distance: Float64Array
  /** G(r) = ½ N⁻¹ Σ_x <φ_x·(φ_{x + r e₁} + φ_{x + r e₂})>. */
  value: Float64Array
  /** One standard deviation, by jackknife. */
  error: Float64Array
}

/** G(r) of one configuration `[L, L, C]`, from |φ_k|² (both axes averaged). */
export function correlatorOfField(field: Float64Array, side: number, components: number, fourier = new FourierTransform(side)): Float64Array {
  const sites = side * side
  const power = new Float64Array(sites)
  const re = new Float64Array(sites)
  const im = new Float64Array(sites)
  for (let c = 0; c < components; c++) {
    for (let i = 0; i < sites; i++) re[i] = field[i * components + c]
    im.fill(0)
    fourier.transform2d(re, im)
    for (let k = 0; k < sites; k++) power[k] += re[k] * re[k] + im[k] * im[k]
  }
  im.fill(0)
  fourier.transform2d(power, im, true)
  return Float64Array.from({ length: side / 2 + 1 }, (_, r) => (power[r] + power[r * side]) / (2 * sites * sites))
}

/** The correlator of configurations `[B, L, L, C]` with errors. */
export function correlator(fields: Float64Array, side: number, components: number): Correlator {
  const length = side * side * components
  const samples = fields.length / length
  const columns = side / 2 + 1
  const fourier = new FourierTransform(side)
  const table = new Float64Array(samples * columns)
  for (let b = 0; b < samples; b++) {
    table.set(correlatorOfField(fields.subarray(b * length, (b + 1) * length), side, components, fourier), b * columns)
  }
  const estimates = jackknife(table, columns, (means) => [...means])
  return {
    distance: Float64Array.from({ length: columns }, (_, r) => r),
    value: Float64Array.from(estimates, ({ value }) => value),
    error: Float64Array.from(estimates, ({ error }) => error),
  }
}

/** r_c = (L/π) sin(πr/L): the chord, which takes the torus into account in power laws. */
export function chord(distance: number, side: number): number {
  return (side / Math.PI) * Math.sin((Math.PI * distance) / side)
}
