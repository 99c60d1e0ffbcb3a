import type { DataSet } from '../../shared/dataset.ts'
import type { DataSets } from '../services/data-sets.ts'
import { type Output, usageProblem } from './command.ts'

/** Dropped rows that are named one by one on the terminal; the number of all of them is always said. */
const mostNamed = 20

/**
 * Brings a file into the library of the workspace and tells which rows were left out. `columns` are two names or two
 * positions from 1, separated by a comma; without them the two that the preview suggests.
 */
export async function importFile(dataSets: DataSets, file: string, columns: string | undefined, output: Output, title?: string): Promise<DataSet> {
  const handle = await dataSets.open(file)
  const table = await dataSets.preview(handle)
  const names = table.columns.map(({ name }) => name)
  const chosen = columns === undefined ? table.suggested : chooseColumns(columns, names)
  const selection = await dataSets.previewColumns(handle, chosen)
  output.remark(`${table.fileName}: columns ${chosen.map((index) => names[index]).join(' and ')}, ${selection.kept} points kept, ${selection.droppedCount} rows left out.`)
  for (const { line, reason } of selection.dropped.slice(0, mostNamed)) output.remark(`  line ${line}: ${reason}`)
  if (selection.droppedCount > mostNamed) output.remark(`  and ${selection.droppedCount - mostNamed} more`)
  return await dataSets.import(handle, chosen, title ?? (table.fileName.replace(/\.[^.]+$/, '') || table.fileName))
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
