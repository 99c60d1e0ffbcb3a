import type { HolographicFlowConfig } from '../../shared/studies/holographic-flow/config.ts'
import type { Geometry, PropagatorModes } from './geometry.ts'
import { makeGeometry } from './make-geometry.ts'
import type { Filter } from './matched-filters.ts'
import { matchFilter } from './matched-filters.ts'
import type { ModeLattice } from './mode-lattice.ts'
import { modeLattice, overLattice } from './mode-lattice.ts'
import { adsPropagator } from './propagator.ts'
import { variantOf } from './variants.ts'
import { toVevVariables } from './vev-rescaling.ts'

/** What a point's Fourier phases are multiplied by, for the field and for the momentum, at the UV cut-off or another radius. */
export interface Envelopes {
  readonly lattice: ModeLattice
  /** psi or g, one value a shell. */
  readonly fieldOfShell: Float64Array
  /** varpi or ∂_r g, one value a shell. */
  readonly momentumOfShell: Float64Array
  /** The same `[K, K]` in FFT order. */
  readonly field: Float64Array
  readonly momentum: Float64Array
  /** The matched control filter, where the variant has one. */
  readonly filter: Filter | null
}

export type EnvelopeConfig = Pick<HolographicFlowConfig, 'geometry' | 'encoding' | 'model'>

/**
 * Envelopes of a configuration on its mode lattice: the geometry's propagator, a matched control filter, or none (1 and 0),
 * with the gain and the field rescaling of the encoding. At another radius than the UV cut-off, where points are encoded:
 * the free solution through the encoding (the filter at that radius, for the controls). Spec: 4.7, 5.3, 5.7, 14.
 */
export function encodingEnvelopes(config: EnvelopeConfig, radius?: number): Envelopes {
  const { encoding } = config
  const geometry = makeGeometry(config.geometry)
  const r = radius ?? geometry.rUV
  const lattice = modeLattice(encoding.modes, encoding.boxLength)
  const kind = variantOf(config).envelope
  const filter = kind === 'heat' || kind === 'matern' ? matchFilter(kind, encoding.envelopeMatch, geometry, lattice) : null

  const sourceModes = (k: number): PropagatorModes => {
    if (filter) return filter.modes(k, r)
    const gain = encoding.envelopeGain === 'released' && k > 0 ? releasedGain(geometry) : 1
    const { psi, varpi } = geometry.propagator(k, r)
    return { psi: gain * psi, varpi: gain * varpi }
  }
  const modes = (k: number): PropagatorModes => {
    if (kind === 'none') return { psi: 1, varpi: 0 }
    return encoding.fieldRescaling === 'vev' ? toVevVariables(geometry, r, sourceModes(k)) : sourceModes(k)
  }

  const ofShell = lattice.shells.map((shell) => modes(shell.k))
  const fieldOfShell = Float64Array.from(ofShell, (mode) => mode.psi)
  const momentumOfShell = Float64Array.from(ofShell, (mode) => mode.varpi)
  return {
    lattice,
    fieldOfShell,
    momentumOfShell,
    field: overLattice(lattice, fieldOfShell),
    momentum: overLattice(lattice, momentumOfShell),
    filter,
  }
}

/**
 * Factor by which the released program's envelopes exceed the exact ones at every k ≠ 0. It takes |k|^nu K_nu(|k| z) with
 * |k| raised to at least 0.01 and the argument of K clamped at 0.01, then divides by the value at k = 0, which thereby is
 * not the limit k → 0: the ratio is e^(nu r_1)/psi_nu(0.01). 1.6653, 2.7190, 4.4819 for Delta = 1.5, 2, 2.5 at r_1 = 1.
 * Spec: 14; the two lines of algebra are in docs/derivations/free-bulk-dynamics.md.
 */
export function releasedGain(geometry: Geometry): number {
  const nu = geometry.propagatorOrder
  const { u } = geometry.propagatorArgument(1, geometry.rUV)
  return u ** -nu / adsPropagator(nu, 0.01).psi
}
