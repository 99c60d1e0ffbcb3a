import type { FigureInput } from '../../../../shared/figure.ts'
import { type BulkCloud, type CloudView, layersOf, linkShown } from './bulk-cloud.ts'
import { type BulkCamera, projectPoints, type Vector, viewBasis } from './camera.ts'

type SeriesInput = FigureInput['panels'][number]['series'][number]

/** Depth is told by four slabs, the farthest drawn first; within one, layers follow each other. */
const slabs = 4
const frame = 1.12

/**
 * The scene as a figure of lines and points: the same parallel projection, what is far drawn first. The axes of the panel carry the
 * combination of coordinates that they show; the axes of space are drawn and named in it.
 */
export function projectedFigure(cloud: BulkCloud, camera: BulkCamera, view: CloudView, caption = ''): FigureInput {
  const across = (points: ArrayLike<number>) => projectPoints(points, camera)
  const projected = across(cloud.positions)
  const middle = across(cloud.centre.map((value, i) => value + cloud.radius * camera.target[i]))
  const reach = (frame * cloud.radius) / camera.zoom
  const { right, up } = viewBasis(camera)

  const links = cloud.links.filter((link) => linkShown(cloud, link, view)).map((link) => {
    const path = across(link.path.flat())
    return { wraps: link.wraps, path, depth: (path[2] + path[path.length - 1]) / 2 }
  })
  const depths = [...links.map(({ depth }) => depth), ...cloud.places.map((_, i) => projected[3 * i + 2])]
  const [nearest, farthest] = [Math.max(...depths), Math.min(...depths)]
  const slabOf = (depth: number) => Math.min(slabs - 1, Math.floor((slabs * (depth - farthest)) / (nearest - farthest || 1)))

  const layers = layersOf(cloud).filter((layer) => !view.hiddenLayers.has(layer))
  const named = new Set<number>()
  const series: SeriesInput[] = [...(cloud.boundary ? [circleSeries(middleOf(across(cloud.centre)), cloud.radius)] : []), ...axisSeries(cloud, across)]
  for (let slab = 0; slab < slabs; slab++) {
    const here = links.filter(({ depth }) => slabOf(depth) === slab)
    for (const wraps of [true, false]) {
      const paths = here.filter((link) => link.wraps === wraps).map(({ path }) => path)
      if (paths.length > 0) series.push({ kind: 'line', name: '', role: 'reference', dash: wraps ? 'dashed' : 'solid', ...joined(paths) })
    }
    for (const layer of layers) {
      const points = cloud.places.flatMap((place, i) => (place.layer === layer && slabOf(projected[3 * i + 2]) === slab ? [i] : []))
        .toSorted((i, j) => projected[3 * i + 2] - projected[3 * j + 2])
      if (points.length === 0) continue
      // The legend names a layer once, at its first slab.
      series.push({
        kind: 'scatter', name: named.has(layer) ? '' : `$l = ${layer}$`, colour: layer, size: pointSize(layer, layers.length),
        x: points.map((i) => projected[3 * i]), y: points.map((i) => projected[3 * i + 1]),
      })
      named.add(layer)
    }
  }
  return {
    name: `bulk-${cloud.space}${cloud.origin ? `-${cloud.origin}` : ''}`, title: cloud.name,
    caption: [caption, `${cloud.name}, seen in parallel projection from azimuth ${Math.round(camera.azimuth)}°, elevation ${Math.round(camera.elevation)}°. ${cloud.quality}.`].filter((part) => part !== '').join(' '),
    panels: [{
      equalAspect: true, legend: 'outside', series, note: cloud.quality,
      x: { label: combination(right, cloud.coordinates), range: [middle[0] - reach, middle[0] + reach] },
      y: { label: combination(up, cloud.coordinates), range: [middle[1] - reach, middle[1] + reach] },
    }],
  }
}

/** `0.87 X₁ + 0.5 X₂`: what a direction of the picture measures. */
export function combination(direction: Vector, names: readonly string[]): string {
  const terms = direction.flatMap((weight, i) => {
    const size = Number(Math.abs(weight).toFixed(2))
    return size === 0 ? [] : [{ sign: weight < 0 ? '-' : '+', text: `${size === 1 ? '' : `${size}\\,`}${names[i]}` }]
  })
  return `$${terms.map(({ sign, text }, i) => (i === 0 ? (sign === '-' ? `-${text}` : text) : ` ${sign} ${text}`)).join('')}$`
}

/** Larger towards the infrared, as in the scene. */
export function pointSize(layer: number, layers: number): number {
  return 2.2 + (3 * layer) / Math.max(1, layers - 1)
}

function axisSeries(cloud: BulkCloud, across: (points: ArrayLike<number>) => Float64Array): SeriesInput[] {
  return cloud.axes.map(({ label, from, to }, i) => {
    const path = across([...from, ...to])
    return { kind: 'line', name: label, role: 'reference', dash: (['solid', 'dashed', 'dotted'] as const)[i], x: [path[0], path[3]], y: [path[1], path[4]] }
  })
}

function circleSeries([x, y]: readonly [number, number], radius: number): SeriesInput {
  const turns = Array.from({ length: 121 }, (_, i) => (2 * Math.PI * i) / 120)
  return { kind: 'line', name: '', role: 'reference', x: turns.map((turn) => x + radius * Math.cos(turn)), y: turns.map((turn) => y + radius * Math.sin(turn)) }
}

const middleOf = (projected: Float64Array): [number, number] => [projected[0], projected[1]]

/** One series with breaks. */
function joined(paths: readonly Float64Array[]): { x: (number | null)[]; y: (number | null)[] } {
  const along = (axis: number) => paths.flatMap((path) => [...Array.from({ length: path.length / 3 }, (_, i) => path[3 * i + axis]), null])
  return { x: along(0), y: along(1) }
}
