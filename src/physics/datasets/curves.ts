import type { PointLaw } from './generator.ts'
import { noisy } from './generator.ts'

/** Two interleaved half circles, θ ~ U[0, π): (cos θ, sin θ) or (1 - cos θ, 1/2 - sin θ), equal weights; noise 0.05. */
export const twoMoons: PointLaw = {
  draw(random, out) {
    const upper = random.sign() > 0
    const theta = Math.PI * random.uniform()
    out.x = upper ? Math.cos(theta) : 1 - Math.cos(theta)
    out.y = upper ? Math.sin(theta) : 0.5 - Math.sin(theta)
    noisy(out, random, 0.05)
  },
}

/** Three concentric rings of radius j/3, j = 1, 2, 3, equal weights; noise 0.02; scale 3. */
export const rings: PointLaw = {
  draw(random, out) {
    const radius = (1 + random.below(3)) / 3
    const angle = 2 * Math.PI * random.uniform()
    out.x = radius * Math.cos(angle)
    out.y = radius * Math.sin(angle)
    noisy(out, random, 0.02, 3)
  },
}

/** Five arms, radius ϱ ~ U[0, 1), angle 2πj/5 + ϱ/2; noise 0.02; scale 3. */
export const pinwheel: PointLaw = {
  draw(random, out) {
    const radius = random.uniform()
    const angle = (2 * Math.PI * random.below(5)) / 5 + radius / 2
    out.x = radius * Math.cos(angle)
    out.y = radius * Math.sin(angle)
    noisy(out, random, 0.02, 3)
  },
}
