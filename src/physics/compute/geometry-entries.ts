import { z } from 'zod'
import { fromDimension, fromMass } from '../holographic-flow/dimension-mass.ts'
import type { Geometry } from '../holographic-flow/geometry.ts'
import { obeysNullEnergyCondition } from '../holographic-flow/null-energy.ts'
import { modeLattice } from '../holographic-flow/mode-lattice.ts'
import { Problem } from '../../shared/problem.ts'
import { type Computation, computation } from './computation.ts'
import { evenly, geometryInput, numbersInput, soundFlow, soundGeometry, flowInput } from './inputs.ts'
import { envelopeCurves } from './envelope-curves.ts'
import { warpProfileEntry } from './warp-profile-entry.ts'

const grid = {
  r: numbersInput.min(1).optional().describe('Radii; an even grid between the cut-offs when absent.'),
  points: z.int().min(2).max(4096).default(65).describe('Points of that grid.'),
}

/** f, h, omega, s, A'' and the holographic c-function over radii. */
function profile(geometry: Geometry, radii: readonly number[]) {
  const over = (quantity: (r: number) => number) => radii.map(quantity)
  const d = geometry.boundaryDimension
  return {
    r: [...radii],
    f: over(geometry.warpFactor),
    h: over(geometry.logWarpDerivative),
    logWarpSecondDerivative: over(geometry.logWarpSecondDerivative),
    omega: over(geometry.sliceVolume),
    s: over(geometry.affineParameter),
    /** 1/A'^(d-1) up to a constant; no count of degrees of freedom where A' <= 0. */
    cFunction: radii.map((r) => {
      const h = geometry.logWarpDerivative(r)
      return d >= 2 && h > 0 ? h ** (1 - d) : null
    }),
  }
}

function scalars(geometry: Geometry, radii: readonly number[]) {
  return {
    rIR: geometry.rIR,
    rUV: geometry.rUV,
    deltaR: geometry.rUV - geometry.rIR,
    affineNorm: geometry.affineNorm,
    conformalDimension: geometry.conformalDimension,
    massSquared: geometry.massSquared,
    propagatorOrder: geometry.propagatorOrder,
    nullEnergyCondition: obeysNullEnergyCondition(geometry, radii),
  }
}

export const geometryEntries: Computation[] = [
  warpProfileEntry,
  computation(
    'geometry',
    "Warp factor f, h = f'/f, slice volume ω = f^d, affine parameter s, (ln f)'' and c-function over r; Z, null energy condition.",
    z.object({ geometry: geometryInput, ...grid }),
    ({ geometry: config, r, points }) => {
      const geometry = soundGeometry(config)
      const radii = r ?? evenly(geometry.rIR, geometry.rUV, points)
      return { ...scalars(geometry, radii), ...profile(geometry, radii) }
    },
  ),
  computation(
    'geometries',
    'What `geometry` tells, of several geometries, each over its own radii.',
    z.object({ geometries: z.array(geometryInput).min(1).max(8), points: grid.points }),
    ({ geometries, points }) => ({
      profiles: geometries.map((config) => {
        const geometry = soundGeometry(config)
        const radii = evenly(geometry.rIR, geometry.rUV, points)
        return { ...scalars(geometry, radii), ...profile(geometry, radii) }
      }),
    }),
  ),
  computation(
    'affine-parameter',
    's(r) = (1/Z) ∫ dr/ω between the cut-offs, its norm Z, and dr/ds = Z ω(r).',
    z.object({ geometry: geometryInput, ...grid }),
    ({ geometry: config, r, points }) => {
      const geometry = soundGeometry(config)
      const radii = r ?? evenly(geometry.rIR, geometry.rUV, points)
      return {
        affineNorm: geometry.affineNorm,
        r: radii,
        s: radii.map(geometry.affineParameter),
        radiusPerParameter: radii.map((radius) => geometry.affineNorm * geometry.sliceVolume(radius)),
      }
    },
  ),
  computation(
    'dimension-mass',
    'Conformal dimension Δ from the bulk mass or the mass from Δ, m² = Δ(Δ − d), with ν and the Breitenlohner-Freedman bound.',
    z.object({
      geometry: z.enum(['ads', 'hsv', 'custom']).default('ads'),
      d: z.int().min(1).max(3).default(2).describe('Boundary dimension.'),
      conformalDimension: z.number().optional().describe('Δ; give this or massSquared.'),
      massSquared: z.number().optional().describe('m² in units of the AdS radius.'),
    }),
    ({ geometry, d, conformalDimension, massSquared }) => {
      if ((conformalDimension === undefined) === (massSquared === undefined)) {
        throw new Problem('BadInput', 'Give either conformalDimension or massSquared, not both and not neither.')
      }
      if (conformalDimension !== undefined) {
        soundGeometry({ kind: 'ads', boundaryDimension: d, conformalDimension, rIR: 0, rUV: 1 })
      }
      const result = conformalDimension !== undefined ? fromDimension(d, conformalDimension) : fromMass(d, massSquared!)
      if (geometry === 'hsv' && result.massSquared !== 0) {
        throw new Problem('MassiveHsvUnsupported', `The hyperscaling-violating propagator is known in closed form for the massless field only, not for m² = ${result.massSquared}.`, 'Set m² = 0, or take AdS or an own warp factor.')
      }
      return { ...result }
    },
  ),
  computation(
    'warp-preview',
    'All that the geometry preview draws: f, h, ω, s over r, null energy condition, envelopes ψ and ϖ against |k| at several r.',
    flowInput.extend({ points: grid.points, radii: z.int().min(1).max(16).default(5).describe('Number of radii at which envelopes are drawn.') }),
    ({ points, radii, ...flow }) => {
      const { geometry: config, encoding } = soundFlow(flow)
      const geometry = soundGeometry(config)
      const r = evenly(geometry.rIR, geometry.rUV, points)
      const { shells } = modeLattice(encoding.modes, encoding.boxLength)
      const largest = shells[shells.length - 1].k
      const at = radii === 1 ? [geometry.rUV] : evenly(geometry.rIR, geometry.rUV, radii)
      return { ...scalars(geometry, r), ...profile(geometry, r), envelopes: envelopeCurves(geometry, evenly(0, largest, 49), at), largestMomentum: largest }
    },
  ),
]
