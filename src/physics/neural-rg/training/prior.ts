import type { RandomStream } from '../../random/stream.ts'

/**
 * The uncorrelated prior of the bulk: complex standard normal with E|ζ|² = 1, ln P = -Σ|ζ|² - N ln π, or standard normal for real
 * fields, ln P = -½ Σζ² - ½ N ln 2π. Either way Σζ²/(2 s²) with s² the variance of a real component. Spec 4.1.
 */
const componentVariance = (components: 1 | 2) => 1 / components

/** Fills `zeta` with draws, any number of fields. */
export function drawPrior(random: RandomStream, components: 1 | 2, zeta: Float32Array | Float64Array): void {
  random.fillNormal(zeta, Math.sqrt(componentVariance(components)))
}

/** ln P of each of the fields that lie behind one another, `length` real numbers each; constants included. */
export function logPrior(zeta: Float64Array, components: 1 | 2, length: number, into: Float64Array): void {
  const variance = componentVariance(components)
  const constant = -0.5 * length * Math.log(2 * Math.PI * variance)
  for (let b = 0; b < into.length; b++) {
    let square = 0
    for (let i = b * length; i < (b + 1) * length; i++) square += zeta[i] * zeta[i]
    into[b] = constant - square / (2 * variance)
  }
}

/** ∂ln P/∂ζ of each real number. */
export function logPriorSlope(zeta: Float64Array, components: 1 | 2, into: Float64Array): void {
  const factor = -1 / componentVariance(components)
  for (let i = 0; i < zeta.length; i++) into[i] = factor * zeta[i]
}
