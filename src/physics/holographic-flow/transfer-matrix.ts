import { besselIScaled } from '../numerics/bessel-i.ts'
import { besselKScaled } from '../numerics/bessel-k.ts'
import { integratePiecewise } from '../numerics/gauss-legendre.ts'
import type { Geometry } from './geometry.ts'

/** Maps (phi, pi) at one radius to (phi, pi) at another, row by row. */
export type TransferMatrix = readonly [readonly [number, number], readonly [number, number]]

/**
 * Transfer matrix of the free evolution of the mode k from one radius to another, in the source rescaling.
 * Determinant exp(∫ friction dr); AdS: e^(-2 nu (to - from)). Closed forms for AdS and HSV, else reduction of order.
 * Spec: 4.5.
 */
export function transferMatrix(geometry: Geometry, k: number, from: number, to: number): TransferMatrix {
  if (k === 0 || geometry.kind === 'custom') return byReductionOfOrder(geometry, k, from, to)
  const start = geometry.propagatorArgument(k, from)
  const end = geometry.propagatorArgument(k, to)
  const [[a, b], [c, d]] = adsTransferMatrix(geometry.propagatorOrder, start.u, end.u)
  // HSV momenta are z^-p times those of an AdS field of order beta; in AdS the rate is one.
  return [[a, b / start.decayRate], [end.decayRate * c, (end.decayRate * d) / start.decayRate]]
}

/**
 * AdS transfer matrix between u0 = k e^-r0 > 0 and u1 = k e^-r1 > 0, from the solutions u^nu K_nu and u^nu I_nu, whose
 * Wronskian is known. Scaled Bessel functions keep every factor finite.
 */
export function adsTransferMatrix(nu: number, u0: number, u1: number): TransferMatrix {
  const k0 = besselKScaled(nu, u0)
  const k1 = besselKScaled(nu, u1)
  const i0 = besselIScaled(nu, u0)
  const i1 = besselIScaled(nu, u1)
  const kPrime0 = u0 * besselKScaled(nu - 1, u0)
  const kPrime1 = u1 * besselKScaled(nu - 1, u1)
  const iPrime0 = u0 * besselIScaled(nu - 1, u0)
  const iPrime1 = u1 * besselIScaled(nu - 1, u1)
  const growing = Math.exp(u0 - u1)
  const falling = 1 / growing
  const ratio = (u1 / u0) ** nu
  return [
    [ratio * (k1 * iPrime0 * growing + i1 * kPrime0 * falling), ratio * (k1 * i0 * growing - i1 * k0 * falling)],
    [ratio * (kPrime1 * iPrime0 * growing - iPrime1 * kPrime0 * falling), ratio * (kPrime1 * i0 * growing + iPrime1 * k0 * falling)],
  ]
}

/**
 * From the regular solution psi, which vanishes nowhere, the second one is psi ∫ W/psi² dr with the Wronskian
 * W = exp(∫ friction) = e^(2a (r - from)) omega(from)/omega(r), a = d - Delta. See docs/derivations/free-bulk-dynamics.md.
 */
function byReductionOfOrder(geometry: Geometry, k: number, from: number, to: number): TransferMatrix {
  const a = geometry.boundaryDimension - geometry.conformalDimension
  const wronskian = (r: number) => Math.exp(2 * a * (r - from)) * (geometry.sliceVolume(from) / geometry.sliceVolume(r))
  const ends = pieces(geometry, from, to)
  // The factor psi(from)² keeps large momenta from overflowing.
  const start = geometry.propagator(k, from)
  const end = geometry.propagator(k, to)
  const second = integratePiecewise((r) => wronskian(r) * (start.psi / geometry.propagator(k, r).psi) ** 2, ends, 24)
  const growth = end.psi / start.psi
  const column2 = [growth * second, (end.varpi / start.psi) * second + wronskian(to) / growth] as const
  const slope = start.varpi / start.psi
  return [
    [growth - slope * column2[0], column2[0]],
    [end.varpi / start.psi - slope * column2[1], column2[1]],
  ]
}

/** Ends of at least eight quadrature panels between two radii, in either direction, split at the knots. */
function pieces(geometry: Geometry, from: number, to: number): number[] {
  const low = Math.min(from, to)
  const high = Math.max(from, to)
  const even = Array.from({ length: 9 }, (_, i) => low + ((high - low) * i) / 8)
  const inside = geometry.knots.filter((r) => r > low && r < high)
  const ascending = [...new Set([...even, ...inside])].sort((x, y) => x - y)
  return from <= to ? ascending : ascending.reverse()
}
