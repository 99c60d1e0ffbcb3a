import type { Panel, Series } from '../../../shared/figure.ts'
import { cellEdges, isShown } from '../../../shared/figures/ranges.ts'
import { sameNumbers } from '../write-csv.ts'
import { comment, pythonColumn } from './source.ts'

type Column = readonly (number | null)[]
type HeatMap = Extract<Series, { kind: 'heatmap' }>

/** The numbers of a script: each array once, under a name that the drawing part uses. */
export class PythonColumns {
  readonly #known: { name: string; values: Column; meaning: string }[] = []

  /** The name of an array of these numbers; equal arrays of a kind (`x`, `y`, `low`) share one within their panel. */
  add(wanted: string, values: Column, meaning: string): string {
    const same = this.#known.find((column) => kindOf(column.name) === kindOf(wanted) && sameNumbers(column.values, values))
    if (same) return same.name
    this.#known.push({ name: wanted, values, meaning })
    return wanted
  }

  source(): string {
    return this.#known.map(({ name, values, meaning }) => `${comment(meaning)}\n${pythonColumn(name, values)}`).join('\n\n')
  }
}

/** `a_x2` without its number: `a_x`. */
function kindOf(name: string): string {
  return name.replace(/\d+$/, '')
}

/** The cells of a map in rising order of both coordinates, as `pcolormesh` wants them, with the edges between them. */
export function sortedCells(series: HeatMap, panel: Panel): { xEdges: number[]; yEdges: number[]; values: (number | null)[] } | null {
  const order = (centres: readonly number[], scale: 'linear' | 'log') =>
    centres.map((_, i) => i).filter((i) => isShown(centres[i], scale)).sort((a, b) => centres[a] - centres[b])
  const across = order(series.x, panel.x.scale)
  const up = order(series.y, panel.y.scale)
  if (across.length === 0 || up.length === 0) return null
  return {
    xEdges: cellEdges(across.map((i) => series.x[i]), panel.x.scale),
    yEdges: cellEdges(up.map((i) => series.y[i]), panel.y.scale),
    values: up.flatMap((row) => across.map((column) => series.values[row * series.x.length + column] ?? null)),
  }
}

/** Points of a curve without neighbours on either side: a line alone would not show them. */
export function lonelyPoints(x: Column, y: Column, panel: Panel): number[] {
  const shown = Array.from({ length: Math.min(x.length, y.length) }, (_, i) => isShown(x[i], panel.x.scale) && isShown(y[i], panel.y.scale))
  return shown.flatMap((here, i) => (here && !shown[i - 1] && !shown[i + 1] ? [i] : []))
}
