import type { DataSet, ImportChoices, TablePreview } from '../../shared/dataset.ts'
import { Problem } from '../../shared/problem.ts'
import type { DataSets } from '../services/data-sets.ts'
import { type Output, usageProblem } from './command.ts'

/** Dropped rows that are named one by one on the terminal; the number of all of them is always said. */
const mostNamed = 20

export interface ImportFileOptions extends ImportChoices {
  /** Two names or two positions from 1, separated by a comma. @default the two that the preview suggests */
  columns?: string
  /** @default the name of the file */
  title?: string
  /** Looks at the recognised file before any of it is kept; may refuse it. */
  check?: (table: TablePreview) => void
}

/** Brings a file into the library of the workspace and tells which rows were left out. */
export async function importFile(dataSets: DataSets, file: string, output: Output, options: ImportFileOptions = {}): Promise<DataSet> {
  const { columns, title, reading, units, check } = options
  const handle = await dataSets.open(file)
  const table = await dataSets.preview(handle, reading)
  check?.(table)
  const names = table.columns.map(({ name }) => name)
  const chosen = columns === undefined ? table.suggested : chooseColumns(columns, names)
  const selection = await dataSets.previewColumns(handle, chosen, reading)
  if (selection.obstacle !== null) throw new Problem('NoSpread', selection.obstacle)
  const subject = table.format === 'picture' ? 'a picture' : `columns ${chosen.map((index) => names[index]).join(' and ')}`
  output.remark(`${table.fileName}: ${subject}, ${selection.kept} points kept, ${selection.droppedCount} ${selection.droppedCount === 1 ? 'row' : 'rows'} left out.`)
  for (const remark of table.remarks) output.remark(`  ${remark}`)
  for (const { line, reason } of selection.dropped.slice(0, mostNamed)) output.remark(`  line ${line}: ${reason}`)
  if (selection.droppedCount > mostNamed) output.remark(`  and ${selection.droppedCount - mostNamed} more`)
  return await dataSets.import(handle, chosen, title ?? (table.fileName.replace(/\.[^.]+$/, '') || table.fileName), { reading, units })
}

function chooseColumns(columns: string, names: string[]): [number, number] {
  const indices = columns.split(',').map((text) => {
    const byName = names.indexOf(text.trim())
    return byName >= 0 ? byName : Number(text) - 1
  })
  const valid = indices.every((index) => Number.isInteger(index) && index >= 0 && index < names.length)
  if (indices.length !== 2 || !valid || indices[0] === indices[1]) {
    throw usageProblem(`--columns ${columns} does not name two different columns.`, `The file has: ${names.map((name, i) => `${i + 1} ${name}`).join(', ')}.`)
  }
  return [indices[0], indices[1]]
}
