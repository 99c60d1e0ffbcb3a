import type { TheoryConfig } from '../../../shared/studies/neural-rg/config.ts'
import { helicityModulus } from '../../../physics/neural-rg/observables/helicity.ts'
import { blockedMean, type Estimate } from '../../../physics/neural-rg/observables/jackknife.ts'
import { drawXYSpins } from '../../../physics/neural-rg/observables/spin-fields.ts'
import { anglesOf, vortexDensity } from '../../../physics/neural-rg/observables/vortex-density.ts'
import type { RandomStream } from '../../../physics/random/stream.ts'

/** What tells the Kosterlitz-Thouless transition: stiffness against a twist, and vortices. */
export interface TwistOrder {
  /** Υ; jumps from 2T/π to 0 on the infinite lattice. */
  helicity: Estimate
  /** Share of plaquettes with a vortex of either sign. */
  vortices: Estimate
}

/** Of fields `[B, L, L, 2]` of a theory that becomes the XY model, of auxiliary fields by the spins behind them; null for other theories. At least 20 fields. */
export function twistOrder(fields: Float64Array, theory: TheoryConfig, temperature: number, random: RandomStream): TwistOrder | null {
  if (theory.kind !== 'cphi4' && theory.kind !== 'xyHS') return null
  const { side } = theory
  const spins = theory.kind === 'xyHS' ? drawXYSpins(fields, random) : fields
  const length = 2 * side * side
  const densities = Float64Array.from({ length: spins.length / length }, (_, b) => vortexDensity(anglesOf(spins.subarray(b * length, (b + 1) * length)), side))
  return {
    helicity: helicityModulus(spins, { side, temperature, rho: theory.kind === 'cphi4' ? theory.rho : 1 }),
    vortices: blockedMean(densities),
  }
}
