import { parseNumber } from './parse-number.ts'
import { type Dialect, scanRows } from './scan-rows.ts'

const tab = 9
const delimiters = [tab, 44 /* , */, 59 /* ; */, 124 /* | */, 'blanks'] as const
const sampleRows = 200
const sampleBytes = 512 * 1024

/** A dialect with the number of cells that most rows of the sample have. */
export interface DialectGuess extends Dialect {
  cells: number
}

/**
 * The dialect in which most cells of the first rows are numbers and most rows have the same length; the earlier one of the list
 * where two are equal. Null when no dialect splits the rows into two cells or more.
 */
export function guessDialect(bytes: Buffer): DialectGuess | null {
  const sample = bytes.subarray(0, wholeLines(bytes))
  let best: DialectGuess | null = null
  let bestScore = -1
  for (const delimiter of delimiters) {
    for (const decimalComma of delimiter === 44 ? [false] : [false, true]) {
      const { cells, score } = judge(sample, { delimiter, decimalComma })
      if (cells >= 2 && score > bestScore) {
        best = { delimiter, decimalComma, cells }
        bestScore = score
      }
    }
  }
  return best
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
