import { Problem } from '../../../shared/problem.ts'

/** Second moments c_ij = ⟨ζ_i^* ζ_j⟩ of the bulk, from a kernel or from samples. */
export interface BulkCovariance {
  readonly sites: number
  /** Re c, `[sites, sites]`, symmetric. */
  readonly real: Float64Array
  /** Im c, antisymmetric; null where it vanishes exactly. */
  readonly imaginary: Float64Array | null
  /** Fields that were averaged, or null for exact moments. */
  readonly samples: number | null
}

/** @param inverse K⁻¹, real: imaginary parts vanish. */
export function exactCovariance(inverse: Float64Array): BulkCovariance {
  return { sites: Math.sqrt(inverse.length), real: inverse, imaginary: null, samples: null }
}

/**
 * Moments of M bulk fields, `[M, sites, components]`. The statistical error of c_ij / √(c_ii c_jj) is about 1/√M, so that
 * mutual informations below ≈ 3/M are noise. Means are not subtracted: they vanish by symmetry.
 */
export function sampleCovariance(fields: ArrayLike<number>, sites: number, components: 1 | 2): BulkCovariance {
  const samples = fields.length / (sites * components)
  if (!Number.isInteger(samples) || samples < 2) {
    throw new Problem('BulkSamples', `${fields.length} numbers are not at least two bulk fields of ${sites} sites with ${components} components.`, 'Give the fields as [M, sites, components].')
  }
  const real = new Float64Array(sites * sites)
  const imaginary = components === 2 ? new Float64Array(sites * sites) : null
  const re = new Float64Array(sites)
  const im = new Float64Array(sites)
  for (let sample = 0; sample < samples; sample++) {
    const first = sample * sites * components
    for (let i = 0; i < sites; i++) {
      re[i] = fields[first + i * components]
      if (components === 2) im[i] = fields[first + i * components + 1]
    }
    for (let i = 0; i < sites; i++) {
      const [a, b] = [re[i], im[i]]
      const row = i * sites
      if (imaginary) {
        for (let j = i; j < sites; j++) {
          real[row + j] += a * re[j] + b * im[j]
          imaginary[row + j] += a * im[j] - b * re[j]
        }
      } else {
        for (let j = i; j < sites; j++) real[row + j] += a * re[j]
      }
    }
  }
  for (let i = 0; i < sites; i++) for (let j = i; j < sites; j++) {
    real[j * sites + i] = real[i * sites + j] /= samples
    if (imaginary) imaginary[j * sites + i] = -(imaginary[i * sites + j] /= samples)
  }
  return { sites, real, imaginary, samples }
}

/**
 * Share of the pairs i < j that are anticorrelated, Re c_ij < 0, beyond noise: with M samples only |Re c_ij|² > 3 c_ii c_jj / M
 * counts, in numerator and denominator. A positive kernel can represent none of them. Null where no pair rises above the noise.
 */
export function negativeShare({ sites, real, samples }: BulkCovariance): number | null {
  const floor = samples === null ? 0 : 3 / samples
  let negative = 0
  let pairs = 0
  for (let i = 0; i < sites; i++) for (let j = i + 1; j < sites; j++) {
    const c = real[i * sites + j]
    if (!(c * c > floor * real[i * sites + i] * real[j * sites + j])) continue
    pairs += 1
    if (c < 0) negative += 1
  }
  return pairs === 0 ? null : negative / pairs
}
