import { logGamma } from './gamma.ts'

/**
 * Scaled modified Bessel function e^-x I_nu(x), real order nu > -1, x > 0.
 *
 * Up to x = 500 the ascending series, whose terms are all positive (no cancellation; about 13 digits at x = 500);
 * beyond, the asymptotic series, whose terms fall below rounding before they grow again as long as nu² is small against x.
 *
 * DLMF 10.25.2, 10.40.1.
 */
export function besselIScaled(nu: number, x: number): number {
  return x <= 500 ? ascendingSeries(nu, x) : asymptoticSeries(nu, x)
}

/** I_nu(x), nu > -1, x > 0. Overflows beyond x = 700; products with K should use the scaled forms. */
export function besselI(nu: number, x: number): number {
  return besselIScaled(nu, x) * Math.exp(x)
}

function ascendingSeries(nu: number, x: number): number {
  const quarter = (x * x) / 4
  let term = Math.exp(nu * Math.log(x / 2) - logGamma(nu + 1) - x)
  let sum = term
  for (let m = 1; ; m++) {
    const ratio = quarter / (m * (m + nu))
    term *= ratio
    sum += term
    if (ratio < 0.5 && term < 1e-17 * sum) return sum
    if (!(sum > 0)) return sum // underflow, or no number
  }
}

function asymptoticSeries(nu: number, x: number): number {
  const mu = 4 * nu * nu
  let term = 1
  let sum = 1
  for (let j = 1; j < 60; j++) {
    const next = (-term * (mu - (2 * j - 1) ** 2)) / (8 * j * x)
    if (Math.abs(next) > Math.abs(term)) break
    term = next
    sum += term
    if (Math.abs(term) < 1e-17 * Math.abs(sum)) break
  }
  return sum / Math.sqrt(2 * Math.PI * x)
}
