import { isUtf8 } from 'node:buffer'
import { Problem } from '../../shared/problem.ts'
import type { Reading } from '../../shared/reading.ts'
import { delimiterName, guessDialect, type DialectGuess } from './guess-dialect.ts'
import { parseNumber } from './parse-number.ts'
import { mostCells, type Row, scanRows } from './scan-rows.ts'
import { ColumnCounter, explainNumber, quote, SelectionBuilder, type Table, usable } from './table.ts'

/** Text that stands for a missing or impossible value. */
const noNumberWords = /^\s*([+-]?(nan|inf|infinity)|na|n\/a|null|none|-)?\s*$/i

/** A table of text: comma, semicolon, tab, bar or blanks between the cells, with or without a header; guessed, or as chosen. */
export function openDelimitedTable(bytes: Buffer, choices: Reading = {}): Table {
  const dialect = guessDialect(bytes, choices)
  if (dialect === null) return refuseSingleColumn(bytes, choices)
  const { columnNames, headerLine } = readHeader(bytes, dialect, choices.header)
  if (columnNames.length >= mostCells) {
    throw new Problem('TooManyColumns', `The table has more than ${mostCells - 1} columns.`, 'Save the two that you need in a file of their own.')
  }
  const value = (row: Row, column: number) =>
    column < row.count ? usable(parseNumber(bytes, row.starts[column], row.ends[column], dialect.decimalComma)) : Number.NaN
  const cellText = (row: Row, column: number) => decodeText(bytes.subarray(row.starts[column], Math.min(row.ends[column], row.starts[column] + 200)))

  function explain(row: Row, column: number): string {
    const name = columnNames[column]
    if (column >= row.count) return `"${name}" is missing: the row has ${row.count} of ${columnNames.length} cells`
    const text = cellText(row, column).trim()
    if (text === '') return `"${name}" is empty`
    const number = parseNumber(bytes, row.starts[column], row.ends[column], dialect!.decimalComma)
    if (!Number.isNaN(number)) return explainNumber(name, number)
    if (/^[+-]?nan$/i.test(text)) return explainNumber(name, Number.NaN)
    if (/^[+-]?inf(inity)?$/i.test(text)) return explainNumber(name, Infinity)
    return `"${name}" is ${quote(text)}, not a number`
  }

  /** Cells beyond the last column, unless they are empty, mean that the row was not split as it was meant. */
  function tooLong(row: Row): boolean {
    for (let i = columnNames.length; i < row.count; i++) {
      if (i >= mostCells || cellText(row, i).trim() !== '') return true
    }
    return false
  }

  return {
    format: dialect.delimiter === 'blanks' ? 'text' : dialect.delimiter === 9 ? 'tsv' : 'csv',
    columnNames,
    reading: {
      delimiter: delimiterName(dialect.delimiter), header: headerLine > 0, comment: choices.comment ?? 'hash-or-percent', decimalComma: dialect.decimalComma,
    },
    remarks: isUtf8(bytes) ? [] : ['Some text of the file is not UTF-8 and was read as Latin-1 (numbers are not affected).'],
    summarise() {
      const counters = columnNames.map(() => new ColumnCounter())
      let rows = 0
      scanRows(bytes, dialect, (row) => {
        if (row.line === headerLine) return
        rows++
        for (let column = 0; column < counters.length; column++) counters[column].add(value(row, column))
      })
      return { rows, columns: counters.map((counter) => counter.finish()) }
    },
    select(x, y) {
      const builder = new SelectionBuilder()
      scanRows(bytes, dialect, (row) => {
        if (row.line === headerLine) return
        const first = value(row, x)
        const second = value(row, y)
        if (row.count > columnNames.length && tooLong(row)) {
          builder.drop(row.line, () => `the row has ${row.count} cells, the table ${columnNames.length} columns`)
        } else if (!Number.isNaN(first) && !Number.isNaN(second)) builder.keep(first, second)
        else {
          const reasons = [x, y].filter((_, i) => Number.isNaN(i === 0 ? first : second))
          builder.drop(row.line, () => reasons.map((column) => explain(row, column)).join('; '))
        }
      })
      return builder.finish()
    },
  }
}

/**
 * Names from the first row if none of its cells is a number (or if it is said to hold them), else from a comment above it, else
 * by position.
 */
function readHeader(bytes: Buffer, dialect: DialectGuess, chosen: boolean | undefined): { columnNames: string[]; headerLine: number } {
  let comment: string | null = null
  let texts: string[] = []
  let headerLine = 0
  scanRows(bytes, dialect, (row) => {
    const count = Math.min(row.count, mostCells)
    texts = Array.from({ length: count }, (_, i) => decodeText(bytes.subarray(row.starts[i], Math.min(row.ends[i], row.starts[i] + 200))).trim())
    const named = texts.some((text) => text !== '')
      && texts.every((_, i) => Number.isNaN(parseNumber(bytes, row.starts[i], row.ends[i], dialect.decimalComma)))
      && !texts.every((text) => noNumberWords.test(text))
    headerLine = chosen ?? named ? row.line : 0
    return false
  }, (from, to) => { comment = decodeText(bytes.subarray(from, Math.min(to, from + 10_000))) })

  const names = headerLine > 0 ? texts : namesInComment(comment, dialect)
  // A header over all but the first column is what R writes above row names.
  const shifted = names.length === dialect.cells - 1 && headerLine > 0 ? ['row', ...names] : names
  const count = Math.max(dialect.cells, shifted.length)
  return { columnNames: Array.from({ length: count }, (_, i) => shorten(shifted[i] ?? '') || `column ${i + 1}`), headerLine }
}

/** `# x y` above the numbers, as numpy.savetxt writes it. */
function namesInComment(comment: string | null, dialect: DialectGuess): string[] {
  if (comment === null) return []
  const separator = dialect.delimiter === 'blanks' ? /\s+/ : String.fromCharCode(dialect.delimiter)
  for (const split of [separator, /\s+/]) {
    const names = comment.trim().split(split).map((name) => name.trim())
    if (names.length === dialect.cells && names.every((name) => name !== '' && Number.isNaN(Number(name)))) return names
  }
  return []
}

function shorten(name: string): string {
  const plain = name.replace(/^"(.*)"$/, '$1').replaceAll('""', '"').replace(/\s+/g, ' ')
  return plain.length > 60 ? `${plain.slice(0, 60)}…` : plain
}

/** UTF-8 where it is, else Latin-1, in which programs of old write µ, ° and Å. */
function decodeText(bytes: Buffer): string {
  return bytes.toString(isUtf8(bytes) ? 'utf8' : 'latin1')
}

function refuseSingleColumn(bytes: Buffer, choices: Reading): never {
  let rows = 0
  scanRows(bytes, { delimiter: 'blanks', decimalComma: false }, () => {
    rows++
    return false
  })
  if (rows === 0) throw new Problem('EmptyFile', 'The file holds no rows, only blank lines or comments.', 'Choose a file with two columns of numbers.')
  if (choices.delimiter !== undefined || choices.decimalComma !== undefined || choices.comment !== undefined) {
    throw new Problem('OneColumn', 'Read as chosen, the rows have a single column; a point in the plane needs two.', 'Choose another delimiter, decimal mark or comment sign.')
  }
  throw new Problem('OneColumn', 'The file has a single column; a point in the plane needs two.', 'Save two columns, separated by commas, tabs or blanks.')
}
