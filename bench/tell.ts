import { type Row, rowSchema } from './measurement.ts'
import { withUnit } from './table.ts'

/** Set by the bench for the programs that it runs: lines of its table are then lines of JSON. */
export const rowsWanted = 'HOLOSCOPE_BENCH_ROWS'

/** A result of a program of this folder: a line to read, or a row of the bench's table. */
export function tell(row: Row): void {
  console.log(process.env[rowsWanted] ? JSON.stringify(row) : asLine(row))
}

function asLine({ what, unit, ours, goal, note }: Row): string {
  const value = ours === null ? '' : withUnit(ours, unit).padStart(10)
  const rest = [note, goal && `${goal.text} ${goal.met ? 'met' : 'missed'}`].filter(Boolean).join('; ')
  return `${what.padEnd(58)} ${value}${rest && `   ${rest}`}`
}

/** The row in a line of a program's output; null where it is something else. */
export function readRow(line: string): Row | null {
  if (!line.startsWith('{')) return null
  return rowSchema.parse(JSON.parse(line))
}
