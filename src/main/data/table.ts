import type { DroppedRow, TablePreview } from '../../shared/dataset.ts'
import type { Reading } from '../../shared/reading.ts'

/** A file of numbers, recognised but not yet read: what its columns are, and the points of any two of them. */
export interface Table {
  readonly format: TablePreview['format']
  readonly columnNames: readonly string[]
  /** How it is read: guesses and choices. @default {} */
  readonly reading?: Reading
  /** The arrays of an archive that could be read. @default [] */
  readonly arrays?: TablePreview['arrays']
  /** What a person should know of the reading. @default [] */
  readonly remarks?: readonly string[]
  /** Reads every column; nothing is kept. */
  summarise(): TableSummary
  /** Reads two columns, by their position. */
  select(x: number, y: number): Selection
}

export interface TableSummary {
  /** Rows of data: no header, no comments, no blank lines. */
  rows: number
  columns: ColumnSummary[]
}

export interface ColumnSummary {
  /** Rows in which the column holds a finite number. */
  numeric: number
  /** Least and largest of them; null when there are none. */
  min: number | null
  max: number | null
}

export interface Selection {
  /** Kept rows, `[N, 2]`. */
  points: Float64Array<ArrayBuffer>
  /** Rows that were left out, in all. */
  droppedCount: number
  /** The first ones. */
  dropped: DroppedRow[]
}

/** Dropped rows that are named one by one. */
const mostDroppedListed = 200
/** Beyond this a square would no longer be a finite number, nor would the variance. */
export const largestCoordinate = 1e100

/** Collects the rows of a selection. */
export class SelectionBuilder {
  #points = new Float64Array(4096)
  #length = 0
  readonly #dropped: DroppedRow[] = []
  #droppedCount = 0

  keep(x: number, y: number): void {
    if (this.#length === this.#points.length) {
      const larger = new Float64Array(2 * this.#length)
      larger.set(this.#points)
      this.#points = larger
    }
    this.#points[this.#length++] = x
    this.#points[this.#length++] = y
  }

  /** The reason is asked for only while rows are still listed. */
  drop(line: number, reason: () => string): void {
    this.#droppedCount++
    if (this.#dropped.length < mostDroppedListed) this.#dropped.push({ line, reason: reason() })
  }

  finish(): Selection {
    return { points: this.#points.slice(0, this.#length), droppedCount: this.#droppedCount, dropped: this.#dropped }
  }
}

/** Counts and range of one column. */
export class ColumnCounter {
  #numeric = 0
  #min = Infinity
  #max = -Infinity

  /** Anything that is no usable number is passed as NaN. */
  add(value: number): void {
    if (Number.isNaN(value)) return
    this.#numeric++
    if (value < this.#min) this.#min = value
    if (value > this.#max) this.#max = value
  }

  finish(): ColumnSummary {
    const some = this.#numeric > 0
    return { numeric: this.#numeric, min: some ? this.#min : null, max: some ? this.#max : null }
  }
}

/** The number if it can be a coordinate, else NaN. */
export function usable(value: number): number {
  return Math.abs(value) <= largestCoordinate ? value : Number.NaN
}

/** Why a value that `usable` refuses cannot be a coordinate. */
export function explainNumber(column: string, value: number): string {
  if (Number.isNaN(value)) return `"${column}" is NaN`
  return Number.isFinite(value) ? `"${column}" is ${value}, beyond ${largestCoordinate}` : `"${column}" is infinite`
}

/** A foreign text, short and on one line, for a sentence. */
export function quote(text: string): string {
  const short = text.length > 40 ? `${text.slice(0, 40)}…` : text
  return JSON.stringify(short)
}
