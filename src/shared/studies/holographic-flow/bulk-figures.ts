import type { FigureInput } from '../../figure.ts'
import type { Artifact } from '../../run.ts'
import type { PointArray } from '../run-figures.ts'
import { frameOf, pointCloud, tileGrid } from './point-figures.ts'
import { captionOf, type RunFigureData } from './run-figure-data.ts'

/** Figures of what a flow does between the IR and the UV, from the arrays of the analysis `bulk` and their descriptions. */

export interface BulkArray {
  artifact: Pick<Artifact, 'shape' | 'coordinates' | 'step'>
  /** In C order. */
  data: ArrayLike<number>
}

type PanelInput = FigureInput['panels'][number]
type SeriesInput = PanelInput['series'][number]

/** `Radius $r = 0.25$` */
const radiusText = (r: number) => `Radius $r = ${Number(r.toPrecision(3))}$`

/** The radii of the slices. */
export function sliceRadii({ artifact }: BulkArray): readonly number[] {
  return artifact.coordinates?.[0] ?? []
}

/** The largest |phi| of all slices: they share one colour scale, symmetric about zero. */
export function largestField({ data }: BulkArray): number {
  let largest = 0
  for (let i = 0; i < data.length; i++) {
    const size = Math.abs(data[i])
    if (size > largest && size < Infinity) largest = size
  }
  return largest
}

/** phi(r, x) at one radius. `largest` is that of the whole array. */
export function fieldSliceFigure(run: RunFigureData, field: BulkArray, slice: number, largest: number): FigureInput | null {
  const panel = slicePanel(field, slice, largest)
  const radii = sliceRadii(field)
  return panel && {
    name: 'bulk-slice', title: 'Field slice $\\phi(r, x)$', panels: [panel],
    caption: captionOf(run, `Field at r = ${Number(radii[slice].toPrecision(4))} on the way of one sample, step ${field.artifact.step}.`),
  }
}

/** Slices at `count` radii from the IR to the UV, evenly apart. */
export function fieldSheetFigure(run: RunFigureData, field: BulkArray, largest: number, count = 6): FigureInput | null {
  const last = sliceRadii(field).length - 1
  const chosen = [...new Set(Array.from({ length: count }, (_, i) => Math.round((i * last) / (count - 1))))]
  const panels = chosen.flatMap((slice) => slicePanel(field, slice, largest) ?? [])
  if (panels.length === 0) return null
  return {
    name: 'bulk-slices', title: 'Field slices from the IR to the UV', columns: 3, panels,
    caption: captionOf(run, `Field on the way of one sample from the IR (first) to the UV (last), on one colour scale, step ${field.artifact.step}.`),
  }
}

function slicePanel({ artifact, data }: BulkArray, slice: number, largest: number): PanelInput | null {
  const [radii, x, y] = artifact.coordinates ?? []
  if (!radii?.length || !x?.length || !y?.length || !(slice in radii)) return null
  const from = slice * x.length * y.length
  // Four digits of the largest are more than 256 colours show, and keep the exported file small.
  const digits = largest > 0 ? 10 ** Math.ceil(4 - Math.log10(largest)) : 1
  // Stored [r, x, y]; a heat map wants its y slow.
  const values = new Array<number | null>(x.length * y.length)
  for (let j = 0; j < y.length; j++) {
    for (let i = 0; i < x.length; i++) {
      const value = data[from + i * y.length + j]
      values[j * x.length + i] = Number.isFinite(value) ? Math.round(value * digits) / digits : null
    }
  }
  return {
    title: radiusText(radii[slice]), equalAspect: true, legend: 'none', x: { label: '$x$' }, y: { label: '$y$' },
    series: [{
      kind: 'heatmap', name: 'field', x: [...x], y: [...y], values, colourMap: 'diverging', valueLabel: '$\\phi(r, x)$',
      ...(largest > 0 ? { range: [-largest, largest] as [number, number] } : {}),
    }],
  }
}

export interface ModeChoice {
  sample: number
  /** Integers of the mode, k = 2π n/L. */
  n: readonly [number, number]
  part: 'real' | 'imaginary'
}

const curves = [{ name: 'model', dash: 'solid' }, { name: 'free Klein-Gordon', dash: 'dashed' }, { name: 'path', dash: 'dotted' }] as const

/** phi_k and pi_k of one mode against r, and its way through phase space: the model, free evolution, the path between the ends. */
export function modeFigure(run: RunFigureData, { artifact, data }: BulkArray, { sample, n, part }: ModeChoice): FigureInput | null {
  const [, radii, nx, ny] = artifact.coordinates ?? []
  const row = nx?.indexOf(n[0]) ?? -1
  const column = ny?.indexOf(n[1]) ?? -1
  if (!radii?.length || !nx || !ny || row < 0 || column < 0 || sample >= artifact.shape[0]) return null
  const values = (curve: number, quantity: number) => radii.map((_, frame) => {
    const mode = ((sample * radii.length + frame) * nx.length + row) * ny.length + column
    const value = data[mode * 12 + curve * 4 + quantity * 2 + (part === 'real' ? 0 : 1)]
    return Number.isFinite(value) ? value : null
  })
  const r = [...radii]
  const symbol = (name: string) => `$\\mathrm{${part === 'real' ? 'Re' : 'Im'}}\\, ${name}$`
  const against = (label: string, quantity: number): PanelInput => ({
    x: { label: 'Radius $r$' }, y: { label },
    series: curves.map(({ name, dash }, curve): SeriesInput => ({ kind: 'line', name, dash, colour: curve, x: r, y: values(curve, quantity) })),
  })
  return {
    name: 'bulk-mode', title: `Mode $n = (${n[0]}, ${n[1]})$`, columns: 3,
    caption: captionOf(run, `Mode n = (${n.join(', ')}) of one sample, ${part} part, step ${artifact.step}: the model, free Klein-Gordon evolution from the same state at the IR, and the path between the model's ends.`),
    panels: [
      against(symbol('\\phi_k'), 0),
      against(symbol('\\pi_k'), 1),
      {
        x: { label: symbol('\\phi_k') }, y: { label: symbol('\\pi_k') },
        series: curves.map(({ name, dash }, curve): SeriesInput => ({ kind: 'line', name, dash, colour: curve, x: values(curve, 0), y: values(curve, 1) })),
      },
    ],
  }
}

/** What the states decode to at the stored flow times, in the frame of the true points; these lie behind the last cloud. */
export function cloudsFigure(run: RunFigureData, clouds: BulkArray): FigureInput | null {
  const [times] = clouds.artifact.coordinates ?? []
  const [count, points] = clouds.artifact.shape
  if (!times?.length || !count) return null
  const at = (index: number): PointArray => ({
    shape: [points, 2], data: Array.from({ length: 2 * points }, (_, i) => clouds.data[2 * points * index + i]),
  })
  const truth = run.reference ?? run.trainingData
  const frame = frameOf(run, truth ?? at(count - 1))
  return {
    name: 'bulk-clouds', title: 'Clouds decoded on the way', columns: 3,
    caption: captionOf(run, `${points} samples of step ${clouds.artifact.step}, decoded at flow times ${times.map((t) => Number(t.toPrecision(3))).join(', ')}${truth ? '; in the last panel over true points' : ''}.`),
    panels: times.map((t, index): PanelInput => {
      const { series, note } = pointCloud(at(index), 'generated', 1, points, frame)
      // As many true as generated points, so that the eye compares densities and not numbers.
      const behind = truth && index === times.length - 1 ? pointCloud(truth, run.reference ? 'true' : 'training data', 0, points, frame).series : null
      return {
        title: `Time $t = ${Number(t.toPrecision(3))}$`, equalAspect: true, legend: behind ? 'inside' : 'none',
        x: { label: '$x$', range: frame.x }, y: { label: '$y$', range: frame.y }, series: [...(behind ? [behind] : []), series, ...tileGrid(run)], note,
      }
    }),
  }
}
