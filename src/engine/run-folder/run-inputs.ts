import { createHash } from 'node:crypto'
import { readFile } from 'node:fs/promises'
import { join } from 'node:path'
import { decodeNpy } from '../../shared/npy.ts'
import { Problem } from '../../shared/problem.ts'
import type { AnyRunConfig } from '../../shared/run-config.ts'
import { findStudy } from '../../shared/studies/index.ts'
import type { StudyData } from '../study.ts'
import { runFiles } from './layout.ts'
import { readConfig } from './run-folder.ts'

/** The configuration of a run, or a `Problem` that says why the folder cannot be trained in. */
export async function requireConfig(folder: string): Promise<AnyRunConfig> {
  const config = await readConfig(folder)
  if ('value' in config) return config.value
  throw new Problem('NotARun', `${folder} cannot be used as a run: ${config.reason}.`, 'Choose a folder that the lab made.')
}

/** Reads the points that the configuration names, from the folder's own copy, and refuses any others. */
export async function readInputs(folder: string, config: AnyRunConfig): Promise<StudyData> {
  const named = findStudy(config.study)?.dataSet(config)
  if (!named) return { points: null }
  const path = join(folder, runFiles.inputPoints)
  let bytes: Uint8Array
  try {
    bytes = await readFile(path)
  } catch {
    throw new Problem('DataMissing', `The points of the data set "${named.id}" are not in the run folder (${path}).`,
      'Copy the whole run folder, or start a new run with the data set from the library.')
  }
  const { data } = decodeNpy(bytes)
  const points = data instanceof Float64Array ? data : Float64Array.from(data, Number)
  const hash = createHash('sha256').update(new Uint8Array(points.buffer, points.byteOffset, points.byteLength)).digest('hex')
  if (hash !== named.hash) {
    throw new Problem('DataChanged', `The points in ${path} are not those that the run was made with (their SHA-256 differs).`,
      'Start a new run with the data that you want.')
  }
  return { points }
}
