import { Problem } from '../../../shared/problem.ts'
import { haarGenerate, haarRenormalise } from './haar-transform.ts'
import type { LatticeModel } from './lattice-model.ts'

export interface HaarGaussianParameters {
  side: number
  /** K*, symmetric and positive, `[N, N]` in the array order of ζ. */
  kernel: Float64Array
}

export interface HaarGaussianModel extends LatticeModel {
  readonly id: 'haarGaussian'
  readonly kernel: Float64Array
}

/** A Gaussian model that the ideal map takes to the bulk kernel K*: S = (Wφ)†K*(Wφ), φ complex, W the Haar transform (§2.5b). */
export function haarGaussian({ side, kernel }: HaarGaussianParameters): HaarGaussianModel {
  const sites = side * side
  if (kernel.length !== sites * sites) {
    throw new Problem('KernelShape', `The kernel has ${kernel.length} entries, but ${sites} sites need ${sites} × ${sites}.`)
  }
  const zeta = new Float64Array(2 * sites)
  const image = new Float64Array(2 * sites)

  /** Leaves K*Wφ in `image`. */
  function evaluate(phi: Float64Array): number {
    zeta.set(phi)
    haarRenormalise(zeta, side, 2)
    let sum = 0
    for (let i = 0; i < sites; i++) {
      let re = 0
      let im = 0
      for (let j = 0; j < sites; j++) {
        const entry = kernel[i * sites + j]
        re += entry * zeta[2 * j]
        im += entry * zeta[2 * j + 1]
      }
      image[2 * i] = re
      image[2 * i + 1] = im
      sum += zeta[2 * i] * re + zeta[2 * i + 1] * im
    }
    return sum
  }

  return {
    id: 'haarGaussian',
    side,
    components: 2,
    length: 2 * sites,
    kernel,
    action: evaluate,
    actionGradient(phi, gradient) {
      const action = evaluate(phi)
      for (let i = 0; i < gradient.length; i++) gradient[i] = 2 * image[i]
      haarGenerate(gradient, side, 2)
      return action
    },
  }
}
