import { readFileSync, statSync } from 'node:fs'
import { type ColumnPreview, type DataSet, refuseTooLarge, type TablePreview } from '../../shared/dataset.ts'
import { Problem } from '../../shared/problem.ts'
import type { Reading } from '../../shared/reading.ts'
import { measureStandardisation } from '../../physics/datasets/standardise.ts'
import { hashPoints } from '../../physics/datasets/hash-points.ts'
import { describePoints } from './describe-points.ts'
import { drawThumbnail } from './draw-thumbnail.ts'
import { openTable } from './open-table.ts'
import { drawFromPictures, type RefusedPicture } from './pictures/draw-from-pictures.ts'
import type { Table } from './table.ts'

/** A file to be read, and how far: its columns, a preview of two of them, or their points; or the pictures of a folder as one. */
export interface ParseJob {
  kind: 'table' | 'columns' | 'points' | 'pictures'
  path: string
  fileName: string
  /** For `columns` and `points`. */
  columns?: [number, number]
  /** For `pictures`, in the place of `path`: their files. */
  pictures?: readonly string[]
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
  pictures: ParsedPoints & { refused: RefusedPicture[] }
}

/** Runs in the worker thread: reads the file whole, then parses. */
export async function runParseJob(job: ParseJob): Promise<ParseResults[keyof ParseResults]> {
  if (job.kind === 'pictures') return await layPicturesTogether(job.pictures ?? [], job.reading)
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
  if (job.kind === 'columns') return { kept: points.length / 2, droppedCount, dropped, ...description, obstacle: findObstacle(points, description) }
  return await describeSet(points, { columns: [table.columnNames[columns[0]], table.columnNames[columns[1]]], dropped: droppedCount, reading: table.reading ?? {} }, description)
}

/** Points as a data set. */
async function describeSet(
  points: Float64Array<ArrayBuffer>, facts: Pick<DataSet, 'columns' | 'dropped' | 'reading'>, { mean, min, max } = describePoints(points),
): Promise<ParsedPoints> {
  requireSpread(points, { min, max })
  return {
    points,
    description: { ...facts, hash: await hashPoints(points), count: points.length / 2, mean, min, max, thumbnail: drawThumbnail(points, min, max) },
  }
}

async function layPicturesTogether(paths: readonly string[], { picture = {} }: Reading = {}): Promise<ParseResults['pictures']> {
  const { points, refused } = drawFromPictures(paths.map((path) => () => readWhole(path)), picture)
  if (points.length === 0) throw new Problem('NoPictures', `None of the ${paths.length} files is a picture that could be read. The first one: ${refused[0]?.reason ?? 'there is none.'}`, 'Choose a folder with PNG or JPEG pictures.')
  return { ...(await describeSet(points, { columns: ['x', 'y'], dropped: 0, reading: { picture } })), refused }
}

/** Copies of one point cannot be a data set, nor can points that cannot be standardised. */
function requireSpread(points: Float64Array, { min, max }: Pick<ColumnPreview, 'min' | 'max'>): void {
  if (min[0] === max[0] && min[1] === max[1]) {
    throw new Problem('NoSpread', `All ${points.length / 2} points are the same, (${min.join(', ')}): there is no distribution to learn.`, 'Choose columns whose values differ.')
  }
  measureStandardisation(points)
}

/** Said before the import, not by it. */
function findObstacle(points: Float64Array, range: Pick<ColumnPreview, 'min' | 'max'>): string | null {
  try {
    requireSpread(points, range)
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
