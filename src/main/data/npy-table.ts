import { Problem } from '../../shared/problem.ts'
import { decodeNpy, type NpyArray } from '../../shared/npy.ts'
import { ColumnCounter, explainNumber, SelectionBuilder, type Table, usable } from './table.ts'

const mostColumns = 1000

/** An array `[N, C]` of numbers, C >= 2. Rows are numbered from 1, in place of lines. */
export function openNpyTable(bytes: Uint8Array): Table {
  return openArrayTable(decodeNpy(bytes))
}

/** The same of an array that is read already; its columns may have names. */
export function openArrayTable({ shape, data }: NpyArray, names?: readonly string[]): Table {
  const [count, width] = shape
  if (shape.length !== 2 || width < 2) {
    throw new Problem('WrongShape', `The array has the shape (${shape.join(', ')}); points in the plane are an array of shape (N, 2) or wider.`, remedy(shape))
  }
  if (count === 0) throw new Problem('EmptyFile', 'The array holds no rows.', 'Choose a file with two columns of numbers.')
  if (width > mostColumns) {
    throw new Problem('TooManyColumns', `The array has the shape (${shape.join(', ')}), more than ${mostColumns} columns.`, count === 2 ? remedy(shape) : 'Save the two columns that you need.')
  }
  const columnNames = Array.from({ length: width }, (_, i) => names?.[i] ?? `column ${i + 1}`)
  return {
    format: 'npy',
    columnNames,
    summarise() {
      const counters = columnNames.map(() => new ColumnCounter())
      for (let i = 0; i < data.length; i++) counters[i % width].add(usable(data[i]))
      return { rows: count, columns: counters.map((counter) => counter.finish()) }
    },
    select(x, y) {
      const builder = new SelectionBuilder()
      for (let row = 0; row < count; row++) {
        const values = [data[row * width + x], data[row * width + y]]
        const bad = [0, 1].filter((i) => Number.isNaN(usable(values[i])))
        if (bad.length === 0) builder.keep(values[0], values[1])
        else builder.drop(row + 1, () => bad.map((i) => explainNumber(columnNames[i === 0 ? x : y], values[i])).join('; '))
      }
      return builder.finish()
    },
  }
}

function remedy(shape: number[]): string {
  if (shape.length === 2 && shape[0] === 2) return 'Save its transpose: numpy.save(name, a.T).'
  if (shape.length === 1) return 'Save two columns: numpy.save(name, numpy.column_stack([x, y])).'
  return 'Reshape it to (N, 2) before saving.'
}
