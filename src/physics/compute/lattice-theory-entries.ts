import { z } from 'zod'
import { Problem } from '../../shared/problem.ts'
import { isingFieldCorrelation, isingFieldOffset, xyFieldOffset } from '../neural-rg/exact/auxiliary-field.ts'
import { complexPhi4TwoByTwo } from '../neural-rg/exact/complex-phi4-two-by-two.ts'
import { bestHaarLoss, freeFieldCorrelation, freeFieldLogZ, realFreeFieldLogZ } from '../neural-rg/exact/free-field.ts'
import { isingCorrelations } from '../neural-rg/exact/ising-correlations.ts'
import { criticalTemperature, isingThermodynamics } from '../neural-rg/exact/kaufman.ts'
import { onsagerLogZPerSite } from '../neural-rg/exact/onsager.ts'
import { realPhi4SingleSite, realPhi4TwoByTwo } from '../neural-rg/exact/real-phi4-two-by-two.ts'
import { complexPhi4SingleSite } from '../neural-rg/exact/single-site.ts'
import { xyTwoByTwo } from '../neural-rg/exact/xy-two-by-two.ts'
import { complexPhi4Couplings } from '../neural-rg/models/complex-phi4.ts'
import { type Computation, computation, type JsonValue } from './computation.ts'

/** Lattice field theories of which a formula or a finite sum tells everything. */

const powerOfTwo = (largest: number, initial: number) => z.int().min(2).max(largest).default(initial)
  .refine((side) => (side & (side - 1)) === 0, 'must be a power of two').describe('L, a power of two.')
const temperature = z.number().positive().max(1e6)

const freeInput = z.object({
  side: powerOfTwo(64, 8),
  hopping: z.number().default(1).describe('t.'),
  mass: z.number().default(2.1).describe('μ > 2|t|.'),
})

export const latticeTheoryEntries: Computation[] = [
  computation(
    'ising-free-energy',
    'Ising model on the L × L torus by Kaufman’s formula: ln Z, energy and specific heat; ln Z of its continuous field; Onsager’s limit.',
    z.object({ side: powerOfTwo(256, 8), temperature: temperature.default(criticalTemperature).describe('T; the critical one when absent.') }),
    ({ side, temperature: t }) => {
      const exact = isingThermodynamics(side, t)
      const fieldOffset = isingFieldOffset(side, t)
      return { ...exact, logZPerSite: exact.logZ / side ** 2, fieldLogZ: exact.logZ + fieldOffset, fieldOffset, onsagerLogZPerSite: onsagerLogZPerSite(t) }
    },
  ),
  computation(
    'ising-correlations',
    'Ising model on L ≤ 8 by its transfer matrix: <m²>, <s_0 s_r>, and <x_0 x_r> of the continuous field, over displacements.',
    z.object({ side: powerOfTwo(8, 4), temperature: temperature.default(criticalTemperature) }),
    ({ side, temperature: t }) => {
      const { logZ, magnetisationSquared, correlation } = isingCorrelations(side, t)
      return { logZ, magnetisationSquared, spins: rows(correlation, side), field: rows(isingFieldCorrelation(side, t), side) }
    },
  ),
  computation(
    'free-field',
    'Free complex field S = -t Σ Re φ_i*φ_j + μ Σ|φ|²: ln Z, correlator along an axis, and the best loss of the Haar map, -N ln π + Σ ln κ_i.',
    freeInput,
    (field) => {
      const sites = field.side ** 2
      const logZ = freeFieldLogZ(field)
      const { loss, diagonal } = bestHaarLoss(field)
      return {
        logZ,
        freeEnergyPerSite: -logZ / sites,
        correlator: [...freeFieldCorrelation(field).slice(0, field.side / 2 + 1)],
        bestHaarLossPerSite: loss / sites,
        haarDiagonal: rows(diagonal, field.side),
      }
    },
  ),
  computation(
    'complex-phi4-two-by-two',
    'Complex φ⁴ on 2 × 2 sites by transfer matrix: ln Z, <|φ|²>, <|φ|⁴>, <Re φ*φ> of neighbours and along the diagonal, <|m|²>.',
    z.object({
      temperature: temperature.default(0.5),
      rho: z.number().positive().max(100).default(4).describe('ρ.'),
      lambda: z.number().min(0.01).max(1e4).default(25).describe('λ.'),
      hopping: z.number().min(-100).max(100).optional().describe('t, instead of 1/(ρT).'),
      mass: z.number().optional().describe('μ, instead of 2t - 2λρ.'),
    }),
    ({ temperature: T, rho, lambda, hopping, mass }) => {
      const t = hopping ?? complexPhi4Couplings({ temperature: T, rho, lambda }).t
      const mu = mass ?? 2 * t - 2 * lambda * rho
      const exact = complexPhi4TwoByTwo({ t, mu, lambda })
      return { t, mu, ...exact, freeEnergyPerSiteAboveWell: -exact.logZ / 4 + lambda * rho * rho }
    },
  ),
  computation(
    'complex-phi4-single-site',
    'ln Z a site of complex φ⁴ at t = 0, μ = -2λρ: ln[(π/2) √(π/λ) erfc(-√λ ρ)] + λρ².',
    z.object({ rho: z.number().default(4), lambda: z.number().positive().default(25) }),
    (parameters) => ({ logZPerSite: complexPhi4SingleSite(parameters) }),
  ),
  computation(
    'real-phi4',
    'Real φ⁴, S = Σ[φ² + λ(φ² - 1)²] - 2κ Σ φφ′: everything on 2 × 2 sites; ln Z on any L for κ = 0 or λ = 0.',
    z.object({ side: powerOfTwo(64, 2), hopping: z.number().min(-10).max(10).default(0.15).describe('κ.'), lambda: z.number().min(0).max(1e4).default(0.5) }),
    ({ side, hopping, lambda }): JsonValue => {
      if (lambda === 0) return { logZ: realFreeFieldLogZ({ side, hopping }) }
      if (hopping === 0) return { logZ: side * side * realPhi4SingleSite(lambda), logZPerSite: realPhi4SingleSite(lambda) }
      if (side === 2) return { ...realPhi4TwoByTwo({ hopping, lambda }) }
      throw new Problem('NoExactValue', `Nothing tells ln Z of interacting φ⁴ on ${side} × ${side} sites exactly.`, 'Take L = 2, κ = 0 or λ = 0.')
    },
  ),
  computation(
    'xy-two-by-two',
    'XY model on 2 × 2 sites, Z = (2π)⁴ Σ_n I_n(2/T)⁴: ln Z, <cos(θ_i - θ_j)>, <|m|²>, and ln Z of its auxiliary field.',
    z.object({ temperature: temperature.min(0.01).default(1) }),
    ({ temperature: t }) => {
      const exact = xyTwoByTwo(t)
      return { ...exact, fieldLogZ: exact.logZ + xyFieldOffset(2, t) }
    },
  ),
]

function rows(values: Float64Array, side: number): number[][] {
  return Array.from({ length: side }, (_, row) => [...values.subarray(row * side, (row + 1) * side)])
}
