import { logBesselI0 } from '../../numerics/log-bessel-i0.ts'
import { auxiliaryCoupling } from './auxiliary-coupling.ts'
import type { AuxiliaryFieldModel } from './ising-field.ts'
import type { XYParameters } from './xy-angles.ts'

/**
 * The XY model through its complex auxiliary field: E(x) = ½ x†K⁻¹x - Σ ln I₀(|x_i|), symmetric under x → e^{iα}x. Given x the
 * angles are independent von Mises of mean arg x_i and concentration |x_i|: <e^{iθ} | x> = (I₁/I₀)(|x|) x/|x|.
 */
export function xyField({ side, temperature }: XYParameters): AuxiliaryFieldModel {
  const coupling = auxiliaryCoupling(side, temperature)
  const sites = side * side
  const re = new Float64Array(sites)
  const im = new Float64Array(sites)

  function evaluate(x: Float64Array, gradient: Float64Array | null): number {
    for (let i = 0; i < sites; i++) {
      re[i] = x[2 * i]
      im[i] = x[2 * i + 1]
    }
    coupling.solve(re, im)
    let sum = 0
    for (let i = 0; i < sites; i++) {
      const size = Math.hypot(x[2 * i], x[2 * i + 1])
      const { logI0, ratio } = logBesselI0(size)
      sum += 0.5 * (x[2 * i] * re[i] + x[2 * i + 1] * im[i]) - logI0
      if (!gradient) continue
      const pull = size > 0 ? ratio / size : 0.5
      gradient[2 * i] = re[i] - pull * x[2 * i]
      gradient[2 * i + 1] = im[i] - pull * x[2 * i + 1]
    }
    return sum
  }

  return {
    id: 'xyHS',
    side,
    components: 2,
    length: 2 * sites,
    coupling,
    action: (x) => evaluate(x, null),
    actionGradient: (x, gradient) => evaluate(x, gradient),
  }
}
