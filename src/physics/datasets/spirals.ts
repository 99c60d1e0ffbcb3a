import type { PointLaw } from './generator.ts'
import { noisy } from './generator.ts'

/**
 * Spirals over τ ~ U[3π/2, 9π/2). The divisors 10 and 4 belong to the curve; the noise of 0.05 is in the units of the
 * finished data.
 */
const spiralNoise = 0.05

/** τ (cos 1.5τ, sin 1.5τ) / 10: the variant of the released program. */
export const swissRoll: PointLaw = {
  draw(random, out) {
    const tau = Math.PI * (1.5 + 3 * random.uniform())
    out.x = (tau * Math.cos(1.5 * tau)) / 10
    out.y = (tau * Math.sin(1.5 * tau)) / 10
    noisy(out, random, spiralNoise)
  },
}

/** τ (cos τ, sin τ) / 4. */
export const spiral: PointLaw = {
  draw(random, out) {
    const tau = Math.PI * (1.5 + 3 * random.uniform())
    out.x = (tau * Math.cos(tau)) / 4
    out.y = (tau * Math.sin(tau)) / 4
    noisy(out, random, spiralNoise)
  },
}

/** The spiral and its mirror image through the origin, equal weights. */
export const twoSpirals: PointLaw = {
  draw(random, out) {
    const sign = random.sign()
    spiral.draw(random, out)
    out.x *= sign
    out.y *= sign
  },
}
