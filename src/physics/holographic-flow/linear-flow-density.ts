import { apply, matrixExponential } from '../numerics/matrix-exponential.ts'
import type { Geometry } from './geometry.ts'
import type { PhasePoint } from './free-evolution.ts'
import { evolveExactly } from './free-evolution.ts'

/**
 * ln p_1(x) for the flow x' = A x over a time T from independent normal components of mean zero:
 * ln N(e^(-A T) x) - T tr A. The change of variables ln p_1 = ln p_0 - ∫ ∇·V dt in closed form. Unit: nats. Spec: 9.
 */
export function linearFlowLogDensity(matrix: readonly (readonly number[])[], time: number, baseVariances: readonly number[], x: readonly number[]): number {
  const start = apply(matrixExponential(matrix.map((row) => row.map((value) => -time * value))), x)
  const trace = matrix.reduce((sum, row, i) => sum + row[i], 0)
  return normalLogDensity(start, baseVariances) - time * trace
}

/**
 * ln p at the UV cut-off of one pair (phi, pi) of real components under pure Klein-Gordon evolution from an independent
 * normal pair at the IR cut-off. Unit: nats.
 */
export function freeKleinGordonLogDensity(geometry: Geometry, k: number, baseVariances: { field: number; momentum: number }, end: PhasePoint): number {
  const start = evolveExactly(geometry, k, end, geometry.rUV, geometry.rIR)
  return normalLogDensity([start.phi, start.pi], [baseVariances.field, baseVariances.momentum])
    - integratedDivergence(geometry, geometry.rIR, geometry.rUV)
}

/** ∇·V of the backbone for one pair (phi, pi): the friction 2a - d h; AdS: -2 nu. */
export function divergencePerPair(geometry: Geometry, r: number): number {
  return geometry.backboneCoefficients(r).friction
}

/** ∫ ∇·V dr for one pair between two radii, in closed form: 2a (to - from) - ln(omega(to)/omega(from)). */
export function integratedDivergence(geometry: Geometry, from: number, to: number): number {
  const a = geometry.boundaryDimension - geometry.conformalDimension
  return 2 * a * (to - from) - Math.log(geometry.sliceVolume(to) / geometry.sliceVolume(from))
}

/** Pairs (phi, pi) of real components in a state of C channels on K^d modes, 2 C K^d. */
export function phaseSpacePairs(channels: number, modes: number, d: number): number {
  return 2 * channels * modes ** d
}

function normalLogDensity(x: readonly number[], variances: readonly number[]): number {
  return x.reduce((sum, value, i) => sum - (value * value) / (2 * variances[i]) - 0.5 * Math.log(2 * Math.PI * variances[i]), 0)
}
