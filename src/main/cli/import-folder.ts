import { readdir } from 'node:fs/promises'
import { basename, join, relative, resolve } from 'node:path'
import { type DataSet, mostFolderFiles } from '../../shared/dataset.ts'
import { Problem } from '../../shared/problem.ts'
import type { DataSets } from '../services/data-sets.ts'
import type { Output } from './command.ts'
import { importFile, type ImportFileOptions } from './own-data.ts'

/** What came of the files of a folder. */
export interface FolderReport {
  taken: DataSet[]
  /** Files, by their path in the folder, and why each was not taken. */
  refused: { file: string; reason: string }[]
}

/** Each file of a folder that can be read becomes a data set of its own; the others are named with the reason. */
export async function importFolder(dataSets: DataSets, folder: string, output: Output, options: ImportFileOptions): Promise<FolderReport> {
  const report: FolderReport = { taken: [], refused: [] }
  for (const path of await filesOf(folder)) {
    const file = relative(folder, path)
    try {
      // The path in the folder tells data sets of equal file names apart.
      report.taken.push(await importFile(dataSets, path, output, { ...options, title: file.replace(/\.[^.]+$/, '') || file }))
    } catch (error) {
      if (!(error instanceof Problem)) throw error
      refuse(report, output, file, `${error.message} ${error.action ?? ''}`.trim())
    }
  }
  return report
}

/** The pictures of a folder become one data set, the mean of their densities. */
export async function importFolderTogether(dataSets: DataSets, folder: string, output: Output, { title, reading }: ImportFileOptions): Promise<FolderReport> {
  const files = await filesOf(folder)
  const name = basename(resolve(folder))
  const uploads = await Promise.all(files.map((path) => dataSets.open(path)))
  const { dataSet, refused } = await dataSets.importPictures({ uploads, folder: name, title: title ?? name, picture: reading?.picture })
  const report: FolderReport = { taken: [dataSet], refused: [] }
  output.remark(`${files.length - refused.length} pictures as one, ${dataSet.count} points.`)
  for (const { index, reason } of refused) refuse(report, output, relative(folder, files[index]), reason)
  return report
}

function refuse(report: FolderReport, output: Output, file: string, reason: string): void {
  report.refused.push({ file, reason })
  output.remark(`${file}: not taken. ${reason}`)
}

/** Paths of the files below a folder in the order of their names; hidden ones and links are left aside. */
async function filesOf(folder: string): Promise<string[]> {
  const files: string[] = []
  const visit = async (path: string): Promise<void> => {
    const entries = await readdir(path, { withFileTypes: true })
    for (const entry of entries.toSorted((a, b) => a.name.localeCompare(b.name, 'en', { numeric: true }))) {
      if (entry.name.startsWith('.')) continue
      if (entry.isDirectory()) await visit(join(path, entry.name))
      else if (entry.isFile()) files.push(join(path, entry.name))
      if (files.length > mostFolderFiles) {
        throw new Problem('TooManyFiles', `The folder holds more than ${mostFolderFiles} files.`, 'Import its parts one by one.')
      }
    }
  }
  await visit(folder)
  if (files.length === 0) throw new Problem('EmptyFolder', 'There are no files in this folder.', 'Choose a folder with tables or pictures.')
  return files
}
