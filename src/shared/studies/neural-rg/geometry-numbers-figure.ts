import type { FigureInput } from '../../figure.ts'
import { type BulkGeometry, hyperbolicSlopeRatio } from './bulk-geometry.ts'
import { originColours } from './geometry-figures.ts'
import { errorContents, geometryQuantities, type GeometryQuantity } from './geometry-verdict.ts'

type SeriesInput = FigureInput['panels'][number]['series'][number]
type WithoutEmbedding = Omit<BulkGeometry, 'embedding'>

interface Quantity {
  title: string
  label: string
  quantity: GeometryQuantity
  reference: { name: string; value: number }
}

const quantities: readonly Quantity[] = [
  { title: 'Slope ratio', label: 'Angular over radial slope', quantity: 'slopeRatio', reference: { name: 'hyperbolic, $2/\\ln 2$', value: hyperbolicSlopeRatio } },
  { title: 'Gromov $\\delta$', label: 'Mean $\\delta$', quantity: 'deltaMean', reference: { name: 'tree', value: 0 } },
  { title: 'Curvature', label: 'Curvature $-1/R^2$', quantity: 'curvature', reference: { name: 'flat', value: 0 } },
  { title: 'Growth of heights', label: 'Exponent per layer $p$', quantity: 'exponentPerLayer', reference: { name: 'self-similar, $\\ln 2$', value: Math.LN2 } },
]

/** What tells a learned geometry from that of the graph: four numbers with errors, the trained one first, the null ones beside it. */
export function geometryNumbersFigure(geometries: readonly WithoutEmbedding[], caption = ''): FigureInput | null {
  const panels = quantities.flatMap(({ title, label, quantity, reference }) => {
    const found = geometries.flatMap((geometry, x) => {
      const number = geometryQuantities[quantity].of(geometry)
      return number ? [{ geometry, x, ...number }] : []
    })
    if (found.length === 0) return []
    const ends: [number, number] = [-0.5, geometries.length - 0.5]
    return [{
      title, x: { label: 'Geometry', range: ends }, y: { label },
      series: [
        { kind: 'line', name: reference.name, role: 'reference', dash: 'dotted', x: ends, y: [reference.value, reference.value] } satisfies SeriesInput,
        ...found.flatMap(({ geometry: { name, origin }, x, value, error }): SeriesInput[] => [
          { kind: 'scatter', name, colour: originColours[origin], size: 5, x: [x], y: [value] },
          ...(error > 0 ? [{ kind: 'line', name: '', colour: originColours[origin], x: [x, x], y: [value - error, value + error] } satisfies SeriesInput] : []),
        ]),
      ],
    } satisfies FigureInput['panels'][number]]
  })
  return panels.length === 0 ? null : {
    name: 'geometry-numbers', title: 'Learned geometry against the graph', columns: 2, panels,
    caption: [caption, `Bars: one standard error. ${errorContents(geometries)}`, 'What a null geometry has as well is a property of the graph.'].filter((part) => part !== '').join(' '),
  }
}
