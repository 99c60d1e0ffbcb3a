import { createHash } from 'node:crypto'
import { mkdir, readdir, readFile, rm, stat } from 'node:fs/promises'
import { join } from 'node:path'
import { z } from 'zod'
import { renameDurably, syncFolder, temporaryName, writeFileDurably } from '../files/atomic-write.ts'
import { decodeSafetensors, encodeSafetensors } from '../formats/safetensors.ts'
import type { StudyState } from '../study.ts'
import { checkpointName, checkpointStep, runFiles } from './layout.ts'
import { readJson } from './read-json.ts'

/**
 * `checkpoints/step-000500/` holds `state.safetensors` and `manifest.json`. It is built under a temporary name and renamed,
 * and it counts only if every file has the length and the SHA-256 of its manifest: which checkpoint is the latest is found
 * by looking, never by a pointer that a crash could leave behind.
 */
export const manifestSchema = z.object({
  version: z.literal(1),
  step: z.int().min(0),
  totalSteps: z.int().min(1),
  /** Seconds of training up to this step, over all sessions. */
  elapsedSeconds: z.number().min(0),
  files: z.record(z.string(), z.object({ bytes: z.int(), sha256: z.string().regex(/^[0-9a-f]{64}$/) })),
})
export type CheckpointManifest = z.infer<typeof manifestSchema>

const stateFile = 'state.safetensors'
const manifestFile = 'manifest.json'

export interface CheckpointFacts {
  step: number
  totalSteps: number
  elapsedSeconds: number
}

/** Returns once the checkpoint is on the disk under its name. */
export async function writeCheckpoint(folder: string, facts: CheckpointFacts, state: StudyState): Promise<void> {
  const checkpoints = join(folder, runFiles.checkpoints)
  const target = join(checkpoints, checkpointName(facts.step))
  await mkdir(checkpoints, { recursive: true })
  const temporary = temporaryName(target)
  try {
    await mkdir(temporary)
    const bytes = encodeSafetensors(state)
    await writeFileDurably(join(temporary, stateFile), bytes)
    const manifest: CheckpointManifest = {
      version: 1, ...facts, files: { [stateFile]: { bytes: bytes.byteLength, sha256: sha256(bytes) } },
    }
    await writeFileDurably(join(temporary, manifestFile), `${JSON.stringify(manifest, null, 2)}\n`)
    await syncFolder(temporary)
    await removeCheckpoint(target) // a broken one, or the same state saved before
    await renameDurably(temporary, target)
  } catch (error) {
    await rm(temporary, { recursive: true, force: true }).catch(() => undefined)
    throw error
  }
}

export interface LoadedCheckpoint {
  manifest: CheckpointManifest
  state: StudyState
}

/** The newest checkpoint whose every byte is as it was written, and why newer ones were passed over. */
export async function loadLatestCheckpoint(folder: string): Promise<{ checkpoint: LoadedCheckpoint | null; passedOver: string[] }> {
  const passedOver: string[] = []
  for (const step of await checkpointSteps(folder)) {
    const read = await loadCheckpoint(folder, step)
    if ('checkpoint' in read) return { checkpoint: read.checkpoint, passedOver }
    passedOver.push(`${checkpointName(step)}: ${read.reason}`)
  }
  return { checkpoint: null, passedOver }
}

/** The checkpoint of a step, or why it is not whole. */
export async function loadCheckpoint(folder: string, step: number): Promise<{ checkpoint: LoadedCheckpoint } | { reason: string }> {
  const path = join(folder, runFiles.checkpoints, checkpointName(step))
  const manifest = await readJson(join(path, manifestFile), manifestSchema)
  if (!('value' in manifest)) return manifest
  if (manifest.value.step !== step) return { reason: `${manifestFile} is that of step ${manifest.value.step}` }
  const expected = manifest.value.files[stateFile]
  if (!expected) return { reason: `${manifestFile} does not name ${stateFile}` }
  let bytes: Uint8Array
  try {
    bytes = await readFile(join(path, stateFile))
  } catch (error) {
    return { reason: `${stateFile} cannot be read (${(error as NodeJS.ErrnoException).code ?? 'unknown failure'})` }
  }
  if (bytes.byteLength !== expected.bytes) return { reason: `${stateFile} has ${bytes.byteLength} bytes instead of ${expected.bytes}` }
  if (sha256(bytes) !== expected.sha256) return { reason: `${stateFile} was changed (its SHA-256 is another one)` }
  return { checkpoint: { manifest: manifest.value, state: decodeSafetensors(bytes) } }
}

/** Steps of the checkpoints whose manifest and lengths fit, newest first; quick, since it reads no state. */
export async function listCheckpoints(folder: string): Promise<CheckpointManifest[]> {
  const found: CheckpointManifest[] = []
  for (const step of await checkpointSteps(folder)) {
    const path = join(folder, runFiles.checkpoints, checkpointName(step))
    const manifest = await readJson(join(path, manifestFile), manifestSchema)
    if (!('value' in manifest) || manifest.value.step !== step) continue
    const sizes = await Promise.all(Object.entries(manifest.value.files).map(async ([name, { bytes }]) =>
      (await stat(join(path, name)).catch(() => null))?.size === bytes))
    if (sizes.every(Boolean)) found.push(manifest.value)
  }
  return found
}

/** Deletes all but the newest `keep`. */
export async function pruneCheckpoints(folder: string, keep: number): Promise<void> {
  for (const step of (await checkpointSteps(folder)).slice(keep)) {
    await removeCheckpoint(join(folder, runFiles.checkpoints, checkpointName(step)))
  }
}

/** Deletes checkpoints beyond a step: they are broken, since a resumed run starts from the newest good one. */
export async function removeCheckpointsAfter(folder: string, step: number): Promise<void> {
  for (const other of await checkpointSteps(folder)) {
    if (other > step) await removeCheckpoint(join(folder, runFiles.checkpoints, checkpointName(other)))
  }
}

/** The manifest goes first, so that a deletion cut short leaves no checkpoint that looks whole. */
async function removeCheckpoint(path: string): Promise<void> {
  await rm(join(path, manifestFile), { force: true })
  await rm(path, { recursive: true, force: true })
}

async function checkpointSteps(folder: string): Promise<number[]> {
  const names = await readdir(join(folder, runFiles.checkpoints)).catch(() => [])
  return names.map(checkpointStep).filter((step) => step !== null).sort((a, b) => b - a)
}

function sha256(bytes: Uint8Array): string {
  return createHash('sha256').update(bytes).digest('hex')
}
