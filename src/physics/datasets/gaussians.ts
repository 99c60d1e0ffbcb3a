import type { PointLaw } from './generator.ts'
import { noisy } from './generator.ts'

/** Eight Gaussians of standard deviation 0.3 at 3 (cos 2πj/8, sin 2πj/8), equal weights. */
export const eightGaussians: PointLaw = {
  draw(random, out) {
    const angle = (2 * Math.PI * random.below(8)) / 8
    out.x = 3 * Math.cos(angle)
    out.y = 3 * Math.sin(angle)
    noisy(out, random, 0.3)
  },
}

/** 5 × 5 Gaussians of standard deviation 0.1, spacing 1.5, centred at the origin. */
export const gaussianGrid: PointLaw = {
  draw(random, out) {
    out.x = 1.5 * (random.below(5) - 2)
    out.y = 1.5 * (random.below(5) - 2)
    noisy(out, random, 0.1)
  },
}
