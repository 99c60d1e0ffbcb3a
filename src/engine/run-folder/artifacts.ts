import { mkdir, readdir, rm } from 'node:fs/promises'
import { join } from 'node:path'
import { type Artifact, artifactSchema } from '../../shared/run.ts'
import { encodeNpy } from '../../shared/npy.ts'
import { writeFileAtomic } from '../files/atomic-write.ts'
import type { StudyArtifact } from '../study.ts'
import { runFiles } from './layout.ts'
import { readJson } from './read-json.ts'

/** Adds an array to the artifacts of a run. */
export function writeArtifact(folder: string, artifact: StudyArtifact): Promise<Artifact> {
  return writeDescribedArray(join(folder, runFiles.artifacts), artifact)
}

/**
 * An array as `<name>.npy` with its description as `<name>.json` beside it, in any directory. The array goes first: whoever
 * finds the description finds the array whole.
 */
export async function writeDescribedArray(directory: string, { descriptor, shape, data }: StudyArtifact): Promise<Artifact> {
  const artifact = artifactSchema.parse({ ...descriptor, shape })
  const path = join(directory, artifact.file)
  await mkdir(directory, { recursive: true })
  await writeFileAtomic(path, encodeNpy({ shape, data }))
  await writeFileAtomic(descriptionPath(path), `${JSON.stringify(artifact, null, 2)}\n`)
  return artifact
}

/** All described arrays of a run, in the order of their steps. */
export async function readArtifacts(folder: string): Promise<Artifact[]> {
  const path = join(folder, runFiles.artifacts)
  const names = (await readdir(path).catch(() => [])).filter((name) => name.endsWith('.json') && !name.startsWith('.'))
  const reads = await Promise.all(names.map((name) => readJson(join(path, name), artifactSchema)))
  return reads.flatMap((read) => ('value' in read ? [read.value] : [])).sort((a, b) => a.step - b.step || a.file.localeCompare(b.file))
}

/** Deletes what a resumed run is about to draw again; the description first, as it announces the array. */
export async function removeArtifactsAfter(folder: string, step: number): Promise<void> {
  for (const artifact of await readArtifacts(folder)) {
    if (artifact.step <= step) continue
    const path = join(folder, runFiles.artifacts, artifact.file)
    await rm(descriptionPath(path), { force: true })
    await rm(path, { force: true })
  }
}

function descriptionPath(path: string): string {
  return path.replace(/\.npy$/, '.json')
}
