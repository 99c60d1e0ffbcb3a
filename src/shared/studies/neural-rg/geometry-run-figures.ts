import { z } from 'zod'
import type { FigureInput } from '../../figure.ts'
import { newestArray, type FigureOptions, type RunFigure, type RunRecord } from '../run-figures.ts'
import { geometrySources, type BulkGeometry, type GeometrySource } from './bulk-geometry.ts'
import { neuralRgConfigSchema } from './config.ts'
import { couplingsFigure, distanceLawsFigure, distanceMatrixFigure, embeddingFigure, embeddingQualityFigure, informationFigure, layerCollapseFigure } from './geometry-figures.ts'
import { geometryNumbersFigure } from './geometry-numbers-figure.ts'
import { diskAnswerSchema, poincareDiskFigure } from './poincare-disk-figure.ts'
import { geometryVerdict, type GeometryVerdict } from './geometry-verdict.ts'
import { outlineOf } from './outline.ts'
import { rescaleGeometry, type RescaledGeometry } from './rescale-geometry.ts'
import { geometryAnalysis, geometryKinds, geometryOrigins, storedGeometries, storedSources } from './stored-geometry.ts'
import { columnsOf, kernelColumns, kernelDirections } from './tables.ts'

/** The bulk's geometry as figures of a run: drawn from the analysis `geometry`, the null geometries always in them. */

const arrays = Object.values(geometryKinds).map((kind) => ({ kind }))

/** What all of them let one choose. ξ, I₀ and the factor only rescale, so that nothing is computed anew. */
export const geometryFigureChoices = z.object({
  source: z.enum(['either', ...geometrySources]).default('either').describe('Correlations of the learned kernel, or of samples pushed through the map; either: the kernel where there is one.'),
  scale: z.enum(['fixed', 'auto', 'fit']).default('fixed').describe('ξ and I₀ as given, smallest distance one, or fitted to hyperbolic space.'),
  xi: z.number().positive().default(1).describe('ξ of the fixed scale.'),
  i0: z.number().positive().default(1).describe('I₀ of the fixed scale, nat.'),
  factor: z.enum(['own', 'one', 'half']).default('own').describe('Of the mutual information: one for complex fields, half for real ones and in the paper’s print.'),
})
const againstChoices = geometryFigureChoices.extend({ against: z.enum(['all', 'equal', 'shuffled', 'untrained']).default('all').describe('Which null stands beside it.') })
const embeddingChoices = geometryFigureChoices.extend({ origin: z.enum(geometryOrigins).default('trained').describe('Whose correlations: the trained ones, or a null.') })

const factors = { own: null, one: 1, half: 0.5 } as const

/** A bulk of one decimator has no geometry. */
const hasGeometry = (config: RunRecord['config']) => {
  const parsed = neuralRgConfigSchema.safeParse(config)
  return parsed.success && parsed.data.theory.side >= 4 && parsed.data.map.depth !== 1
}

/** The geometries of a record as they were chosen, the trained one first; those without the fitted scale are left out. */
export function chosenGeometries(record: Pick<RunRecord, 'arrays'>, choices: FigureOptions['choices'] = {}): RescaledGeometry[] {
  const { source, scale, xi, i0, factor } = geometryFigureChoices.parse(choices)
  const choice = scale === 'fixed' ? { kind: scale, xi, i0 } : { kind: scale }
  return storedGeometries(record.arrays, source === 'either' ? undefined : source).flatMap((geometry) => rescaleGeometry(geometry, choice, factors[factor] ?? undefined) ?? [])
}

/** Whether the trained geometry differs from its nulls, in the unit of distance that all were computed in. */
export function verdictOf(record: Pick<RunRecord, 'arrays'>, source: GeometrySource | 'either' = 'either'): GeometryVerdict {
  const geometries = storedGeometries(record.arrays, source === 'either' ? undefined : source)
  const share = geometries[0]?.source === 'samples' ? storedSources(record.arrays).find((one) => one.source === 'samples')?.largestShare : null
  return geometryVerdict(geometries, share)
}

const embedded = (geometries: readonly RescaledGeometry[]) => geometries.flatMap((geometry): BulkGeometry[] => (geometry.embedding ? [{ ...geometry, embedding: geometry.embedding }] : []))
const short = (value: number) => String(Number(value.toPrecision(3)))

/** What is shown, whose correlations at which scale, of which checkpoint and run. */
function caption(record: RunRecord, shown: string, geometries: readonly RescaledGeometry[] = []): string {
  const numbers = newestArray(record, geometryKinds.numbers)?.artifact
  const [first] = geometries
  const fields = storedSources(record.arrays).find(({ source }) => source === 'samples')?.fields
  return `${shown}${first ? `, ${sourceText(first, fields)}; ${scaleText(geometries)}` : ''}. ${[
    outlineOf(record.config) ?? '', ...(numbers ? [`step ${numbers.step}`] : []), `seed ${String(record.config.seed)}`,
    ...(numbers?.analysis ? [`analysis seed ${numbers.analysis.seed}`] : []), ...(record.configHash ? [`configuration ${record.configHash.slice(0, 12)}`] : []),
  ].join('; ')}.`
}

function sourceText({ source, noiseFloor }: RescaledGeometry, fields = Number.NaN): string {
  if (source === 'kernel') return 'from the learned kernel'
  return `from ${Number.isNaN(fields) ? '' : `${fields} `}Monte Carlo fields pushed through the map${noiseFloor === null ? '' : ` (noise floor ${short(noiseFloor)} nat)`}`
}

/** Scales that are found belong to each geometry on its own. */
function scaleText([first, ...others]: readonly RescaledGeometry[]): string {
  const values = [first, ...others].map(({ scale }) => `ξ = ${short(scale.xi)}, I₀ = ${short(scale.i0)}`)
  const factor = first.informationFactor === 1 ? '' : ', mutual information with factor ½'
  if (new Set(values).size === 1) return `${values[0]}${factor}`
  return `${first.scale.kind === 'auto' ? 'smallest distance one' : 'scale fitted to hyperbolic space'} (${[first, ...others].map(({ origin }, i) => `${origin}: ${values[i]}`).join('; ')})${factor}`
}

function figure(name: string, title: string, build: (geometries: RescaledGeometry[], caption: string) => FigureInput | null, shown: string): RunFigure {
  return {
    name, title, group: 'bulk', analysis: geometryAnalysis, arrays, appliesTo: hasGeometry, choices: geometryFigureChoices,
    build: (record, { choices } = {}) => {
      const geometries = chosenGeometries(record, choices)
      return geometries.length === 0 ? null : build(geometries, caption(record, shown, geometries))
    },
  }
}

export const geometryRunFigures: readonly RunFigure[] = [
  {
    name: 'geometry-numbers', title: 'Learned geometry against the graph', group: 'bulk', analysis: geometryAnalysis, arrays, appliesTo: hasGeometry, choices: geometryFigureChoices,
    build: (record, { choices = {} } = {}) => {
      const shown = chosenGeometries(record, choices)
      // Compared in one unit of distance, whatever is shown.
      const { headline } = verdictOf(record, geometryFigureChoices.parse(choices).source)
      return shown.length === 0 ? null : geometryNumbersFigure(shown, `${caption(record, 'Slope ratio, Gromov δ and best-fit curvature', shown)} ${headline}`)
    },
  },
  {
    name: 'decimator-distances', title: 'Distances of decimators', group: 'bulk', analysis: geometryAnalysis, arrays, appliesTo: hasGeometry, choices: againstChoices,
    build: (record, { choices = {} } = {}) => {
      const { against } = againstChoices.parse(choices)
      const shown = chosenGeometries(record, choices).filter(({ origin }) => against === 'all' || origin === 'trained' || origin === against)
      return shown.length === 0 ? null : distanceMatrixFigure(shown, caption(record, 'Distances of decimators, sorted by layer', shown))
    },
  },
  figure('distance-laws', 'Distance laws', distanceLawsFigure, 'Distances of decimators against separation and depth, with the null geometries'),
  figure('angular-laws-by-layer', 'Angular laws of all layers', layerCollapseFigure, 'Distances within each layer'),
  {
    name: 'embedding-quality', title: 'Quality of the embedding', group: 'bulk', analysis: geometryAnalysis, arrays, appliesTo: hasGeometry, choices: geometryFigureChoices,
    build: (record, { choices } = {}) => {
      const shown = embedded(chosenGeometries(record, choices))
      return shown.length === 0 ? null : embeddingQualityFigure(shown, caption(record, 'Spectrum of multidimensional scaling', shown))
    },
  },
  {
    name: 'embedding', title: 'Embedding of the bulk', group: 'bulk', analysis: geometryAnalysis, arrays, appliesTo: hasGeometry, choices: embeddingChoices,
    build: (record, { choices = {} } = {}) => {
      const { origin } = embeddingChoices.parse(choices)
      const shown = embedded(chosenGeometries(record, choices)).find((geometry) => geometry.origin === origin)
      return shown ? embeddingFigure(shown, caption(record, 'Classical multidimensional scaling of the distances of decimators', [shown])) : null
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
      return couplingsFigure(couplings, mass, caption({ ...record, arrays: new Map() }, `Couplings of the bulk kernel by layer, step ${stored.artifact.step}`))
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
        ? poincareDiskFigure(answer.data, caption({ ...record, arrays: new Map() }, 'One slice of the decimators where a self-similar bulk has them, in the Poincaré disk; lines are geodesics. It knows the layout alone, nothing of the training'))
        : null
    },
  },
]
