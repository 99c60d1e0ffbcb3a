import { readFileSync, statSync } from 'node:fs'
import type { ColumnPreview, DataSet, TablePreview } from '../../shared/dataset.ts'
import { Problem } from '../../shared/problem.ts'
import type { Reading } from '../../shared/reading.ts'
import { measureStandardisation } from '../../physics/datasets/standardise.ts'
import { hashPoints } from '../../physics/datasets/hash-points.ts'
import { describePoints } from './describe-points.ts'
import { drawThumbnail } from './draw-thumbnail.ts'
import { openTable, refuseTooLarge } from './open-table.ts'
import type { Table } from './table.ts'

/** A file to be read, and how far: its columns, a preview of two of them, or their points. */
export interface ParseJob {
  kind: 'table' | 'columns' | 'points'
  path: string
  fileName: string
  /** For all but `table`. */
  columns?: [number, number]
  /** What a person has chosen; the rest is guessed. @default {} */
  reading?: Reading
}

export interface ParsedPoints {
  points: Float64Array<ArrayBuffer>
  description: Pick<DataSet, 'hash' | 'count' | 'columns' | 'dropped' | 'mean' | 'min' | 'max' | 'reading' | 'thumbnail'>
}

export interface ParseResults {
  table: Omit<TablePreview, 'upload'>
  columns: ColumnPreview
  points: ParsedPoints
}

/** Runs in the worker thread: reads the file whole, then parses. */
export async function runParseJob(job: ParseJob): Promise<ParseResults[keyof ParseResults]> {
  const table = openTable(readWhole(job.path), job.fileName, job.reading)
  if (job.kind === 'table') return previewTable(table, job.fileName)
  const columns = checkColumns(table, job.columns)
  const selection = table.select(...columns)
  const { points, droppedCount, dropped } = selection
  if (points.length === 0) {
    const example = dropped[0] ? ` The first one: line ${dropped[0].line}, ${dropped[0].reason}.` : ''
    throw new Problem('NoPoints', `No row holds two numbers in "${table.columnNames[columns[0]]}" and "${table.columnNames[columns[1]]}".${example}`, 'Choose other columns.')
  }
  const description = describePoints(points)
  if (job.kind === 'columns') return { kept: points.length / 2, droppedCount, dropped, ...description, obstacle: findObstacle(points) }
  measureStandardisation(points) // refuses points that all have the same coordinates
  const { mean, min, max } = description
  return {
    points,
    description: {
      hash: await hashPoints(points), count: points.length / 2, columns: [table.columnNames[columns[0]], table.columnNames[columns[1]]],
      dropped: droppedCount, mean, min, max, reading: table.reading ?? {}, thumbnail: drawThumbnail(points, min, max),
    },
  }
}

/** Points that cannot be standardised are no data set: said before the import, not by it. */
function findObstacle(points: Float64Array): string | null {
  try {
    measureStandardisation(points)
    return null
  } catch (error) {
    if (error instanceof Problem) return `${error.message} ${error.action ?? ''}`.trim()
    throw error
  }
}

function readWhole(path: string): Uint8Array {
  try {
    refuseTooLarge(statSync(path).size)
    return readFileSync(path)
  } catch (error) {
    if (error instanceof Problem) throw error
    const { code } = error as NodeJS.ErrnoException
    const why = code === 'ENOENT' ? 'it is not there any more' : code === 'EISDIR' ? 'it is a folder' : code === 'EACCES' ? 'it may not be read' : (code ?? 'unknown failure')
    throw new Problem('FileUnreadable', `The file cannot be read: ${why}.`, 'Drop it again, or choose another one.')
  }
}

function previewTable(table: Table, fileName: string): ParseResults['table'] {
  const { rows, columns } = table.summarise()
  if (rows === 0) throw new Problem('EmptyFile', 'The file holds a header and no rows.', 'Choose a file with two columns of numbers.')
  if (columns.filter(({ numeric }) => numeric > 0).length < 2) {
    throw new Problem('NoNumbers', `Of ${columns.length} columns in ${rows} rows, fewer than two hold any numbers.`, 'Choose a file with two columns of numbers; the decimal mark is a point, or a comma where columns are not separated by commas.')
  }
  return {
    fileName, format: table.format, rows,
    columns: columns.map(({ numeric, min, max }, i) => ({ name: table.columnNames[i], numeric: numeric / rows, min, max })),
    suggested: suggestColumns(table.columnNames, columns.map(({ numeric }) => numeric)),
    reading: table.reading ?? {}, arrays: table.arrays ?? [], remarks: [...(table.remarks ?? [])],
  }
}

/** Columns called x and y where both hold numbers, else the two with the most numbers, from the left. */
function suggestColumns(names: readonly string[], numeric: readonly number[]): [number, number] {
  const called = (letter: string) => names.findIndex((name, i) => numeric[i] > 0 && name.toLowerCase() === letter)
  if (called('x') >= 0 && called('y') >= 0) return [called('x'), called('y')]
  const [first, second] = numeric.map((count, index) => ({ count, index })).sort((a, b) => b.count - a.count || a.index - b.index)
  return [Math.min(first.index, second.index), Math.max(first.index, second.index)]
}

function checkColumns(table: Table, columns: [number, number] | undefined): [number, number] {
  const count = table.columnNames.length
  const outside = columns?.find((column) => !Number.isInteger(column) || column < 0 || column >= count)
  if (!columns || outside !== undefined) throw new Problem('UnknownColumn', `There is no column ${(outside ?? 0) + 1}; the table has ${count}.`, 'Choose two of its columns.')
  if (columns[0] === columns[1]) throw new Problem('SameColumn', `"${table.columnNames[columns[0]]}" is chosen for both coordinates.`, 'Choose two different columns.')
  return columns
}
