import { stat } from 'node:fs/promises'
import { basename, dirname, extname, join } from 'node:path'
import { runFiles } from '../../engine/run-folder/layout.ts'
import type { DesktopMessage } from '../../shared/desktop.ts'
import { dataExtensions, runFileType } from '../../shared/file-types.ts'
import { Problem } from '../../shared/problem.ts'
import type { Host } from '../host.ts'

/**
 * Opens what the system hands over: a run by its folder, by the file that stands for it or by its configuration; anything that the
 * import reads as a data set. The file stays where it is.
 */
export async function openPath(host: Pick<Host, 'runs' | 'dataSets'>, path: string): Promise<DesktopMessage> {
  const run = await runFolderOf(path)
  if (run !== null) return { type: 'openedRun', id: (await host.runs.open(run)).id }
  if (!dataExtensions.includes(extname(path).slice(1).toLowerCase())) {
    throw new Problem('UnknownFile', `${basename(path)} is neither a run nor a data set.`, `Data sets end in ${dataExtensions.map((name) => `.${name}`).join(', ')}; a run is opened by its folder, or by the ${runFiles.standIn} in it.`)
  }
  return { type: 'openedData', upload: await host.dataSets.open(path), fileName: basename(path) }
}

/** The run folder that a path means, or null. */
async function runFolderOf(path: string): Promise<string | null> {
  const facts = await stat(path).catch(() => null)
  if (!facts) throw new Problem('FileUnreadable', `There is no file ${path}.`, 'It may have been moved or deleted.')
  if (facts.isDirectory()) {
    if (await isFile(join(path, runFiles.config))) return path
    throw new Problem('UnknownFile', `${basename(path)} is not the folder of a run: there is no ${runFiles.config} in it.`, 'Choose the folder that has one.')
  }
  if (runFileType.extensions.includes(extname(path).slice(1).toLowerCase())) return dirname(path)
  const isConfig = basename(path) === runFiles.config && (await isFile(join(dirname(path), runFiles.status)))
  return isConfig ? dirname(path) : null
}

async function isFile(path: string): Promise<boolean> {
  return (await stat(path).catch(() => null))?.isFile() ?? false
}
