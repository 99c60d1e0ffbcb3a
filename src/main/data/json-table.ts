import { Problem } from '../../shared/problem.ts'
import { elementLines } from './json-lines.ts'
import { parseNumber } from './parse-number.ts'
import { ColumnCounter, explainNumber, quote, SelectionBuilder, type Table, usable } from './table.ts'

/** V8 holds a text of at most half a gigabyte; half of that leaves room for its values. */
const largestJson = 256 * 2 ** 20
const mostColumns = 1000

/** A table in JSON, whatever its shape: cells by row and column, and where a row stands in the file. */
interface Records {
  columnNames: string[]
  count: number
  cell(row: number, column: number): unknown
  line(row: number, column: number): number
}

/**
 * JSON: rows `[[x, y], …]`, records `[{"x": …, "y": …}, …]`, columns `{"x": […], "y": […]}` (or `{"0": …}` inside, as pandas
 * writes them), any of these as the one member of an object, and a record a line (JSON Lines). NaN and Infinity, which Python
 * writes, are read and dropped by name.
 */
export function openJsonTable(bytes: Buffer, fileName: string): Table {
  if (bytes.length > largestJson) {
    throw new Problem('FileTooLarge', `The JSON file has ${Math.round(bytes.length / 2 ** 20)} MB; up to 256 MB are read.`, 'Save the points as CSV or NPY.')
  }
  const text = bytes.toString('utf8').replace(/^\uFEFF/, '')
  const records = parseRecords(text, fileName)
  if (records.count === 0) throw new Problem('EmptyFile', 'The JSON file holds no rows.', 'Choose a file with two columns of numbers.')
  if (records.columnNames.length < 2) throw new Problem('OneColumn', 'The JSON file has a single column; a point in the plane needs two.', 'Save rows like [x, y].')
  if (records.columnNames.length > mostColumns) throw new Problem('TooManyColumns', `The table has more than ${mostColumns} columns.`, 'Save the two that you need in a file of their own.')
  const { columnNames, count } = records

  return {
    format: 'json',
    columnNames,
    summarise: () => ({
      rows: count,
      columns: columnNames.map((_, column) => {
        const counter = new ColumnCounter()
        for (let row = 0; row < count; row++) counter.add(usable(numberOf(records.cell(row, column))))
        return counter.finish()
      }),
    }),
    select(x, y) {
      const builder = new SelectionBuilder()
      for (let row = 0; row < count; row++) {
        const values = [x, y].map((column) => usable(numberOf(records.cell(row, column))))
        if (!values.some(Number.isNaN)) builder.keep(values[0], values[1])
        else {
          const bad = [x, y].filter((_, i) => Number.isNaN(values[i]))
          builder.drop(records.line(row, bad[0]), () => bad.map((column) => explain(columnNames[column], records.cell(row, column))).join('; '))
        }
      }
      return builder.finish()
    },
  }
}

function numberOf(cell: unknown): number {
  if (typeof cell === 'number') return cell
  if (typeof cell !== 'string' || cell.length > 100) return Number.NaN
  const bytes = Buffer.from(cell)
  return parseNumber(bytes, 0, bytes.length, false)
}

function explain(column: string, cell: unknown): string {
  if (cell === undefined) return `"${column}" is missing`
  if (cell === null) return `"${column}" is null`
  const value = numberOf(cell)
  if (typeof cell === 'number' || !Number.isNaN(value)) return explainNumber(column, value)
  if (cell === 'NaN') return explainNumber(column, Number.NaN)
  if (cell === 'Infinity' || cell === '-Infinity') return explainNumber(column, Infinity)
  return `"${column}" is ${quote(typeof cell === 'string' ? cell : JSON.stringify(cell))}, not a number`
}

function parseRecords(text: string, fileName: string): Records {
  const parsed = parseJson(text)
  if ('value' in parsed) {
    const records = toRecords(parsed.value, [], text)
    if (records) return records
    throw new Problem('BadJson', 'The JSON file holds no table.', 'Save rows like [[x, y], …], records like [{"x": …, "y": …}], or columns like {"x": […], "y": […]}.')
  }
  const lines = parseJsonLines(text)
  if (lines) return lines
  throw new Problem('BadJson', `${fileName} is not valid JSON: ${parsed.reason}.`, 'Correct the file there, or save the points as CSV.')
}

function parseJson(text: string): { value: unknown } | { reason: string } {
  try {
    return { value: JSON.parse(text) }
  } catch (error) {
    try {
      return { value: JSON.parse(quoteNonNumbers(text)) }
    } catch {
      return { reason: describeSyntaxError(error, text) }
    }
  }
}

/** NaN, Infinity and -Infinity outside of texts become texts. */
function quoteNonNumbers(text: string): string {
  return text.replace(/"(?:[^"\\]|\\.)*"|-?\b(?:NaN|Infinity)\b/g, (token) => (token.startsWith('"') ? token : `"${token}"`))
}

function describeSyntaxError(error: unknown, text: string): string {
  const message = error instanceof Error ? error.message : String(error)
  const position = /position (\d+)/.exec(message)
  const what = message.replace(/ in JSON at position.*| \(line.*|, ".*" is not valid JSON|, \.\.\..*/s, '')
  if (!position) return what
  const before = text.slice(0, Number(position[1]))
  const line = before.split('\n').length
  return `${what} at line ${line}, column ${before.length - before.lastIndexOf('\n')}`
}

/** A JSON value a line; null where the first lines are none. Lines that are broken stay as rows, to be dropped by name. */
function parseJsonLines(text: string): Records | null {
  const rows: unknown[] = []
  const lines: number[] = []
  const all = text.split(/\r\n|\n|\r/)
  for (let i = 0; i < all.length; i++) {
    if (all[i].trim() === '') continue
    const parsed = parseJson(all[i])
    const isRow = 'value' in parsed && typeof parsed.value === 'object' && parsed.value !== null
    if (!isRow && rows.length < 2) return null
    rows.push(isRow ? parsed.value : all[i])
    lines.push(i + 1)
  }
  if (rows.length < 2) return null
  return rowRecords(rows, (row) => lines[row])
}

function toRecords(value: unknown, path: string[], text: string): Records | null {
  if (Array.isArray(value)) {
    const lines = lazily(() => elementLines(text, path))
    return value.length === 0 || value.some((row) => typeof row === 'object' && row !== null) ? rowRecords(value, (row) => lines()[row] ?? 1) : null
  }
  if (!isRecord(value)) return null
  const columns = Object.entries(value).filter((entry): entry is [string, object] => typeof entry[1] === 'object' && entry[1] !== null)
  const flat = columns.filter(([, column]) => Object.values(column).every((cell) => typeof cell !== 'object' || cell === null))
  if (flat.length >= 2 && flat.length === columns.length) return columnRecords(flat, path, text)
  // One table inside: {"points": [...]}, or pandas' {"columns": [...], "data": [...]}.
  const tables = columns.filter((entry) => !flat.includes(entry))
  if (tables.length !== 1 || path.length >= 4) return null
  const [key, table] = tables[0]
  const records = toRecords(table, [...path, key], text)
  const names = value.columns
  if (records && Array.isArray(names) && names.length === records.columnNames.length) records.columnNames = names.map(String)
  return records
}

/** Rows are arrays (columns by position) or objects (columns by key, in the order of their first appearance). */
function rowRecords(rows: unknown[], line: (row: number) => number): Records {
  const keys = new Map<string, number>()
  let width = 0
  for (const row of rows.slice(0, 10_000)) {
    if (Array.isArray(row)) width = Math.max(width, row.length)
    else if (isRecord(row)) for (const key of Object.keys(row)) if (keys.size <= mostColumns && !keys.has(key)) keys.set(key, keys.size)
  }
  const byPosition = width >= keys.size
  const columnNames = byPosition ? Array.from({ length: Math.min(width, mostColumns + 1) }, (_, i) => `column ${i + 1}`) : [...keys.keys()]
  return {
    columnNames, count: rows.length, line,
    cell(row, column) {
      const value = rows[row]
      if (Array.isArray(value)) return byPosition ? value[column] : undefined
      return !byPosition && isRecord(value) && Object.hasOwn(value, columnNames[column]) ? value[columnNames[column]] : undefined
    },
  }
}

function columnRecords(columns: Array<[string, object]>, path: string[], text: string): Records {
  const cells = columns.map(([, column]) => (Array.isArray(column) ? column : Object.values(column)) as unknown[])
  const lines = columns.map(([key]) => lazily(() => elementLines(text, [...path, key])))
  return {
    columnNames: columns.map(([name]) => name),
    count: Math.max(...cells.map((column) => column.length)),
    cell: (row, column) => cells[column][row],
    // Where a column is too short, the row is named by its last value.
    line: (row, column) => lines[column]()[Math.min(row, cells[column].length - 1)] ?? 1,
  }
}

function lazily<Value>(make: () => Value): () => Value {
  let made: { value: Value } | null = null
  return () => (made ??= { value: make() }).value
}

function isRecord(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null && !Array.isArray(value)
}
