import type { FigureInput } from '../../figure.ts'
import { type AngularLaw, type BulkGeometry, hyperbolicSlopeRatio, type KernelCoupling, type LawFit } from './bulk-geometry.ts'

/**
 * Figures of the bulk's geometry. Each takes the trained geometry together with the null ones and shows them side by side: a graph
 * without physics has almost the same distances, so that only the difference counts.
 */

type PanelInput = FigureInput['panels'][number]
type SeriesInput = PanelInput['series'][number]
type WithoutEmbedding = Omit<BulkGeometry, 'embedding'>

/** Colour of each origin, the same in all figures. */
export const originColours: Record<BulkGeometry['origin'], number> = { trained: 0, equal: 1, shuffled: 4, untrained: 3 }

const text = (value: number, digits = 3) => String(Number(value.toPrecision(digits)))

/** D of all decimators, sorted by layer, a and b: a panel for each geometry, one colour scale. */
export function distanceMatrixFigure(geometries: readonly WithoutEmbedding[], caption = ''): FigureInput | null {
  if (geometries.length === 0) return null
  const range: [number, number] = [0, 0]
  for (const { distances, masked } of geometries) {
    distances.forEach((value, at) => {
      if (masked?.[at] === 1) return
      range[0] = Math.min(range[0], value)
      range[1] = Math.max(range[1], value)
    })
  }
  if (range[0] === range[1]) return null
  return {
    name: 'decimator-distances', title: 'Distances of decimators $D$', columns: Math.min(2, geometries.length), caption,
    panels: geometries.map((geometry) => matrixPanel(geometry, range)),
  }
}

function matrixPanel({ name, decimators, distances, masked, maskedShare, noiseFloor }: WithoutEmbedding, range: [number, number]): PanelInput {
  const n = decimators.length
  const order = decimators.map((_, i) => i)
  // Four digits are more than 256 colours show, and keep the exported file small.
  const digits = range[1] > 0 ? 1e4 / range[1] : 1
  const starts = order.filter((i) => i > 0 && decimators[i].layer !== decimators[i - 1].layer)
  const lines = starts.flatMap((start): SeriesInput[] => [
    { kind: 'line', name: 'layers', role: 'reference', dash: 'solid', x: [start - 0.5, start - 0.5], y: [-0.5, n - 0.5] },
    { kind: 'line', name: 'layers', role: 'reference', dash: 'solid', x: [-0.5, n - 0.5], y: [start - 0.5, start - 0.5] },
  ])
  return {
    title: name, equalAspect: true, legend: 'none',
    x: { label: 'Decimator, by layer', range: [-0.5, n - 0.5] }, y: { label: 'Decimator, by layer', range: [-0.5, n - 0.5] },
    series: [{
      kind: 'heatmap', name: 'D', x: order, y: order, colourMap: 'viridis', valueLabel: '$D$', range,
      values: Array.from(distances, (value, at) => (masked?.[at] === 1 ? null : Math.round(value * digits) / digits)),
    }, ...lines],
    note: maskedShare > 0 ? `${text(100 * maskedShare, 2)} % of the pairs ${noiseFloor === null ? 'are not correlated at all' : 'lie below the noise'} and are left out` : '',
  }
}

/** D against ln r within the lowest layer and against the depth, with fits, for each geometry. */
export function distanceLawsFigure(geometries: readonly WithoutEmbedding[], caption = ''): FigureInput | null {
  const shown = geometries.filter(({ angular, radial }) => angular.length > 0 && radial.depths.length > 0)
  if (shown.length === 0) return null
  const angular = shown.flatMap((geometry) => {
    const law = geometry.angular[0]
    return lawSeries(geometry, law.separations, law.distances, law.logarithmic, Math.log)
  })
  const radial = shown.flatMap((geometry) => lawSeries(geometry, geometry.radial.depths, geometry.radial.distances, geometry.radial.linear, (depth) => depth))
  return {
    name: 'distance-laws', title: 'Distance laws', columns: 2,
    caption: [caption, ...shown.map(lawsSentence), `Hyperbolic space: slope ratio ${hyperbolicSlopeRatio.toFixed(3)}.`].filter((part) => part !== '').join(' '),
    panels: [
      { title: 'Within the lowest layer', x: { label: 'Lateral separation $r$', scale: 'log' }, y: { label: '$D$' }, series: angular },
      { title: 'Towards the infrared', x: { label: 'Layers between $\\Delta l$' }, y: { label: '$D$' }, series: radial },
    ],
  }
}

/** Points, and the fit as a line that the legend leaves out. */
function lawSeries({ origin, name }: WithoutEmbedding, x: readonly number[], y: readonly (number | null)[], fit: LawFit | null, scale: (x: number) => number): SeriesInput[] {
  const colour = originColours[origin]
  const points: SeriesInput = { kind: 'scatter', name, colour, size: origin === 'trained' ? 4 : 3, x: [...x], y: [...y] }
  return fit
    ? [points, { kind: 'line', name: '', colour, dash: origin === 'trained' ? 'solid' : 'dashed', x: [...x], y: x.map((value) => fit.intercept + fit.slope * scale(value)) }]
    : [points]
}

function lawsSentence({ name, angular: [law], radial, slopeRatio }: WithoutEmbedding): string {
  const fit = ({ logarithmic, linear }: AngularLaw) => (logarithmic
    ? `${text(logarithmic.slope)} per ln r${logarithmic.rSquared === null || !linear ? '' : ` (R² ${logarithmic.rSquared.toFixed(3)}, against r ${linear.rSquared?.toFixed(3)})`}`
    : 'no angular fit')
  const depth = radial.linear ? `${text(radial.linear.slope)} per layer${radial.linear.rSquared === null ? '' : ` (R² ${radial.linear.rSquared.toFixed(3)})`}` : 'no radial fit'
  return `${name[0].toUpperCase()}${name.slice(1)}: ${fit(law)}, ${depth}${slopeRatio === null ? '' : `, ratio ${slopeRatio.toFixed(2)}`}.`
}

/** Angular laws of every layer against r/h, which fall on one curve where the bulk looks the same at all scales. */
export function layerCollapseFigure(geometries: readonly WithoutEmbedding[], caption = ''): FigureInput | null {
  const shown = geometries.filter(({ angular }) => angular.length > 1)
  if (shown.length === 0) return null
  return {
    name: 'angular-laws-by-layer', title: 'Angular laws of all layers', columns: Math.min(2, shown.length), caption,
    panels: shown.map(({ name, angular }) => ({
      title: name, x: { label: 'Separation over height $r/h$', scale: 'log' }, y: { label: '$D$' },
      series: angular.map(({ layer, separations, distances }): SeriesInput => ({
        kind: 'line', name: `$l = ${layer}$`, colour: layer, x: separations.map((r) => r / 2 ** layer), y: [...distances],
      })),
    })),
  }
}

/** Eigenvalues of multidimensional scaling, as shares of the positive sum: three tall ones mean that the picture is faithful. */
export function embeddingQualityFigure(geometries: readonly BulkGeometry[], caption = ''): FigureInput | null {
  if (geometries.length === 0) return null
  const largest = 12
  const shares = ({ embedding: { eigenvalues } }: BulkGeometry) => {
    const positive = eigenvalues.reduce((sum, value) => sum + Math.max(0, value), 0)
    return Array.from(eigenvalues, (value) => (positive > 0 ? value / positive : null))
  }
  const series = (count: number) => geometries.map((geometry): SeriesInput => {
    const y = shares(geometry).slice(0, count)
    return { kind: 'line', name: geometry.name, colour: originColours[geometry.origin], dash: geometry.origin === 'trained' ? 'solid' : 'dashed', x: y.map((_, k) => k + 1), y }
  })
  return {
    name: 'embedding-quality', title: 'Quality of the embedding', columns: 2,
    caption: [caption, ...geometries.map(({ name, embedding: { positiveShare, negativeMass, stress } }) =>
      `${name[0].toUpperCase()}${name.slice(1)}: three dimensions hold ${text(100 * positiveShare)} % of the positive spectrum, negative mass ${text(negativeMass, 2)}, stress ${text(stress)}.`)].filter((part) => part !== '').join(' '),
    panels: [
      { title: `The ${largest} largest`, x: { label: 'Index' }, y: { label: 'Share of the positive spectrum' }, series: series(largest) },
      { title: 'All, negative ones last', x: { label: 'Index' }, y: { label: 'Share of the positive spectrum' }, series: series(Infinity), legend: 'none' },
    ],
  }
}

/** The embedding seen along two axes, a colour for each layer: as vectors for paper. */
export function embeddingFigure(geometry: BulkGeometry, caption = ''): FigureInput {
  const { decimators, embedding: { coordinates } } = geometry
  const layers = [...new Set(decimators.map(({ layer }) => layer))]
  const panel = (first: number, second: number): PanelInput => ({
    equalAspect: true, x: { label: `$X_${first + 1}$` }, y: { label: `$X_${second + 1}$` },
    series: layers.map((layer): SeriesInput => {
      const own = decimators.flatMap((place, i) => (place.layer === layer ? [i] : []))
      return { kind: 'scatter', name: `$l = ${layer}$`, colour: layer, size: 3 + layer, x: own.map((i) => coordinates[3 * i + first]), y: own.map((i) => coordinates[3 * i + second]) }
    }),
  })
  return { name: 'embedding', title: `Embedding of the bulk, ${geometry.name}`, columns: 2, caption, panels: [panel(0, 1), panel(0, 2)] }
}

const directions = [['in', 'within decimators'], ['x', 'along $x_1$'], ['y', 'along $x_2$'], ['beside', 'between neighbours'], ['z', 'to the parent']] as const

/** Mutual information of neighbours by layer, a point for each class and a line through the means of each direction, on one scale. */
export function informationFigure(geometries: readonly WithoutEmbedding[], caption = ''): FigureInput | null {
  const shown = geometries.filter(({ information }) => information.length > 0)
  const positive = (value: number) => (value > 0 ? value : null)
  const values = shown.flatMap(({ information }) => information.flatMap((entry) => positive(entry.mean) ?? []))
  if (values.length === 0) return null
  const range: [number, number] = [Math.min(...values) / 1.3, Math.max(...values) * 1.3]
  return {
    name: 'mutual-information', title: 'Mutual information of neighbours', columns: Math.min(2, shown.length), caption,
    panels: shown.map(({ name, information, noiseFloor }) => ({
      title: name, x: { label: 'Layer $l$' }, y: { label: 'Mutual information $I$ (nat)', scale: 'log', range },
      series: byDirection(information, (entry) => entry.mean, positive),
      note: noiseFloor === null ? '' : `values below ${text(noiseFloor, 2)} are noise`,
    })),
  }
}

/** Couplings of the kernel by layer, a point for each class and a line through the means of each direction. */
export function couplingsFigure(couplings: readonly KernelCoupling[], mass: number, caption = ''): FigureInput | null {
  if (couplings.length === 0) return null
  return {
    name: 'kernel-couplings', title: 'Couplings of the bulk kernel', caption,
    panels: [{ x: { label: 'Layer $l$' }, y: { label: 'Coupling $\\lambda_e$' }, series: byDirection(couplings, ({ coupling }) => coupling), note: `mass m = ${text(mass)}` }],
  }
}

/** For each direction a line through the means of the layers, and pale points for the classes. */
function byDirection<Entry extends { direction: string; layer: number }>(
  entries: readonly Entry[], valueOf: (entry: Entry) => number, shown: (value: number) => number | null = (value) => value,
): SeriesInput[] {
  return directions.flatMap(([direction, name], colour): SeriesInput[] => {
    const own = entries.filter((entry) => entry.direction === direction)
    const layers = [...new Set(own.map(({ layer }) => layer))]
    return own.length === 0 ? [] : [
      { kind: 'line', name, colour, x: layers, y: layers.map((layer) => shown(mean(own.filter((entry) => entry.layer === layer).map(valueOf)))) },
      { kind: 'scatter', name, colour, role: 'shadow', size: 3, x: own.map(({ layer }) => layer), y: own.map((entry) => shown(valueOf(entry))) },
    ]
  })
}

function mean(values: readonly number[]): number {
  return values.reduce((sum, value) => sum + value, 0) / values.length
}
