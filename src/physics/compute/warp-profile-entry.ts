import { z } from 'zod'
import { Problem } from '../../shared/problem.ts'
import { checkGeometry } from '../holographic-flow/check-geometry.ts'
import { nullEnergyViolations } from '../holographic-flow/null-energy.ts'
import { splineProfile } from '../holographic-flow/warp-profile.ts'
import { type Computation, computation } from './computation.ts'
import { evenly, geometryInput } from './inputs.ts'

/** What the editor of a warp factor draws: no propagator, so that it answers within a frame. */
export const warpProfileEntry: Computation = computation(
  'warp-profile',
  "ln f(r) through the control points of an own warp factor, AdS tails included, and where (ln f)'' > 0 breaks the null energy condition.",
  z.object({
    geometry: geometryInput,
    from: z.number().optional().describe('First radius; the lowest of control points and cut-offs when absent.'),
    to: z.number().optional().describe('Last radius; the highest of them when absent.'),
    points: z.int().min(2).max(4096).default(129).describe('Radii, evenly spaced.'),
  }),
  ({ geometry, from, to, points }) => {
    if (geometry.kind !== 'custom') throw new Problem('BadInput', `The geometry ${geometry.kind} has no control points.`, 'Give a geometry of kind "custom".')
    const fault = checkGeometry(geometry).find(({ severity }) => severity === 'error')
    if (fault) throw new Problem(fault.code, fault.message)
    const { controlPoints, rIR, rUV } = geometry
    const profile = splineProfile(controlPoints)
    const known = [rIR, rUV, ...controlPoints.map((point) => point.r)]
    const r = evenly(from ?? Math.min(...known), to ?? Math.max(...known), points)
    const violations = nullEnergyViolations(profile, rIR, rUV)
    return { r, logWarp: r.map(profile.logWarp), violations, nullEnergyCondition: violations.length === 0 }
  },
)
