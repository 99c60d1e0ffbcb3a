import { z } from 'zod'
import { dataSourceSchema } from '../../shared/studies/holographic-flow/config.ts'
import { Problem } from '../../shared/problem.ts'
import { generatePoints } from '../datasets/generate-points.ts'
import { measureStandardisation, noStandardisation, standardise } from '../datasets/standardise.ts'
import { meanFields } from '../holographic-flow/mean-field.ts'
import { variantOf } from '../holographic-flow/variants.ts'
import { type Computation, computation } from './computation.ts'
import { evenly, flowInput, soundFlow, soundGeometry } from './inputs.ts'

/** Points of a built-in law that stand for it. */
const drawn = 1000

export const encodedDataEntry: Computation = computation(
  'encoded-data',
  'The data as the bulk sees them: the encoded field of one point, or the mean over all points, on a grid of positions at several radii.',
  flowInput.extend({
    data: dataSourceSchema.prefault({ kind: 'generator' }).describe('A built-in law; for own data give points.'),
    points: z.array(z.tuple([z.number(), z.number()])).min(1).max(5000).optional().describe('Points in data units, in place of the law.'),
    only: z.int().min(0).optional().describe('Index of the one point to encode; the mean over all when absent.'),
    radii: z.int().min(1).max(12).default(4).describe('Radii, evenly from the IR to the UV cut-off.'),
    grid: z.int().min(8).max(128).default(24).describe('Positions per axis.'),
  }),
  ({ data, points, only, radii, grid, ...flow }) => {
    const config = soundFlow(flow)
    if (variantOf(config).state === 'points') throw new Problem('NoFields', 'The FCN baseline flows points and has no fields.', 'Choose a model of fields to see the encoded data.')
    if (!points && data.kind !== 'generator') throw new Problem('BadInput', 'Own data are not known here.', 'Give "points": [[x, y], …].')
    const raw = points ? Float64Array.from(points.flat()) : generatePoints(data.kind === 'generator' ? data.name : 'checkerboard', drawn, 1)
    const by = config.encoding.standardise ? measureStandardisation(raw) : noStandardisation
    const encoded = standardise(raw, by)
    const count = encoded.length / 2
    if (only !== undefined && only >= count) throw new Problem('BadInput', `There is no point ${only} among ${count}.`, `Points are numbered from 0 to ${count - 1}.`)
    const geometry = soundGeometry(config.geometry)
    const r = radii === 1 ? [geometry.rUV] : evenly(geometry.rIR, geometry.rUV, radii)
    const fields = meanFields(only === undefined ? encoded : encoded.subarray(2 * only, 2 * only + 2), config, r, grid)
    const { boxLength } = config.encoding
    return {
      r,
      /** Positions along either axis in data units; the mean and the scale are those of all coordinates. */
      positions: Array.from({ length: grid }, (_, m) => by.mean + by.standardDeviation * (-boxLength / 2 + (m * boxLength) / grid)),
      /** Row by row, x slow; four digits are more than a picture shows. */
      fields: fields.map((field) => Array.from(field, (value) => Number(value.toPrecision(4)))),
      count,
    }
  },
)
