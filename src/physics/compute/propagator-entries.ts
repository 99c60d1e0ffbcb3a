import { z } from 'zod'
import { besselI, besselIScaled } from '../numerics/bessel-i.ts'
import { besselK, besselKScaled } from '../numerics/bessel-k.ts'
import { evolveByRk4, evolveExactly } from '../holographic-flow/free-evolution.ts'
import { positionSpaceNormalisation, positionSpacePropagator, adsPropagator } from '../holographic-flow/propagator.ts'
import { readSource } from '../holographic-flow/source-readout.ts'
import { transferMatrix } from '../holographic-flow/transfer-matrix.ts'
import { type Computation, computation } from './computation.ts'
import { geometryInput, momentumInput, radiusInput, soundGeometry } from './inputs.ts'

const order = z.number().min(0.01).max(150).describe('Order ν > 0.')

const slab = {
  from: radiusInput.optional().describe('First radius; the IR cut-off when absent.'),
  to: radiusInput.optional().describe('Last radius; the UV cut-off when absent.'),
}

export const propagatorEntries: Computation[] = [
  computation(
    'propagator',
    'Propagator modes ψ and ϖ = ∂_r ψ of the rescaled field: of the order ν at u = |k|e^(−r), or of a geometry at k and r.',
    z.union([
      z.object({ nu: order, u: z.number().min(0).describe('u = |k| e^(−r).') }),
      z.object({ geometry: geometryInput, k: momentumInput, r: radiusInput.optional().describe('Radius; the UV cut-off when absent.') }),
    ]),
    (input) => {
      if ('nu' in input) return { ...input, ...adsPropagator(input.nu, input.u) }
      const geometry = soundGeometry(input.geometry)
      const r = input.r ?? geometry.rUV
      return { k: input.k, r, ...geometry.propagator(input.k, r) }
    },
  ),
  computation(
    'bessel-k',
    'Modified Bessel function K_ν(x) of real order, and e^x K_ν(x).',
    z.object({ nu: z.number().min(-150).max(150).describe('Order ν.'), x: z.number().positive() }),
    ({ nu, x }) => ({ value: besselK(nu, x), scaled: besselKScaled(nu, x) }),
  ),
  computation(
    'bessel-i',
    'Modified Bessel function I_ν(x), ν > −1, and e^(−x) I_ν(x).',
    z.object({ nu: z.number().gt(-1).max(150).describe('Order ν.'), x: z.number().positive().max(700) }),
    ({ nu, x }) => ({ value: besselI(nu, x), scaled: besselIScaled(nu, x) }),
  ),
  computation(
    'transfer-matrix',
    'Matrix that takes (φ, π) of the mode k from one radius to another under free evolution; determinant exp ∫ friction dr.',
    z.object({ geometry: geometryInput, k: momentumInput, ...slab }),
    ({ geometry: config, k, from, to }) => {
      const geometry = soundGeometry(config)
      const [[a, b], [c, d]] = transferMatrix(geometry, k, from ?? geometry.rIR, to ?? geometry.rUV)
      return { matrix: [[a, b], [c, d]], determinant: a * d - b * c }
    },
  ),
  computation(
    'free-evolution',
    'Free Klein-Gordon evolution of (φ, π) between two radii: exact, and by classical Runge-Kutta steps with its error.',
    z.object({
      geometry: geometryInput, k: momentumInput, phi: z.number(), pi: z.number(), ...slab,
      steps: z.int().min(1).max(100_000).default(100).describe('Runge-Kutta steps.'),
    }),
    ({ geometry: config, k, phi, pi, from, to, steps }) => {
      const geometry = soundGeometry(config)
      const ends = [from ?? geometry.rIR, to ?? geometry.rUV] as const
      const exact = evolveExactly(geometry, k, { phi, pi }, ...ends)
      const rk4 = evolveByRk4(geometry, k, { phi, pi }, ...ends, steps)
      return {
        exact: { ...exact }, rk4: { ...rk4 }, steps,
        error: Math.max(Math.abs(rk4.phi - exact.phi), Math.abs(rk4.pi - exact.pi)),
      }
    },
  ),
  computation(
    'source-readout',
    'Source J of a free solution from (φ, π) of the mode k at radius r.',
    z.object({ geometry: geometryInput, k: momentumInput, r: radiusInput.optional().describe('Radius; the UV cut-off when absent.'), phi: z.number(), pi: z.number() }),
    ({ geometry: config, k, r, phi, pi }) => {
      const geometry = soundGeometry(config)
      return { source: readSource(geometry, k, r ?? geometry.rUV, phi, pi) }
    },
  ),
  computation(
    'position-space-propagator',
    'Bulk-to-boundary propagator C_Δ z^(2Δ−d)/(z² + x²)^Δ of AdS, z = e^(−r), and C_Δ. Integrates to one.',
    z.object({
      d: z.int().min(1).max(10).default(2), conformalDimension: z.number().default(1.5).describe('Δ > d/2.'),
      r: z.number().default(1), distance: z.number().min(0).default(0).describe('|x| on the boundary.'),
    }).refine((input) => input.conformalDimension > input.d / 2, { error: 'Δ must exceed d/2', path: ['conformalDimension'] }),
    ({ d, conformalDimension, r, distance }) => ({
      value: positionSpacePropagator(conformalDimension, d, r, distance),
      normalisation: positionSpaceNormalisation(conformalDimension, d),
    }),
  ),
]
