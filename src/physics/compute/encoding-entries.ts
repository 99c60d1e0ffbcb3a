import { z } from 'zod'
import { Problem } from '../../shared/problem.ts'
import { circularSoftArgmax, phaseGradient, softArgmax } from '../holographic-flow/decode-points.ts'
import { encodePoints } from '../holographic-flow/encode-points.ts'
import { encodingEnvelopes } from '../holographic-flow/envelopes.ts'
import { matchFilter } from '../holographic-flow/matched-filters.ts'
import { type ModeLattice, modeLattice } from '../holographic-flow/mode-lattice.ts'
import { positionField } from '../holographic-flow/position-field.ts'
import { type Computation, type JsonValue, computation } from './computation.ts'
import { envelopeCurves } from './envelope-curves.ts'
import { evenly, flowInput, momentumInput, numbersInput, soundFlow, soundGeometry } from './inputs.ts'

const point = z.tuple([z.number(), z.number()]).describe('A point in encoder units: standardised, inside the box.')

/** Planes (Re, Im) of one channel, apart. */
function split(planes: Float64Array): { re: number[]; im: number[] } {
  const half = planes.length / 2
  return {
    re: Array.from({ length: half }, (_, i) => planes[2 * i]),
    im: Array.from({ length: half }, (_, i) => planes[2 * i + 1]),
  }
}

function fieldMaximum(phi: ArrayLike<number>, lattice: ModeLattice, grid: number) {
  const field = positionField(phi, lattice, grid)
  let best = 0
  for (let i = 1; i < field.length; i++) if (field[i] > field[best]) best = i
  return { index: [Math.floor(best / grid), best % grid], value: field[best] }
}

export const encodingEntries: Computation[] = [
  computation(
    'envelopes',
    'ψ and ϖ against |k| at several radii, and on the mode lattice as encoded (with control filter, gain and rescaling).',
    flowInput.extend({
      radii: numbersInput.max(16).optional().describe('Radii of the curves; the UV cut-off when absent.'),
      k: z.array(momentumInput).min(1).max(1024).optional().describe('Momenta of the curves; those of the lattice when absent.'),
    }),
    ({ radii, k, ...flow }) => {
      const config = soundFlow(flow)
      const geometry = soundGeometry(config.geometry)
      const { lattice, fieldOfShell, momentumOfShell, filter } = encodingEnvelopes(config)
      const sum = (values: Float64Array) => values.reduce((total, value, i) => total + lattice.shells[i].count * value * value, 0)
      return {
        ...envelopeCurves(geometry, k ?? lattice.shells.map((shell) => shell.k), radii ?? [geometry.rUV]),
        lattice: {
          k: lattice.shells.map((shell) => shell.k),
          count: lattice.shells.map((shell) => shell.count),
          field: [...fieldOfShell],
          momentum: [...momentumOfShell],
          sumOfFieldSquares: sum(fieldOfShell),
          sumOfMomentumSquares: sum(momentumOfShell),
        },
        filter: filter && { kind: filter.kind, parameter: filter.parameter, rms: filter.rms },
      }
    },
  ),
  computation(
    'matched-filters',
    'Heat filter exp(−a ξ²) and Matérn filter (1 + ℓ²ξ²/2ν)^(−ν−d/2) matched to the propagator by least squares and by equal 1/e point.',
    flowInput.extend({ points: z.int().min(0).max(1024).default(0).describe('Momenta, evenly from 0 to the largest of the lattice, at which filters and propagator are given; none by default.') }),
    ({ points, ...flow }) => {
      const { geometry: config, encoding } = soundFlow(flow)
      const geometry = soundGeometry(config)
      const lattice = modeLattice(encoding.modes, encoding.boxLength)
      const k = points < 2 ? [] : evenly(0, lattice.shells[lattice.shells.length - 1].k, points)
      const match = (kind: 'heat' | 'matern', how: 'leastSquares' | 'equalPoint') => {
        const { parameter, rms, modes } = matchFilter(kind, how, geometry, lattice)
        return { parameter, rms, ...(k.length > 0 ? { envelope: k.map((momentum) => modes(momentum, geometry.rUV).psi) } : {}) }
      }
      return {
        ...(k.length > 0 ? { k, propagator: k.map((momentum) => geometry.propagator(momentum, geometry.rUV).psi) } : {}),
        heat: { leastSquares: match('heat', 'leastSquares'), equalPoint: match('heat', 'equalPoint') },
        matern: { leastSquares: match('matern', 'leastSquares'), equalPoint: match('matern', 'equalPoint') },
      }
    },
  ),
  computation(
    'point-encoding',
    'Field and momentum modes of a point at the UV cut-off, φ_k = ψ_k e^(−ik·(y−y_min)), one channel, without lift noise.',
    flowInput.extend({
      point,
      indices: z.array(z.tuple([z.int().min(0), z.int().min(0)])).optional().describe('Lattice indices to give, FFT order, x first; all of them row by row when absent.'),
    }),
    ({ point: y, indices, ...flow }): JsonValue => {
      const envelopes = encodingEnvelopes(soundFlow(flow))
      const { modes } = envelopes.lattice
      const { phi, pi } = encodePoints(Float64Array.from(y), envelopes, 1)
      if (!indices) return { shape: [modes, modes], phi: split(phi), pi: split(pi) }
      const outside = indices.find(([i, j]) => i >= modes || j >= modes)
      if (outside) throw new Problem('BadInput', `The index (${outside.join(', ')}) lies outside the lattice of ${modes} × ${modes} modes.`, `Indices run from 0 to ${modes - 1}.`)
      const at = ([i, j]: [number, number]) => 2 * (i * modes + j)
      return {
        modes: indices.map((index) => ({
          index,
          phi: [phi[at(index)], phi[at(index) + 1]],
          pi: [pi[at(index)], pi[at(index) + 1]],
        })),
      }
    },
  ),
  computation(
    'point-decoding',
    'The point that a field stands for, by all decoders, and the maximum of the field on the decoder’s grid. Input: modes, or a point to encode first.',
    flowInput.extend({
      point: point.optional(),
      phi: z.object({ re: numbersInput, im: numbersInput }).optional().describe('Modes [K, K] row by row in FFT order, one channel.'),
      grid: z.int().min(4).max(512).optional().describe('Grid points per axis; those of the encoding when absent.'),
    }),
    ({ point: y, phi: given, grid, ...flow }) => {
      const config = soundFlow(flow)
      const lattice = modeLattice(config.encoding.modes, config.encoding.boxLength)
      const phi = y ? encodePoints(Float64Array.from(y), encodingEnvelopes(config), 1).phi : interleaved(given, lattice)
      const points = grid ?? config.encoding.decoderGrid
      return {
        softArgmax: softArgmax(phi, lattice, points),
        circularSoftArgmax: circularSoftArgmax(phi, lattice, points),
        phaseGradient: phaseGradient(phi, lattice),
        fieldMaximum: fieldMaximum(phi, lattice, points),
      }
    },
  ),
]

function interleaved(phi: { re: number[]; im: number[] } | undefined, { modes }: ModeLattice): Float64Array {
  const count = modes * modes
  if (!phi || phi.re.length !== count || phi.im.length !== count) {
    throw new Problem('BadInput', `Decoding needs a point, or real and imaginary parts of ${modes} × ${modes} = ${count} modes.`, 'Give "point": [x, y], or "phi": {"re": […], "im": […]} row by row.')
  }
  return Float64Array.from({ length: 2 * count }, (_, i) => (i % 2 === 0 ? phi.re : phi.im)[i >> 1])
}
