import { type BulkGeometry, hyperbolicSlopeRatio } from './bulk-geometry.ts'
import { geometryQuantities, withError, type GeometryNumber } from './geometry-verdict.ts'

/** The numbers of several geometries side by side, as text. */
export interface GeometryTable {
  columns: { name: string; trained: boolean }[]
  rows: { label: string; help: string; values: string[] }[]
}

type Geometry = Omit<BulkGeometry, 'embedding'> & { embedding: BulkGeometry['embedding'] | null }
const unknown = '–'
const plain = (value: number | null | undefined, digits = 3) => (value === null || value === undefined || !Number.isFinite(value) ? unknown : String(Number(value.toPrecision(digits))).replace('-', '−'))
const share = (value: number | null | undefined) => (value === null || value === undefined ? unknown : `${plain(100 * value)} %`)
const measured = (value: GeometryNumber | null) => (value ? withError(value) : unknown)

const rows: readonly { label: string; help: string; of: (geometry: Geometry) => string }[] = [
  { label: 'Angular slope', help: 'Of D against ln r in the lowest layer.', of: ({ angular: [law] }) => plain(law?.logarithmic?.slope) },
  { label: 'R² against ln r', help: 'Of the lowest layer; a line through two points has none.', of: ({ angular: [law] }) => plain(law?.logarithmic?.rSquared, 4) },
  { label: 'R² against r', help: 'The flat law on the same points.', of: ({ angular: [law] }) => plain(law?.linear?.rSquared, 4) },
  { label: 'Radial slope', help: 'Of D per layer, without the point at Δl = 0.', of: ({ radial }) => plain(radial.linear?.slope) },
  { label: 'R² against depth', help: 'A line through two points has none.', of: ({ radial }) => plain(radial.linear?.rSquared, 4) },
  { label: 'Slope ratio', help: `Angular over radial; 2/ln 2 = ${hyperbolicSlopeRatio.toFixed(3)} in hyperbolic space, for any ξ.`, of: (geometry) => measured(geometryQuantities.slopeRatio.of(geometry)) },
  { label: 'Gromov δ, mean', help: '0 for a tree; in units of ξ.', of: (geometry) => measured(geometryQuantities.deltaMean.of(geometry)) },
  { label: '2 δ max / diameter', help: '0 for a tree, at most 1. Moves with I₀.', of: ({ gromov }) => plain(gromov.relative) },
  { label: 'Curvature −1/R²', help: 'Of the space of constant curvature that fits best.', of: (geometry) => measured(geometryQuantities.curvature.of(geometry)) },
  { label: 'Growth of heights p', help: 'Per layer; ln 2 = 0.693 for a self-similar bulk, 0 for a flat one.', of: (geometry) => measured(geometryQuantities.exponentPerLayer.of(geometry)) },
  { label: 'R² of the curved fit', help: 'Share of the variance of mean distances.', of: ({ curvature }) => plain(curvature?.rSquared, 4) },
  { label: 'R² of the flat fit', help: 'Of the best flat space.', of: ({ curvature }) => plain(curvature?.flatRSquared, 4) },
  { label: 'In three dimensions', help: 'Share of the positive spectrum of multidimensional scaling.', of: ({ embedding }) => share(embedding?.positiveShare) },
  { label: 'Negative mass', help: 'Of the spectrum; 0 for points of a flat space.', of: ({ embedding }) => plain(embedding?.negativeMass) },
  { label: 'Kruskal stress', help: 'Of the embedding in three dimensions.', of: ({ embedding }) => plain(embedding?.stress) },
  { label: 'Pairs left out', help: 'Of decimators: below the noise, or not correlated at all.', of: ({ maskedShare }) => share(maskedShare) },
  { label: 'Anticorrelated', help: 'Share of the pairs of variables above the noise; no positive kernel represents them.', of: ({ negativeShare }) => share(negativeShare) },
]

export function geometryTable(geometries: readonly Geometry[]): GeometryTable {
  return {
    columns: geometries.map(({ origin }) => ({ name: `${origin[0].toUpperCase()}${origin.slice(1)}`, trained: origin === 'trained' })),
    rows: rows.map(({ label, help, of }) => ({ label, help, values: geometries.map(of) })),
  }
}
