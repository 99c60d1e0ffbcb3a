import { z } from 'zod'
import type { FigureInput } from '../../figure.ts'
import { newestArray, type RunFigure, type RunRecord } from '../run-figures.ts'
import type { BulkGeometry } from './bulk-geometry.ts'
import { neuralRgConfigSchema } from './config.ts'
import { couplingsFigure, distanceLawsFigure, distanceMatrixFigure, embeddingFigure, embeddingQualityFigure, informationFigure, layerCollapseFigure } from './geometry-figures.ts'
import { geometryNumbersFigure } from './geometry-numbers-figure.ts'
import { diskAnswerSchema, poincareDiskFigure } from './poincare-disk-figure.ts'
import { outlineOf } from './outline.ts'
import { geometryAnalysis, geometryKinds, geometryOrigins, storedGeometries } from './stored-geometry.ts'
import { columnsOf, kernelColumns, kernelDirections } from './tables.ts'

/** The bulk's geometry as figures of a run: drawn from the analysis `geometry`, the null geometries always in them. */

const arrays = Object.values(geometryKinds).map((kind) => ({ kind }))
const embeddingChoices = z.object({ origin: z.enum(geometryOrigins).default('trained').describe('Whose correlations: the trained ones, or a null.') })

/** A bulk of one decimator has no geometry. */
const hasGeometry = (config: RunRecord['config']) => {
  const parsed = neuralRgConfigSchema.safeParse(config)
  return parsed.success && parsed.data.theory.side >= 4 && parsed.data.map.depth !== 1
}

function caption(record: RunRecord, shown: string): string {
  const step = newestArray(record, geometryKinds.numbers)?.artifact.step
  return `${shown}, ${outlineOf(record.config) ?? ''}${step === undefined ? '' : `, step ${step}`}.`
}

function figure(name: string, title: string, build: (geometries: BulkGeometry[], caption: string) => FigureInput | null, shown: string): RunFigure {
  return {
    name, title, group: 'bulk', analysis: geometryAnalysis, arrays, appliesTo: hasGeometry,
    build: (record) => build(storedGeometries(record.arrays), caption(record, shown)),
  }
}

export const geometryRunFigures: readonly RunFigure[] = [
  figure('geometry-numbers', 'Learned geometry against the graph', geometryNumbersFigure, 'Slope ratio, Gromov δ and best-fit curvature'),
  figure('decimator-distances', 'Distances of decimators', distanceMatrixFigure, 'Distances of decimators, sorted by layer'),
  figure('distance-laws', 'Distance laws', distanceLawsFigure, 'Distances of decimators against separation and depth, with the null geometries'),
  figure('angular-laws-by-layer', 'Angular laws of all layers', layerCollapseFigure, 'Distances within each layer'),
  figure('embedding-quality', 'Quality of the embedding', embeddingQualityFigure, 'Spectrum of multidimensional scaling'),
  {
    name: 'embedding', title: 'Embedding of the bulk', group: 'bulk', analysis: geometryAnalysis, arrays, appliesTo: hasGeometry, choices: embeddingChoices,
    build: (record, { choices = {} } = {}) => {
      const { origin } = embeddingChoices.parse(choices)
      const shown = storedGeometries(record.arrays).find((geometry) => geometry.origin === origin)
      return shown ? embeddingFigure(shown, caption(record, 'Classical multidimensional scaling of the distances of decimators')) : null
    },
  },
  figure('mutual-information', 'Mutual information of neighbours', informationFigure, 'Mutual information of neighbouring bulk variables'),
  {
    name: 'kernel-couplings', title: 'Couplings of the bulk kernel', group: 'bulk', arrays: [{ kind: 'bulk-kernel' }],
    build: (record) => {
      const stored = newestArray(record, 'bulk-kernel')
      const columns = stored && columnsOf(stored, kernelColumns)
      if (!columns) return null
      const rows = columns.layer.map((layer, i) => ({ layer, direction: kernelDirections[columns.direction[i]], places: null, coupling: columns.coupling[i] }))
      const mass = rows.find(({ direction }) => direction === 'mass')?.coupling ?? Number.NaN
      const couplings = rows.flatMap(({ direction, ...rest }) => (direction === 'mass' ? [] : [{ direction, ...rest }]))
      return couplingsFigure(couplings, mass, `Couplings of the bulk kernel by layer, ${outlineOf(record.config) ?? ''}, step ${stored.artifact.step}.`)
    },
  },
  {
    name: 'poincare-disk', title: 'Ideal bulk in the Poincaré disk', group: 'bulk', appliesTo: hasGeometry,
    computations: [{
      name: 'bulk-disk',
      input: (config) => {
        const parsed = neuralRgConfigSchema.safeParse(config)
        return parsed.success ? { side: parsed.data.theory.side, depth: parsed.data.map.depth } : null
      },
    }],
    build: (record) => {
      const answer = diskAnswerSchema.safeParse(record.computed.get('bulk-disk'))
      return answer.success
        ? poincareDiskFigure(answer.data, 'One slice of the decimators where a self-similar bulk has them, in the Poincaré disk; lines are geodesics. It knows the layout alone, nothing of the training.')
        : null
    },
  },
]
