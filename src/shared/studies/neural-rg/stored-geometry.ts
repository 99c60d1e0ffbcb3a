import type { StoredArray } from '../run-figures.ts'
import {
  type BulkGeometry, type ClassInformation, type Embedding, type GeometryOrigin, type GeometrySource, geometrySources, type LawFit, originNames, type ScaledEmbedding, type StatisticalErrors,
} from './bulk-geometry.ts'
import { columnsOf, kernelDirections } from './tables.ts'

/**
 * Geometries of a bulk as arrays of the run folder, and back: tables and numbers that any program reads. Origins are numbered as in
 * `geometryOrigins`; a number that is not known is NaN.
 */

export const geometryOrigins = ['trained', 'equal', 'shuffled', 'untrained'] as const satisfies readonly GeometryOrigin[]

/** The analysis (`runs.analyse`) that draws them. */
export const geometryAnalysis = 'geometry'

/** Kinds of the artifacts. */
export const geometryKinds = {
  distances: 'geometry-distances', embedding: 'geometry-embedding', spectrum: 'geometry-spectrum', decimators: 'geometry-decimators',
  laws: 'geometry-laws', fits: 'geometry-fits', information: 'geometry-information', numbers: 'geometry-numbers', sources: 'geometry-sources',
} as const

export const decimatorColumns = ['layer', 'a', 'b', 'ballX', 'ballY', 'ballZ'] as const
/** A row for each point of a law; `geometry` is the row of `geometry-numbers`. Law 0: angular, x = r; 1: radial, x = Δl. */
export const lawColumns = ['geometry', 'law', 'layer', 'x', 'distance', 'spread'] as const
/** Fit 0: angular against ln r; 1: angular against r; 2: radial. */
export const fitColumns = ['geometry', 'fit', 'layer', 'slope', 'intercept', 'rSquared'] as const
export const informationColumns = ['geometry', 'direction', 'layer', 'place', 'otherPlace', 'mean', 'smallest', 'largest'] as const
/** A row for each geometry. Sources are numbered as in `geometrySources`; statistical errors by `statisticalKinds`. */
export const numberColumns = [
  'origin', 'source', 'informationFactor', 'side', 'scaleKind', 'xi', 'i0', 'slopeRatio', 'maskedShare', 'negativeDistances', 'noiseFloor', 'negativeShare',
  'positiveShare', 'negativeMass', 'stress',
  'deltaMax', 'deltaMean', 'deltaMeanError', 'deltaRelative', 'deltaMeanRelative', 'quadruples', 'exact',
  'curvature', 'curvatureError', 'radius', 'radiusError', 'exponentPerLayer', 'exponentError', 'lateralScale', 'offset', 'fitRSquared', 'flatRSquared',
  'slopeRatioError', 'statisticalKind', 'statisticalSlopeRatio', 'statisticalDelta', 'statisticalCurvature', 'statisticalExponent',
  'autoXi', 'autoI0', 'autoPositiveShare', 'autoNegativeMass', 'autoStress', 'fitXi', 'fitI0', 'fitPositiveShare', 'fitNegativeMass', 'fitStress',
] as const
/** A row for each source: Monte Carlo fields used, fields left out because they overflow, largest share of one field in Σ|ζ|². NaN for a kernel. */
export const sourceColumns = ['source', 'available', 'fields', 'leftOut', 'largestShare'] as const
const scaleKinds = ['fixed', 'auto', 'fit'] as const
const statisticalKinds = ['fields', 'deals'] as const

/** What there was to take the correlations of the bulk from. */
export interface SourceReport {
  source: GeometrySource
  available: boolean
  /** Of samples: fields used. */
  fields: number
  /** Of samples: fields whose way through the map leaves the range of numbers. */
  leftOut: number
  /** Of samples: the largest part of Σ|ζ|² that a single field has; far above 1/M the moments rest on a few fields. */
  largestShare: number | null
}

const scaleAxis = 'scale (fixed, auto, fit)'

export interface GeometryArray {
  kind: string
  axes: string[]
  shape: number[]
  data: Float64Array
  description: string
}

/** @param positions of the decimators in the ball, `[points, 3]`. */
export function storeGeometries(geometries: readonly BulkGeometry[], positions: Float64Array, sources: readonly SourceReport[] = []): GeometryArray[] {
  const [first] = geometries
  const n = first.decimators.length
  const origin = ({ origin: name }: BulkGeometry) => geometryOrigins.indexOf(name)
  const row = (geometry: BulkGeometry) => geometries.indexOf(geometry)
  const names = geometries.map(({ name, source }) => `${name} from ${source}`).join(', ')
  const scaled = ({ scaledEmbeddings }: BulkGeometry, kind: ScaledEmbedding['kind']) => scaledEmbeddings.find((one) => one.kind === kind)
  const perScale = (geometry: BulkGeometry, length: number, of: (embedding: Embedding) => Float64Array) =>
    [geometry.embedding, scaled(geometry, 'auto')?.embedding, scaled(geometry, 'fit')?.embedding].flatMap((embedding) => [...(embedding ? of(embedding) : new Float64Array(length).fill(Number.NaN))])
  const stacked = (kind: string, axes: string[], shape: number[], of: (geometry: BulkGeometry) => Iterable<number>, description: string): GeometryArray =>
    ({ kind, axes: [`geometry (${names})`, ...axes], shape: [geometries.length, ...shape], data: Float64Array.from(geometries.flatMap((geometry) => [...of(geometry)])), description })
  const table = (kind: string, columns: readonly string[], rows: readonly (readonly (number | null)[])[], description: string): GeometryArray =>
    ({ kind, axes: ['row', columns.join(', ')], shape: [rows.length, columns.length], data: Float64Array.from(rows.flat(), (value) => value ?? Number.NaN), description })
  const fit = (geometry: BulkGeometry, number: number, layer: number, law: LawFit | null) => (law ? [[row(geometry), number, layer, law.slope, law.intercept, law.rSquared]] : [])
  return [
    stacked(geometryKinds.distances, ['decimator', 'decimator'], [n, n], ({ distances, masked }) => distances.map((value, at) => (masked?.[at] === 1 ? Number.NaN : value)),
      'Distances D of decimators sorted by (l, a, b); NaN where most pairs of variables lie below the noise.'),
    stacked(geometryKinds.embedding, [scaleAxis, 'decimator', 'coordinate'], [3, n, 3], (geometry) => perScale(geometry, 3 * n, ({ coordinates }) => coordinates), 'Classical multidimensional scaling of D; NaN where a scale cannot be fitted.'),
    stacked(geometryKinds.spectrum, [scaleAxis, 'index'], [3, n], (geometry) => perScale(geometry, n, ({ eigenvalues }) => eigenvalues), 'Eigenvalues of -½ J D∘D J, descending.'),
    table(geometryKinds.decimators, decimatorColumns, first.decimators.map(({ layer, a, b }, i) => [layer, a, b, ...positions.subarray(3 * i, 3 * i + 3)]),
      'Decimators and their places in the Poincaré ball.'),
    table(geometryKinds.laws, lawColumns, geometries.flatMap((geometry) => [
      ...geometry.angular.flatMap(({ layer, separations, distances, spreads }) => separations.map((r, i) => [row(geometry), 0, layer, r, distances[i], spreads[i]])),
      ...geometry.radial.depths.map((depth, i) => [row(geometry), 1, 0, depth, geometry.radial.distances[i], geometry.radial.spreads[i]]),
    ]), 'Mean distance and its standard deviation over positions. Law 0: within a layer, x = lateral separation; 1: to ancestors, x = layers between.'),
    table(geometryKinds.fits, fitColumns, geometries.flatMap((geometry) => [
      ...geometry.angular.flatMap(({ layer, logarithmic, linear }) => [...fit(geometry, 0, layer, logarithmic), ...fit(geometry, 1, layer, linear)]),
      ...fit(geometry, 2, 0, geometry.radial.linear),
    ]), 'Lines through the laws. Fit 0: angular against ln r; 1: angular against r; 2: radial.'),
    table(geometryKinds.information, informationColumns, geometries.flatMap((geometry) => geometry.information.map(({ direction, layer, places, mean, smallest, largest }) =>
      [row(geometry), kernelDirections.indexOf(direction), layer, places?.[0] ?? -1, places?.[1] ?? -1, mean, smallest, largest])),
    `Mutual information of neighbours by class of edges, nat. Directions: ${kernelDirections.slice(0, -1).map((name, i) => `${i} ${name}`).join(', ')}.`),
    table(geometryKinds.numbers, numberColumns, geometries.map((geometry) => {
      const { side, scale, slopeRatio, statisticalErrors: s, maskedShare, negativeDistances, noiseFloor, negativeShare, embedding, gromov, curvature: c } = geometry
      return [
        origin(geometry), geometrySources.indexOf(geometry.source), geometry.informationFactor, side, scaleKinds.indexOf(scale.kind), scale.xi, scale.i0, slopeRatio, maskedShare, negativeDistances, noiseFloor, negativeShare,
        embedding.positiveShare, embedding.negativeMass, embedding.stress,
        gromov.max, gromov.mean, gromov.meanError, gromov.relative, gromov.meanRelative, gromov.quadruples, Number(gromov.exact),
        ...(c ? [c.curvature, c.curvatureError, c.radius, c.radiusError, c.exponentPerLayer, c.exponentError, c.lateralScale, c.offset, c.rSquared, c.flatRSquared] : new Array<number>(10).fill(Number.NaN)),
        geometry.slopeRatioError, ...(s ? [statisticalKinds.indexOf(s.kind), s.slopeRatio, s.deltaMean, s.curvature, s.exponentPerLayer] : new Array<number>(5).fill(Number.NaN)),
        ...(['auto', 'fit'] as const).flatMap((kind) => {
          const other = scaled(geometry, kind)
          return other ? [other.xi, other.i0, other.embedding.positiveShare, other.embedding.negativeMass, other.embedding.stress] : new Array<number>(5).fill(Number.NaN)
        }),
      ]
    }), 'Numbers of each geometry: distance scale, slope ratio, shares, quality of the embedding, Gromov δ, curvature, errors.'),
    ...(sources.length === 0 ? [] : [table(geometryKinds.sources, sourceColumns, sources.map(({ source, available, fields, leftOut, largestShare }) =>
      [geometrySources.indexOf(source), Number(available), fields, leftOut, largestShare]), 'Where the correlations of the bulk can be taken from. Sources: 0 kernel, 1 samples.')]),
  ]
}

/** What the analysis could use. */
export function storedSources(arrays: ReadonlyMap<string, readonly StoredArray[]>): SourceReport[] {
  const stored = arrays.get(geometryKinds.sources)?.at(-1)
  const read = stored && columnsOf(stored, sourceColumns)
  return (read?.source ?? []).map((source, i) => ({
    source: geometrySources[source], available: read!.available[i] === 1, fields: read!.fields[i], leftOut: read!.leftOut[i], largestShare: known(read!.largestShare[i]),
  }))
}

/**
 * The geometries that an analysis left, the trained one first; empty where arrays are missing or are something else.
 *
 * @param source whose; absent, those of the kernel, or of the samples where there is no kernel.
 */
export function storedGeometries(arrays: ReadonlyMap<string, readonly StoredArray[]>, source?: GeometrySource): BulkGeometry[] {
  const array = (kind: string) => arrays.get(kind)?.at(-1)
  const tableOf = <Name extends string>(kind: string, columns: readonly Name[]) => {
    const stored = array(kind)
    const read = stored && columnsOf(stored, columns)
    return read && Array.from({ length: read[columns[0]].length }, (_, row) => Object.fromEntries(columns.map((name) => [name, read[name][row]])) as Record<Name, number>)
  }
  const [distances, embedding, spectrum] = [array(geometryKinds.distances), array(geometryKinds.embedding), array(geometryKinds.spectrum)]
  const decimators = tableOf(geometryKinds.decimators, decimatorColumns)
  const laws = tableOf(geometryKinds.laws, lawColumns)
  const fits = tableOf(geometryKinds.fits, fitColumns)
  const information = tableOf(geometryKinds.information, informationColumns)
  const numbers = tableOf(geometryKinds.numbers, numberColumns)
  if (!distances || !embedding || !spectrum || !decimators || !laws || !fits || !information || !numbers) return []
  const n = decimators.length
  const part = ({ data }: StoredArray, index: number, length: number) => Float64Array.from({ length }, (_, i) => data[index * length + i])
  const embeddingOf = (index: number, scale: number) => ({ coordinates: part(embedding, 3 * index + scale, 3 * n), eigenvalues: part(spectrum, 3 * index + scale, n) })
  const all = numbers.map((row, index): BulkGeometry => {
    const origin = geometryOrigins[row.origin]
    const own = <Row extends { geometry: number }>(rows: readonly Row[]) => rows.filter((other) => other.geometry === index)
    const table = part(distances, index, n * n)
    const masked = table.some(Number.isNaN) ? Uint8Array.from(table, (value) => Number(Number.isNaN(value))) : null
    const pointsOf = (law: number, layer: number) => own(laws).filter((point) => point.law === law && point.layer === layer)
    const fitOf = (fit: number, layer: number): LawFit | null => {
      const found = own(fits).find((other) => other.fit === fit && other.layer === layer)
      return found ? { slope: found.slope, intercept: found.intercept, rSquared: known(found.rSquared) } : null
    }
    const layers = [...new Set(own(laws).filter(({ law }) => law === 0).map(({ layer }) => layer))]
    const radial = pointsOf(1, 0)
    return {
      origin, source: geometrySources[row.source], informationFactor: row.informationFactor === 1 ? 1 : 0.5, name: originNames[origin], side: row.side,
      decimators: decimators.map(({ layer, a, b }) => ({ layer, a, b })),
      scale: { kind: scaleKinds[row.scaleKind], xi: row.xi, i0: row.i0 },
      distances: table, masked, maskedShare: row.maskedShare, negativeDistances: row.negativeDistances,
      noiseFloor: known(row.noiseFloor), negativeShare: known(row.negativeShare),
      information: own(information).map((entry): ClassInformation => ({
        direction: kernelDirections[entry.direction] as ClassInformation['direction'], layer: entry.layer,
        places: entry.place < 0 ? null : [entry.place, entry.otherPlace], mean: entry.mean, smallest: entry.smallest, largest: entry.largest,
      })),
      angular: layers.map((layer) => ({
        layer, separations: pointsOf(0, layer).map(({ x }) => x), distances: pointsOf(0, layer).map(({ distance }) => known(distance)),
        spreads: pointsOf(0, layer).map(({ spread }) => known(spread)), logarithmic: fitOf(0, layer), linear: fitOf(1, layer),
      })),
      radial: { depths: radial.map(({ x }) => x), distances: radial.map(({ distance }) => known(distance)), spreads: radial.map(({ spread }) => known(spread)), linear: fitOf(2, 0) },
      slopeRatio: known(row.slopeRatio),
      slopeRatioError: known(row.slopeRatioError), statisticalErrors: statisticalErrorsOf(row),
      embedding: { ...embeddingOf(index, 0), positiveShare: row.positiveShare, negativeMass: row.negativeMass, stress: row.stress },
      scaledEmbeddings: (['auto', 'fit'] as const).flatMap((kind, at): ScaledEmbedding[] => (Number.isNaN(row[`${kind}Xi`]) ? [] : [{
        kind, xi: row[`${kind}Xi`], i0: row[`${kind}I0`],
        embedding: { ...embeddingOf(index, at + 1), positiveShare: row[`${kind}PositiveShare`], negativeMass: row[`${kind}NegativeMass`], stress: row[`${kind}Stress`] },
      }])),
      gromov: {
        max: row.deltaMax, mean: row.deltaMean, meanError: row.deltaMeanError, relative: row.deltaRelative, meanRelative: row.deltaMeanRelative,
        quadruples: row.quadruples, exact: row.exact === 1,
      },
      curvature: Number.isNaN(row.curvature) ? null : {
        curvature: row.curvature, curvatureError: row.curvatureError, radius: row.radius, radiusError: row.radiusError,
        exponentPerLayer: row.exponentPerLayer, exponentError: row.exponentError, lateralScale: row.lateralScale, offset: row.offset,
        rSquared: row.fitRSquared, flatRSquared: row.flatRSquared,
      },
    }
  })
  const shown = source ?? (all.some((geometry) => geometry.source === 'kernel') ? 'kernel' : 'samples')
  return all.filter((geometry) => geometry.source === shown)
}

function statisticalErrorsOf(row: Record<(typeof numberColumns)[number], number>): StatisticalErrors | null {
  return Number.isNaN(row.statisticalKind) ? null : {
    kind: statisticalKinds[row.statisticalKind], slopeRatio: known(row.statisticalSlopeRatio), deltaMean: row.statisticalDelta,
    curvature: known(row.statisticalCurvature), exponentPerLayer: known(row.statisticalExponent),
  }
}

function known(value: number): number | null {
  return Number.isNaN(value) ? null : value
}
