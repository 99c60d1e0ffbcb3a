import type { Figure, FigureStyle, Series } from '../figure.ts'
import { type ColourMapKind, type ColourMapName, colourMapKinds, kindOfMap } from './colour-map-names.ts'

type MapChoice = Pick<FigureStyle, 'sequentialMap' | 'divergingMap' | 'cyclicMap'>

/** The map that a style shows in place of one of its kind: what the colours mean is the figure's, which colours they are the style's. */
export function shownMap(map: ColourMapName, style: MapChoice): ColourMapName {
  return style[`${kindOfMap(map)}Map`] ?? map
}

/** The figure in the colours of a style; the same object where nothing changes. */
export function withColourMaps(figure: Figure, style: MapChoice): Figure {
  const recolour = (series: Series): Series => (series.kind === 'heatmap' ? { ...series, colourMap: shownMap(series.colourMap, style) } : series)
  return kindsOfMaps(figure).some((kind) => style[`${kind}Map`])
    ? { ...figure, panels: figure.panels.map((panel) => ({ ...panel, series: panel.series.map(recolour) })) }
    : figure
}

/** Kinds of colour maps that a figure has, in order; none without heat maps. */
export function kindsOfMaps(figure: Figure): ColourMapKind[] {
  const kinds = new Set(figure.panels.flatMap(({ series }) => series.flatMap((one) => (one.kind === 'heatmap' ? [kindOfMap(one.colourMap)] : []))))
  return colourMapKinds.filter((kind) => kinds.has(kind))
}
