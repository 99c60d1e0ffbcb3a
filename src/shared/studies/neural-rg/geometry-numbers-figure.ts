import type { FigureInput } from '../../figure.ts'
import { type BulkGeometry, hyperbolicSlopeRatio } from './bulk-geometry.ts'
import { originColours } from './geometry-figures.ts'

type SeriesInput = FigureInput['panels'][number]['series'][number]

interface Quantity {
  title: string
  label: string
  /** Value and, where there is one, its error; null where a geometry has none. */
  of: (geometry: BulkGeometry) => { value: number; error?: number } | null
  reference?: { name: string; value: number }
}

const quantities: readonly Quantity[] = [
  {
    title: 'Slope ratio', label: 'Angular over radial slope', reference: { name: 'hyperbolic, $2/\\ln 2$', value: hyperbolicSlopeRatio },
    of: ({ slopeRatio }) => (slopeRatio === null ? null : { value: slopeRatio }),
  },
  {
    title: 'Gromov $\\delta$', label: 'Mean $\\delta$ over mean $D$', reference: { name: 'tree', value: 0 },
    of: ({ gromov: { mean, meanError, meanRelative } }) => ({ value: meanRelative, error: mean > 0 ? (meanError * meanRelative) / mean : 0 }),
  },
  {
    title: 'Curvature', label: 'Curvature $-1/R^2$', reference: { name: 'flat', value: 0 },
    of: ({ curvature }) => curvature && { value: curvature.curvature, error: curvature.curvatureError },
  },
  {
    title: 'Growth of heights', label: 'Exponent per layer $p$', reference: { name: 'self-similar, $\\ln 2$', value: Math.LN2 },
    of: ({ curvature }) => curvature && { value: curvature.exponentPerLayer, error: curvature.exponentError },
  },
]

/** What tells a learned geometry from that of the graph: four numbers with errors, the trained one first, the null ones beside it. */
export function geometryNumbersFigure(geometries: readonly BulkGeometry[], caption = ''): FigureInput | null {
  const panels = quantities.flatMap(({ title, label, of, reference }) => {
    const found = geometries.flatMap((geometry, x) => {
      const number = of(geometry)
      return number ? [{ geometry, x, ...number }] : []
    })
    if (found.length === 0) return []
    const ends: [number, number] = [-0.5, geometries.length - 0.5]
    return [{
      title, x: { label: 'Geometry', range: ends }, y: { label },
      series: [
        ...(reference ? [{ kind: 'line', name: reference.name, role: 'reference', dash: 'dotted', x: ends, y: [reference.value, reference.value] } satisfies SeriesInput] : []),
        ...found.flatMap(({ geometry: { name, origin }, x, value, error = 0 }): SeriesInput[] => [
          { kind: 'scatter', name, colour: originColours[origin], size: 5, x: [x], y: [value] },
          ...(error > 0 ? [{ kind: 'line', name: '', colour: originColours[origin], x: [x, x], y: [value - error, value + error] } satisfies SeriesInput] : []),
        ]),
      ],
    } satisfies FigureInput['panels'][number]]
  })
  return panels.length === 0 ? null : {
    name: 'geometry-numbers', title: 'Learned geometry against the graph', columns: 2, panels,
    caption: [caption, 'Bars: one standard deviation over resampled decimators. What a null geometry has as well is a property of the graph.'].filter((part) => part !== '').join(' '),
  }
}
