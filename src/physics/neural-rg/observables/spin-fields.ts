import type { RandomStream } from '../../random/stream.ts'

/**
 * Spins behind auxiliary fields. Given x the spins are independent, so drawing them turns samples of the field into samples of the
 * spin model, and every observable of spins can be measured as usual:
 *
 *   Ising  P(s = 1 | x) = 1/(1 + e^{-2x})             XY  θ | x ~ von Mises(arg x, |x|)
 */

/** ±1 for each real x. */
export function drawIsingSpins(fields: Float64Array, random: RandomStream): Float64Array {
  return fields.map((x) => (random.uniform() * (1 + Math.exp(-2 * x)) < 1 ? 1 : -1))
}

/** (cos θ, sin θ) for each complex x. */
export function drawXYSpins(fields: Float64Array, random: RandomStream): Float64Array {
  const spins = new Float64Array(fields.length)
  for (let i = 0; i < fields.length; i += 2) {
    const angle = Math.atan2(fields[i + 1], fields[i]) + drawVonMises(Math.hypot(fields[i], fields[i + 1]), random)
    spins[i] = Math.cos(angle)
    spins[i + 1] = Math.sin(angle)
  }
  return spins
}

/** An angle with density e^{κ cos θ}/(2π I₀(κ)), by rejection from a wrapped Cauchy law (Best, Fisher, Appl. Statist. 28 (1979) 152). */
export function drawVonMises(concentration: number, random: RandomStream): number {
  // Below this the law is uniform to one part in 10⁸, and ρ would be 0/0.
  if (concentration < 1e-8) return Math.PI * (2 * random.uniform() - 1)
  const tau = 1 + Math.sqrt(1 + 4 * concentration ** 2)
  const rho = (tau - Math.sqrt(2 * tau)) / (2 * concentration)
  const r = (1 + rho * rho) / (2 * rho)
  for (;;) {
    const z = Math.cos(Math.PI * random.uniform())
    const cosine = (1 + r * z) / (r + z)
    const c = concentration * (r - cosine)
    const u = random.uniform()
    if (c * (2 - c) > u || Math.log(c / u) + 1 >= c) return random.sign() * Math.acos(Math.max(-1, Math.min(1, cosine)))
  }
}
