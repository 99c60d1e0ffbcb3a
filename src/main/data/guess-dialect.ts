import { Problem } from '../../shared/problem.ts'
import { delimiterNames, type Reading } from '../../shared/reading.ts'
import { parseNumber } from './parse-number.ts'
import { type Dialect, scanRows } from './scan-rows.ts'

/** In the order of preference. */
const delimiters = { tab: 9, comma: 44, semicolon: 59, bar: 124, blanks: 'blanks' } as const
const comments = { 'hash-or-percent': [35, 37], hash: [35], percent: [37], exclamation: [33], semicolon: [59], none: [] } as const
const sampleRows = 200
const sampleBytes = 512 * 1024

/** A dialect with the number of cells that most rows of the sample have. */
export interface DialectGuess extends Dialect {
  cells: number
}

/** What a person has decided; the rest is guessed. */
export type DialectChoices = Pick<Reading, 'delimiter' | 'decimalComma' | 'comment'>

/**
 * The dialect in which most cells of the first rows are numbers and most rows have the same length; the earlier one of the list
 * where two are equal. Null when no dialect splits the rows into two cells or more. Only dialects that agree with the choices
 * are tried.
 */
export function guessDialect(bytes: Buffer, choices: DialectChoices = {}): DialectGuess | null {
  if (choices.delimiter === 'comma' && choices.decimalComma) {
    throw new Problem('ImpossibleChoice', 'A comma cannot both separate the columns and mark the decimals.', 'Choose another delimiter, or decimal points.')
  }
  const sample = bytes.subarray(0, wholeLines(bytes))
  let best: DialectGuess | null = null
  let bestScore = -1
  const commentBytes = comments[choices.comment ?? 'hash-or-percent']
  for (const [name, delimiter] of Object.entries(delimiters)) {
    if (choices.delimiter !== undefined && choices.delimiter !== name) continue
    for (const decimalComma of delimiter === 44 ? [false] : [false, true]) {
      if (choices.decimalComma !== undefined && choices.decimalComma !== decimalComma) continue
      const dialect = { delimiter, decimalComma, comments: commentBytes }
      const { cells, score } = judge(sample, dialect)
      if (cells >= 2 && score > bestScore) {
        best = { ...dialect, cells }
        bestScore = score
      }
    }
  }
  return best
}

/** The delimiter's name, as it stands in a reading. */
export function delimiterName(delimiter: Dialect['delimiter']): (typeof delimiterNames)[number] {
  return delimiterNames.find((name) => delimiters[name] === delimiter) ?? 'blanks'
}

function judge(sample: Buffer, dialect: Dialect): { cells: number; score: number } {
  const counts: number[] = []
  const numeric: number[] = []
  scanRows(sample, dialect, (row) => {
    let numbers = 0
    const kept = Math.min(row.count, row.starts.length)
    for (let i = 0; i < kept; i++) if (!Number.isNaN(parseNumber(sample, row.starts[i], row.ends[i], dialect.decimalComma))) numbers++
    counts.push(row.count)
    numeric.push(numbers)
    return counts.length < sampleRows
  })
  // The first row may be a header.
  const from = counts.length > 1 ? 1 : 0
  const cells = mostFrequent(counts.slice(from))
  let regular = 0
  let numbers = 0
  for (let i = from; i < counts.length; i++) {
    if (counts[i] !== cells) continue
    regular++
    numbers += numeric[i]
  }
  const rows = counts.length - from
  if (rows === 0 || regular === 0) return { cells, score: 0 }
  // The first row decides between equals, and rows of equal length where nothing is a number.
  const firstRow = counts[0] === cells ? (0.001 * numeric[0]) / cells : 0
  return { cells, score: (regular / rows) * (numbers / (regular * cells) + 0.01) + firstRow }
}

/** Length of the sample: the file, or its beginning up to the end of a line. */
function wholeLines(bytes: Buffer): number {
  if (bytes.length <= sampleBytes) return bytes.length
  const end = Math.max(bytes.lastIndexOf(10, sampleBytes), bytes.lastIndexOf(13, sampleBytes))
  return end < 0 ? sampleBytes : end
}

function mostFrequent(values: readonly number[]): number {
  const counts = new Map<number, number>()
  for (const value of values) counts.set(value, (counts.get(value) ?? 0) + 1)
  let best = 0
  for (const [value, count] of counts) if (count > (counts.get(best) ?? 0)) best = value
  return best
}
