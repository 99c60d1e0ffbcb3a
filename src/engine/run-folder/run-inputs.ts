import { createHash } from 'node:crypto'
import { readFile } from 'node:fs/promises'
import { join } from 'node:path'
import { decodeNpy } from '../../shared/npy.ts'
import { Problem } from '../../shared/problem.ts'
import type { AnyRunConfig } from '../../shared/run-config.ts'
import { findStudy } from '../../shared/studies/index.ts'
import type { StudyData } from '../study.ts'
import { loadCheckpoint, loadLatestCheckpoint } from './checkpoints.ts'
import { runFiles } from './layout.ts'
import { readConfig, type RunInputs } from './run-folder.ts'

/** The configuration of a run, or a `Problem` that says why the folder cannot be trained in. */
export async function requireConfig(folder: string): Promise<AnyRunConfig> {
  const config = await readConfig(folder)
  if ('value' in config) return config.value
  throw new Problem('NotARun', `${folder} cannot be used as a run: ${config.reason}.`, 'Choose a folder that the lab made.')
}

/** Reads what the configuration names, from the folder's own copies, and refuses anything else. */
export async function readInputs(folder: string, config: AnyRunConfig): Promise<StudyData> {
  const study = findStudy(config.study)
  const named = study?.dataSet(config)
  const points = named ? await readPoints(folder, named) : null
  if (!study?.start?.(config)) return { points }
  const { config: startConfig, checkpoint } = await readStart(join(folder, runFiles.inputStart), 0)
  return { points, start: { config: startConfig, step: checkpoint.manifest.step, state: checkpoint.state } }
}

/** A run to start another one from: its configuration, and its checkpoint of a step, 0 for the newest that is whole. */
export async function readStart(folder: string, step: number): Promise<NonNullable<RunInputs['start']>> {
  const config = await requireConfig(folder)
  if (step === 0) {
    const { checkpoint } = await loadLatestCheckpoint(folder)
    if (checkpoint) return { config, checkpoint }
    throw new Problem('StartHasNoCheckpoint', `The run in ${folder} has no checkpoint that is whole; nothing can start from it.`, 'Let it train up to its first checkpoint, or choose another run.')
  }
  const read = await loadCheckpoint(folder, step)
  if ('checkpoint' in read) return { config, checkpoint: read.checkpoint }
  throw new Problem('StartHasNoCheckpoint', `The run in ${folder} has no whole checkpoint of step ${step}: ${read.reason}.`, 'Choose another step; 0 takes the newest checkpoint.')
}

async function readPoints(folder: string, named: { id: string; hash: string }): Promise<Float64Array> {
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
  return points
}
