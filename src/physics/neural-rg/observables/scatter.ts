import { magnetisation } from './order-parameter.ts'

/** |m|/√<|φ|²> of one complex configuration: 1 when all sites point one way with one length, ~1/√N when they point anywhere. */
export function resultant(field: Float64Array): number {
  const square = field.reduce((sum, value) => sum + value * value, 0) / (field.length / 2)
  return Math.hypot(...magnetisation(field, 2)) / Math.sqrt(square)
}

/**
 * Rayleigh's test of angles against the uniform law: z = n R̄² with the mean resultant length R̄, and the probability of a larger
 * z for uniform angles, e^{-z} [1 + (2z - z²)/(4n) - (24z - 132z² + 76z³ - 9z⁴)/(288n²)] (Mardia, Jupp, Directional Statistics, 6.3.1).
 */
export function rayleighTest(angles: Float64Array): { resultant: number; pValue: number } {
  const n = angles.length
  let cosine = 0
  let sine = 0
  for (const angle of angles) {
    cosine += Math.cos(angle)
    sine += Math.sin(angle)
  }
  const mean = Math.hypot(cosine, sine) / n
  const z = n * mean * mean
  const corrections = 1 + (2 * z - z * z) / (4 * n) - (24 * z - 132 * z ** 2 + 76 * z ** 3 - 9 * z ** 4) / (288 * n * n)
  return { resultant: mean, pValue: Math.min(1, Math.max(0, Math.exp(-z) * corrections)) }
}

/** arg m of each complex configuration of a batch `[B, L, L, 2]`: uniform, when the global symmetry is not broken. */
export function magnetisationAngles(fields: Float64Array, side: number): Float64Array {
  const length = 2 * side * side
  return Float64Array.from({ length: fields.length / length }, (_, b) => {
    const [re, im] = magnetisation(fields.subarray(b * length, (b + 1) * length), 2)
    return Math.atan2(im, re)
  })
}
