import type { FigureInput } from '../../figure.ts'
import { colourIndex, colourMapBytes } from '../../figures/colour-maps.ts'
import { moduli, phases, type LatticeField } from './lattice.ts'
import { vorticity } from './vorticity.ts'

type PanelInput = FigureInput['panels'][number]
type SeriesInput = PanelInput['series'][number]

/** What the colour of a site stands for. */
export const latticeColours = ['phase', 'modulus', 'vorticity', 'value', 'none'] as const
export type LatticeColour = (typeof latticeColours)[number]

export interface LatticeOptions {
  colour: LatticeColour
  /** Arrows along φ in the complex plane. */
  arrows: boolean
  vortices: boolean
  /** Ends of the colours of `modulus` and `value`, so that pictures can be compared. */
  range?: [number, number]
}

/** Ends of the colours that several fields share; undefined where the quantity brings its own. */
export function commonRange(fields: readonly LatticeField[], colour: LatticeColour): [number, number] | undefined {
  switch (colour) {
    case 'modulus': {
      const lengths = fields.flatMap(moduli)
      return [Math.min(...lengths), Math.max(...lengths)]
    }
    case 'value': {
      const most = Math.max(...fields.flatMap(moduli)) || 1
      return [-most, most]
    }
    default: return undefined
  }
}

/** Arrows of more sites would run into each other on a page. */
export const mostArrows = 64

/** The lattice as one panel: x₁ (the row of the array) to the right, x₂ up. */
export function latticePanel(field: LatticeField, title: string, { colour, arrows, vortices, range }: LatticeOptions): PanelInput {
  const { side } = field
  const ends: [number, number] = [-0.5, side - 0.5]
  const series: SeriesInput[] = []
  const map = colourSeries(field, field.components === 1 && (colour === 'phase' || colour === 'vorticity') ? 'value' : colour, range)
  if (map) series.push(map)
  if (arrows && field.components === 2 && side <= mostArrows) series.push(...arrowSeries(field, colour, range))
  if (vortices && field.components === 2) series.push(...vortexSeries(field))
  return {
    title, equalAspect: true, series, legend: 'none',
    x: { label: '$x_1$', range: ends }, y: { label: '$x_2$', range: ends },
  }
}

function colourSeries(field: LatticeField, colour: LatticeColour, range: [number, number] | undefined): SeriesInput | null {
  const { side } = field
  const sites = Array.from({ length: side }, (_, i) => i)
  // Heat maps run along x first, the array along x₂.
  const turned = (perSite: ArrayLike<number>) => Array.from({ length: side * side }, (_, i) => perSite[(i % side) * side + Math.floor(i / side)])
  const common = { kind: 'heatmap' as const, x: sites, y: sites }
  switch (colour) {
    case 'none': return null
    case 'phase': return { ...common, name: 'phase', values: turned(phases(field)), colourMap: 'cyclic', valueLabel: 'Phase $\\arg\\phi$', range: [-Math.PI, Math.PI] }
    case 'modulus': return { ...common, name: 'modulus', values: turned(moduli(field)), colourMap: 'viridis', valueLabel: 'Modulus $|\\phi|$', ...(range && { range }) }
    case 'vorticity': {
      // Plaquettes lie between sites; those on the seam of the torus are seen on both sides.
      const centres = Array.from({ length: side + 1 }, (_, i) => i - 0.5)
      const charges = vorticity(phases(field), side)
      const at = (i: number) => (i + side - 1) % side
      const values = centres.flatMap((_, column) => centres.map((_, row) => charges[at(row) * side + at(column)]))
      return { kind: 'heatmap', name: 'vorticity', x: centres, y: centres, values, colourMap: 'diverging', valueLabel: 'Vorticity $q$', range: [-1, 1] }
    }
    case 'value': {
      const values = Array.from({ length: side * side }, (_, i) => field.values[field.components * i])
      const largest = values.reduce((most, value) => Math.max(most, Math.abs(value)), 0) || 1
      return { ...common, name: 'field', values: turned(values), colourMap: 'diverging', valueLabel: field.components === 2 ? '$\\mathrm{Re}\\,\\phi$' : '$\\phi$', range: range ?? [-largest, largest] }
    }
  }
}

/**
 * Arrows as lines with breaks, shaft and head of each, centred on its site, the longest one 0.9 sites long. On a map, dark ones on
 * light cells and light ones on dark cells; on bare paper, in the colour of text.
 */
function arrowSeries(field: LatticeField, colour: LatticeColour, range: [number, number] | undefined): SeriesInput[] {
  const sites = Array.from({ length: field.side ** 2 }, (_, i) => i)
  if (colour === 'none') return [arrowLine(field, sites, 6)]
  const onDark = darkSites(field, colour, range)
  return ([['dark', false], ['light', true]] as const).flatMap(([ink, dark]) => {
    const chosen = sites.filter((site) => onDark[site] === dark)
    return chosen.length > 0 ? [arrowLine(field, chosen, ink)] : []
  })
}

/** Sites whose cell is nearer to black than to white, in lightness as seen. */
function darkSites(field: LatticeField, colour: LatticeColour, range: [number, number] | undefined): boolean[] {
  const all = Array.from({ length: field.side ** 2 }, () => false)
  switch (colour) {
    case 'phase': return phases(field).map((phase) => isDark('cyclic', (phase + Math.PI) / (2 * Math.PI)))
    case 'modulus': {
      const lengths = moduli(field)
      const [least, most] = range ?? [Math.min(...lengths), Math.max(...lengths)]
      return lengths.map((length) => isDark('viridis', most > least ? (length - least) / (most - least) : 0.5))
    }
    // Whole cells of these are near the pale middle of a diverging map.
    default: return all
  }
}

/** Relative luminance (WCAG 2) below the point from which white reads better than black. */
function isDark(map: 'cyclic' | 'viridis', fraction: number): boolean {
  const entry = 3 * colourIndex(fraction, [0, 1])
  const [red, green, blue] = [0, 1, 2].map((channel) => (colourMapBytes(map)[entry + channel] / 255) ** 2.2)
  return 0.2126 * red + 0.7152 * green + 0.0722 * blue < 0.18
}

function arrowLine(field: LatticeField, sites: readonly number[], colour: 'dark' | 'light' | number): SeriesInput {
  const { side, values } = field
  const longest = Math.max(...moduli(field)) || 1
  const x: (number | null)[] = []
  const y: (number | null)[] = []
  const head = { length: 0.28, angle: 0.45 }
  for (const site of sites) {
    const [row, column] = [Math.floor(site / side), site % side]
    const [dx, dy] = [(0.45 * values[2 * site]) / longest, (0.45 * values[2 * site + 1]) / longest]
    const direction = Math.atan2(dy, dx)
    const size = head.length * Math.hypot(dx, dy) / 0.45
    const barb = (turn: number) => [row + dx - size * Math.cos(direction + turn), column + dy - size * Math.sin(direction + turn)]
    const [left, right] = [barb(head.angle), barb(-head.angle)]
    x.push(row - dx, row + dx, null, left[0], row + dx, right[0], null)
    y.push(column - dy, column + dy, null, left[1], column + dy, right[1], null)
  }
  return { kind: 'line', name: 'field', x, y, colour }
}

/** Vortices and antivortices at the centres of their plaquettes. */
function vortexSeries(field: LatticeField): SeriesInput[] {
  const { side } = field
  const charges = vorticity(phases(field), side)
  return ([[1, 'vortex', 4], [-1, 'antivortex', 2]] as const).flatMap(([sign, name, colour]) => {
    const found = [...charges.keys()].filter((i) => charges[i] === sign)
    if (found.length === 0) return []
    return [{
      kind: 'scatter' as const, name, size: 6, colour,
      x: found.map((i) => Math.floor(i / side) + 0.5), y: found.map((i) => (i % side) + 0.5),
    }]
  })
}

/** All sites of a field in the complex plane: the ring of the ordered modulus, the arc or whole circle of the phase. */
export function scatterPanel(field: LatticeField, title: string, radius: number): PanelInput {
  const { side, components, values } = field
  const sites = Array.from({ length: side * side }, (_, i) => i)
  const x = sites.map((i) => values[components * i])
  const y = sites.map((i) => (components === 2 ? values[2 * i + 1] : 0))
  const reach = 1.15 * Math.max(radius, ...moduli(field))
  const turns = Array.from({ length: 121 }, (_, i) => (2 * Math.PI * i) / 120)
  return {
    title, equalAspect: true, legend: 'none',
    x: { label: '$\\mathrm{Re}\\,\\phi$', range: [-reach, reach] }, y: { label: '$\\mathrm{Im}\\,\\phi$', range: [-reach, reach] },
    series: [
      ...(radius > 0 ? [{ kind: 'line' as const, name: 'bottom of the well', x: turns.map((a) => radius * Math.cos(a)), y: turns.map((a) => radius * Math.sin(a)), role: 'reference' as const, dash: 'dashed' as const }] : []),
      { kind: 'scatter', name: 'sites', x, y, size: 2.5 },
    ],
  }
}
