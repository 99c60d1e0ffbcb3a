import type { FigureInput } from '../../../../shared/figure.ts'

type PanelInput = FigureInput['panels'][number]

export interface ConeAnswer {
  /** Flat site of the bulk array. */
  site: number
  /** Flat sites, row by row. */
  sites: readonly number[]
  /** Flat sites of the bulk array whose variables the region depends on. */
  wedge?: readonly number[]
}

/** A bulk variable ζ(l, a, b, c). */
export interface VariablePlace { layer: number; a: number; b: number; c: number }

/** Flat sites of the square that a decimator stands over, row by row: 2^(l+1) sites a side. */
export function ownBlock({ layer, a, b }: Omit<VariablePlace, 'c'>, side: number): number[] {
  const width = 2 ** (layer + 1)
  return Array.from({ length: width * width }, (_, i) => (width * a + Math.floor(i / width)) * side + width * b + (i % width))
}

/** Flat site of the bulk array that holds a variable: row 2^l (2a + ⌊c/2⌋), column 2^l (2b + c mod 2). */
export function siteOf({ layer, a, b, c }: VariablePlace, side: number): number {
  const spacing = 2 ** layer
  return spacing * (2 * a + (c >> 1)) * side + spacing * (2 * b + (c & 1))
}

/** Which c are bulk variables: 0 is kept for the next layer, and bulk in the last one. */
export const membersOf = (layer: number, layers: number): number[] => (layer === layers - 1 ? [0, 1, 2, 3] : [1, 2, 3])

/** The decimators whose variables stand at some sites of the bulk array, by their place in the list sorted by (l, a, b). */
export function decimatorsAt(sites: readonly number[], side: number, layers: number): number[] {
  const starts = Array.from({ length: layers }, (_, layer) => side / 2 ** (layer + 1)).reduce<number[]>((found, m) => [...found, found[found.length - 1] + m * m], [0])
  return [...new Set(sites.map((site) => {
    const [row, column] = [Math.floor(site / side), site % side]
    // The lowest power of two in both places tells the layer; the zero mode has none.
    const layer = Math.min(layers - 1, Math.floor(Math.log2(lowestBit(row | column) || 2 ** (layers - 1))))
    const cell = 2 ** (layer + 1)
    return starts[layer] + Math.floor(row / cell) * (side / cell) + Math.floor(column / cell)
  }))].toSorted((i, j) => i - j)
}
const lowestBit = (value: number) => value & -value

/** The lattice with what a bulk variable reaches: its light cone, and in it the square under its decimator. */
export function conePanel({ sites }: ConeAnswer, place: VariablePlace, side: number): PanelInput {
  const reached = new Set(sites)
  const ends: [number, number] = [-0.5, side - 0.5]
  const axis = Array.from({ length: side }, (_, i) => i)
  const width = 2 ** (place.layer + 1)
  const [left, low] = [width * place.a - 0.5, width * place.b - 0.5]
  return {
    title: `Light cone: ${sites.length} of ${side * side} sites`, equalAspect: true, legend: 'none', x: { label: '$x_1$', range: ends }, y: { label: '$x_2$', range: ends },
    series: [
      // Heat maps run along x first, the lattice along x₂. Ends of the colours leave out the glaring ones.
      {
        kind: 'heatmap', name: 'light cone', x: axis, y: axis, colourMap: 'viridis', valueLabel: '1 in the light cone, 0 outside', range: [-0.3, 1.6],
        values: Array.from({ length: side * side }, (_, i) => Number(reached.has((i % side) * side + Math.floor(i / side)))),
      },
      { kind: 'line', name: 'decimator', colour: 1, x: [left, left + width, left + width, left, left], y: [low, low, low + width, low + width, low] },
    ],
  }
}
