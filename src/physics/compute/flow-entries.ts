import { z } from 'zod'
import { freeKleinGordonLogDensity, divergencePerPair, integratedDivergence, linearFlowLogDensity, phaseSpacePairs } from '../holographic-flow/linear-flow-density.ts'
import { type Path, backboneVelocity, evaluate, hermitePath, linearPath, residual } from '../holographic-flow/paths.ts'
import type { Geometry } from '../holographic-flow/geometry.ts'
import { makeFlowGeometry } from '../holographic-flow/make-geometry.ts'
import { momentModel } from '../holographic-flow/second-moments.ts'
import { zeroNetworkLoss } from '../holographic-flow/zero-network-loss.ts'
import { baseVariances } from '../holographic-flow/base-law.ts'
import { Problem } from '../../shared/problem.ts'
import { type Computation, computation } from './computation.ts'
import { flowInput, geometryInput, momentumInput, numbersInput, soundFlow, soundGeometry } from './inputs.ts'

const time = z.number().min(0).max(1).default(0.5).describe('Flow time t, 0 in the IR, 1 in the UV.')

const pathInput = z.object({
  geometry: geometryInput,
  k: momentumInput,
  phi0: z.number(), pi0: z.number(), phi1: z.number(), pi1: z.number(),
  t: time,
  alpha: z.union([z.literal(0), z.literal(1)]).default(1).describe('Strength of the Klein-Gordon backbone in the residual.'),
  fieldRescaling: z.enum(['source', 'vev']).default('source'),
})

function pathValues(input: z.output<typeof pathInput>, pathThrough: (geometry: Geometry) => Path) {
  soundGeometry(input.geometry)
  const geometry = makeFlowGeometry({ geometry: input.geometry, encoding: { fieldRescaling: input.fieldRescaling } })
  const { t, k, alpha } = input
  const point = pathThrough(geometry).at(t)
  const ends = [input.phi0, input.pi0, input.phi1, input.pi1] as const
  const backbone = backboneVelocity(geometry, t, k * k, point)
  const target = residual(geometry, alpha, t, k * k, point)
  const r = geometry.rIR + t * (geometry.rUV - geometry.rIR)
  const deltaR = geometry.rUV - geometry.rIR
  return {
    r,
    s: geometry.affineParameter(r),
    phi: evaluate(point.phi, ends),
    pi: evaluate(point.pi, ends),
    velocity: { phi: evaluate(point.velocityPhi, ends), pi: evaluate(point.velocityPi, ends) },
    kleinGordonVelocity: { phi: evaluate(backbone.phi, ends) / deltaR, pi: evaluate(backbone.pi, ends) / deltaR },
    residual: { phi: evaluate(target.phi, ends), pi: evaluate(target.pi, ends) },
  }
}

export const flowEntries: Computation[] = [
  computation(
    'hermite-path',
    'On-shell cubic path between two states of a mode: φ, π, velocity U (d/dt), Klein-Gordon velocity V (d/dr), residual U − α δ_r V.',
    pathInput.extend({ parameter: z.enum(['affine', 'radial']).default('affine').describe('Interpolation in s(r) or in r.') }),
    ({ parameter, ...input }) => pathValues(input, (geometry) => hermitePath(geometry, parameter)),
  ),
  computation(
    'linear-path',
    'Straight path between two states of a mode: φ, π, velocity U (d/dt), Klein-Gordon velocity V (d/dr), residual U − α δ_r V.',
    pathInput,
    (input) => pathValues(input, () => linearPath),
  ),
  computation(
    'second-moments',
    'Exact mean squares of φ_t, π_t and of the target R at time t, one value a shell of equal |k| (mean of real and imaginary plane).',
    flowInput.extend({ t: time }),
    ({ t, ...flow }) => {
      const model = momentModel(soundFlow(flow))
      const moments = model.at(t)
      return {
        t,
        k: model.groups.map((group) => group.k),
        count: model.groups.map((group) => group.count),
        phi: [...moments.phi],
        pi: [...moments.pi],
        residualPhi: [...moments.residualPhi],
        residualPi: [...moments.residualPi],
      }
    },
  ),
  computation(
    'zero-network-loss',
    'L₀, the expected loss of a network that outputs zero: the measure for every training loss. Exact for point data.',
    flowInput,
    (flow) => ({ ...zeroNetworkLoss(soundFlow(flow)) }),
  ),
  computation(
    'linear-flow-log-density',
    "ln p₁(x) in nats of the flow x' = A x from independent normal components of mean zero.",
    z.object({
      matrix: z.array(numbersInput).min(1).max(64).describe('A, row by row.'),
      x: numbersInput.min(1).describe('Where the density is taken, at the end of the flow.'),
      time: z.number().default(1).describe('Duration of the flow.'),
      baseVariances: z.array(z.number().positive()).optional().describe('Variances of the base law; ones when absent.'),
    }),
    ({ matrix, x, time: duration, baseVariances: variances = x.map(() => 1) }) => {
      if (matrix.length !== x.length || variances.length !== x.length || matrix.some((row) => row.length !== x.length)) {
        throw new Problem('BadInput', `The point has ${x.length} components, so the matrix must be ${x.length} × ${x.length} and the base needs ${x.length} variances.`)
      }
      return { logDensity: linearFlowLogDensity(matrix, duration, variances, x) }
    },
  ),
  computation(
    'free-klein-gordon-log-density',
    'ln p in nats of one pair (φ, π) of real components at the UV cut-off, evolved freely from the normal base law at the IR cut-off.',
    z.object({
      geometry: geometryInput, k: momentumInput, phi: z.number(), pi: z.number(),
      baseVariances: z.object({ field: z.number().positive(), momentum: z.number().positive() }).optional().describe('Sobolev law at this k when absent.'),
    }),
    ({ geometry: config, k, phi, pi, baseVariances: variances }) => {
      const geometry = soundGeometry(config)
      return { logDensity: freeKleinGordonLogDensity(geometry, k, variances ?? baseVariances('sobolev', k), { phi, pi }) }
    },
  ),
  computation(
    'backbone-divergence',
    'Phase-space divergence of the Klein-Gordon velocity, (2a − d h) times the number of pairs 2CK^d; AdS: −2ν · 2CK^d.',
    z.object({
      geometry: geometryInput, channels: z.int().min(1).default(2), modes: z.int().min(1).default(16),
      r: z.number().optional().describe('Radius; the UV cut-off when absent.'),
    }),
    ({ geometry: config, channels, modes, r }) => {
      const geometry = soundGeometry(config)
      const pairs = phaseSpacePairs(channels, modes, geometry.boundaryDimension)
      return {
        pairs,
        divergence: pairs * divergencePerPair(geometry, r ?? geometry.rUV),
        integral: pairs * integratedDivergence(geometry, geometry.rIR, geometry.rUV),
      }
    },
  ),
]
