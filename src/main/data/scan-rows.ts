import { isBlank } from './parse-number.ts'

/** How a text table is written. */
export interface Dialect {
  /** Byte between cells, or `blanks` for runs of spaces and tabs. */
  delimiter: number | 'blanks'
  /** 1,5 is one and a half. */
  decimalComma: boolean
  /** Bytes that begin a comment line. @default # and % */
  comments?: readonly number[]
}

/** Cells of one row, as ranges of bytes. The same object is filled again for the next row. */
export interface Row {
  /** Line of the file where the row begins; 1 is the first. */
  line: number
  count: number
  /** Cells beyond `mostCells` are counted, their ranges are not kept. */
  starts: Int32Array
  ends: Int32Array
}

export const mostCells = 1001

const newline = 10
const carriageReturn = 13
const quoteMark = 34
const hash = 35
const percent = 37
const defaultComments = [hash, percent]

/**
 * Calls `visit` for every row until it answers false. Lines may end in \n, \r\n or \r. Blank lines and comment
 * lines are passed over (`onComment` sees the latter); in tables of blanks # (or the one sign that was chosen) also ends a row. Cells may stand in double quotes,
 * also across lines; a quote that is never closed is an ordinary character.
 */
export function scanRows(
  bytes: Buffer, dialect: Dialect, visit: (row: Row) => boolean | void, onComment?: (from: number, to: number) => void,
): void {
  const { delimiter, comments = defaultComments } = dialect
  const endOfRow = comments.includes(hash) ? hash : comments.length === 1 ? comments[0] : -1
  const row: Row = { line: 1, count: 0, starts: new Int32Array(16), ends: new Int32Array(16) }
  const end = bytes.length
  let at = startOfText(bytes)
  let line = 1
  // Once a search for a closing quote has come to the end of the file, later ones look no further than their line.
  let quotesSpanLines = true

  while (at < end) {
    let first = at
    while (first < end && isBlank(bytes[first]) && bytes[first] !== delimiter) first++
    const byte = bytes[first]
    if (first >= end) return
    if (byte === newline || byte === carriageReturn) {
      at = afterLineEnd(first)
      line++
      continue
    }
    if (comments.includes(byte)) {
      at = lineEnd(first)
      onComment?.(first + 1, at)
      if (at < end) at = afterLineEnd(at)
      line++
      continue
    }
    row.line = line
    row.count = 0
    at = delimiter === 'blanks' ? blankRow(first) : delimitedRow(at, delimiter)
    if (at < end) at = afterLineEnd(at)
    line++
    if (visit(row) === false) return
  }

  function blankRow(from: number): number {
    let cell = from
    for (;;) {
      let to = cell
      while (to < end && !isBlank(bytes[to]) && bytes[to] !== newline && bytes[to] !== carriageReturn && bytes[to] !== endOfRow) to++
      const quoted = to - cell >= 2 && bytes[cell] === quoteMark && bytes[to - 1] === quoteMark
      if (to > cell) addCell(quoted ? cell + 1 : cell, quoted ? to - 1 : to)
      while (to < end && isBlank(bytes[to])) to++
      if (to >= end || bytes[to] === newline || bytes[to] === carriageReturn) return to
      if (bytes[to] === endOfRow) return lineEnd(to)
      cell = to
    }
  }

  function delimitedRow(from: number, separator: number): number {
    let cell = from
    for (;;) {
      let open = cell
      while (open < end && bytes[open] === 32) open++
      const close = bytes[open] === quoteMark ? closingQuote(open) : -1
      let to = close >= 0 ? close + 1 : cell
      while (to < end && bytes[to] !== separator && bytes[to] !== newline && bytes[to] !== carriageReturn) to++
      if (close >= 0) addCell(open + 1, close)
      else addCell(cell, to)
      if (to >= end || bytes[to] !== separator) return to
      cell = to + 1
    }
  }

  function addCell(from: number, to: number): void {
    if (row.count < mostCells) {
      if (row.count === row.starts.length) growRow(row)
      row.starts[row.count] = from
      row.ends[row.count] = to
    }
    row.count++
  }

  /** Position of the quote that closes the one at `open`; -1 when there is none. Doubled quotes stand for one. */
  function closingQuote(open: number): number {
    let lines = 0
    for (let i = open + 1; i < end; i++) {
      const byte = bytes[i]
      if (byte === quoteMark) {
        if (bytes[i + 1] !== quoteMark) {
          line += lines
          return i
        }
        i++
      } else if (byte === newline || (byte === carriageReturn && bytes[i + 1] !== newline)) {
        if (!quotesSpanLines) return -1
        lines++
      }
    }
    quotesSpanLines = false
    return -1
  }

  function lineEnd(from: number): number {
    let i = from
    while (i < end && bytes[i] !== newline && bytes[i] !== carriageReturn) i++
    return i
  }

  function afterLineEnd(from: number): number {
    return bytes[from] === carriageReturn && bytes[from + 1] === newline ? from + 2 : from + 1
  }
}

function growRow(row: Row): void {
  const size = Math.min(2 * row.starts.length, mostCells)
  const larger = (kept: Int32Array) => {
    const array = new Int32Array(size)
    array.set(kept)
    return array
  }
  row.starts = larger(row.starts)
  row.ends = larger(row.ends)
}

/** Behind the UTF-8 byte order mark, where there is one. */
export function startOfText(bytes: Buffer): number {
  return bytes[0] === 0xef && bytes[1] === 0xbb && bytes[2] === 0xbf ? 3 : 0
}
