import { type AuxiliaryCoupling, auxiliaryCoupling } from './auxiliary-coupling.ts'
import type { LatticeModel } from './lattice-model.ts'
import { logCosh } from './log-cosh.ts'

/** A model whose quadratic part is the inverse of a circulant coupling. */
export interface AuxiliaryFieldModel extends LatticeModel {
  readonly id: 'isingHS' | 'xyHS'
  readonly coupling: AuxiliaryCoupling
}

/**
 * The Ising model through its continuous field (arXiv 1802.02840): E(x) = ½ xᵀK⁻¹x - Σ ln cosh x_i with K of `auxiliaryCoupling`.
 * Given x the spins are independent, P(s_i = 1 | x) = 1/(1 + e^{-2x_i}), <s_i | x> = tanh x_i.
 */
export function isingField({ side, temperature }: { side: number; temperature: number }): AuxiliaryFieldModel {
  const coupling = auxiliaryCoupling(side, temperature)
  const sites = side * side
  const solution = new Float64Array(sites)
  const imaginary = new Float64Array(sites)

  /** Leaves K⁻¹x in `solution`. */
  function evaluate(x: Float64Array): number {
    solution.set(x)
    imaginary.fill(0)
    coupling.solve(solution, imaginary)
    let sum = 0
    for (let i = 0; i < sites; i++) sum += 0.5 * x[i] * solution[i] - logCosh(x[i])
    return sum
  }

  return {
    id: 'isingHS',
    side,
    components: 1,
    length: sites,
    coupling,
    action: evaluate,
    actionGradient(x, gradient) {
      const action = evaluate(x)
      for (let i = 0; i < sites; i++) gradient[i] = solution[i] - Math.tanh(x[i])
      return action
    },
  }
}
