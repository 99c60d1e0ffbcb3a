/**
 * Scaled modified Bessel function e^x K_nu(x), real order, x > 0.
 *
 * Trapezoid rule on K_nu(x) = ∫_0^∞ exp(-x cosh t) cosh(nu t) dt. The integrand dies doubly exponentially, so a fixed step
 * reaches about 14 digits; the step shrinks with 1/sqrt(x) because the integrand narrows to a Gaussian of that width.
 * Even in nu. Diverges as x^-|nu| at the origin: mode sums treat k = 0 apart, see `propagator.ts`.
 *
 * DLMF 10.32.9.
 */
export function besselKScaled(nu: number, x: number): number {
  const order = Math.abs(nu)
  const step = Math.min(0.1, 0.7 / Math.sqrt(x))
  // The integrand peaks where x sinh t = nu; it may be cut only beyond.
  const peak = Math.asinh(order / x)
  const exponent = (t: number) => order * t - 2 * x * Math.sinh(t / 2) ** 2
  // Large orders at small x overflow before the end: the sum is kept relative to its largest term.
  const largest = exponent(peak)
  let sum = 0.5 * Math.exp(-largest)
  for (let t = step; ; t += step) {
    const term = 0.5 * (Math.exp(exponent(t) - largest) + Math.exp(exponent(t) - 2 * order * t - largest))
    sum += term
    if (t > peak && term < 1e-18 * sum) return step * sum * Math.exp(largest)
  }
}

/** K_nu(x), real order, x > 0. See `besselKScaled`. */
export function besselK(nu: number, x: number): number {
  return besselKScaled(nu, x) * Math.exp(-x)
}
