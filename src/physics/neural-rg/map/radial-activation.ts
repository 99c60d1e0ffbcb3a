import type { Activation } from './map-options.ts'

/**
 * Activations of moduli that keep the phase: v → v h(s), s = |v|², h = g(r)/r, r = √s, and their ln-det over the two real
 * components, ψ = ln g′(r) + ln h. As functions of s they are smooth at the origin, where the closed forms cancel and series
 * take over.
 *
 *   asinh   h = asinh(r)/r,  ψ = −½ ln(1 + s) + ln h
 *   sinh    h = sinh(r)/r,   ψ = ln cosh r + ln h
 *
 * Each is the inverse of the other, and is used as such in the RG direction. arXiv 1903.00804, appendix B.
 */
export interface RadialActivation {
  /** Moduli beyond this overflow float64. */
  readonly largestModulus: number
  /** Writes h, ψ, dh/ds, dψ/ds. */
  evaluate(s: number, numbers: Float64Array): void
}

/** sinh 700 ≈ 5e303. */
export const largestSinhArgument = 700

const asinhSeriesBelow = 0.02
/** (−1)^k (2k)! / (4^k k!² (2k + 1)): 9 terms leave 1e-17 at s = 0.02. */
const asinhCoefficients = coefficients(9, (k, previous) => (previous * (2 * k - 1) ** 2) / (-2 * k * (2 * k + 1)))
const sinhSeriesBelow = 1
/** 1 / (2k + 1)!: 10 terms leave 1e-19 at s = 1. */
const sinhCoefficients = coefficients(10, (k, previous) => previous / (2 * k * (2 * k + 1)))

const asinhActivation: RadialActivation = {
  largestModulus: 1e150,
  evaluate(s, numbers) {
    if (s < asinhSeriesBelow) series(asinhCoefficients, s, numbers)
    else {
      const r = Math.sqrt(s)
      const h = Math.asinh(r) / r
      numbers[0] = h
      numbers[2] = (1 / Math.sqrt(1 + s) - h) / (2 * s)
    }
    numbers[1] = -0.5 * Math.log1p(s) + Math.log(numbers[0])
    numbers[3] = -0.5 / (1 + s) + numbers[2] / numbers[0]
  },
}

const sinhActivation: RadialActivation = {
  largestModulus: largestSinhArgument,
  evaluate(s, numbers) {
    const r = Math.sqrt(s)
    if (s < sinhSeriesBelow) series(sinhCoefficients, s, numbers)
    else {
      const h = Math.sinh(r) / r
      numbers[0] = h
      numbers[2] = (Math.cosh(r) - h) / (2 * s)
    }
    const tanhOverR = s < sinhSeriesBelow ? numbers[0] / Math.cosh(r) : Math.tanh(r) / r
    numbers[1] = r + Math.log1p(Math.exp(-2 * r)) - Math.LN2 + Math.log(numbers[0])
    numbers[3] = 0.5 * tanhOverR + numbers[2] / numbers[0]
  },
}

export type RadialKind = Exclude<Activation, 'none'>

/** What acts in generation, and its inverse in the RG direction; null is the identity. */
export function radialKinds(activation: Activation): { generation: RadialKind; inverse: RadialKind } | null {
  switch (activation) {
    case 'asinh': return { generation: 'asinh', inverse: 'sinh' }
    case 'sinh': return { generation: 'sinh', inverse: 'asinh' }
    case 'none': return null
  }
}

export const radialActivations: Readonly<Record<RadialKind, RadialActivation>> = { asinh: asinhActivation, sinh: sinhActivation }

/** h and dh/ds by Horner's rule. */
function series(terms: Float64Array, s: number, numbers: Float64Array): void {
  let value = 0
  let slope = 0
  for (let k = terms.length - 1; k >= 0; k--) {
    slope = slope * s + value
    value = value * s + terms[k]
  }
  numbers[0] = value
  numbers[2] = slope
}

function coefficients(count: number, next: (k: number, previous: number) => number): Float64Array {
  const values = new Float64Array(count).fill(1)
  for (let k = 1; k < count; k++) values[k] = next(k, values[k - 1])
  return values
}
