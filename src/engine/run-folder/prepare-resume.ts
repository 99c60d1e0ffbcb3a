import { readdir, rm } from 'node:fs/promises'
import { join } from 'node:path'
import { isTemporaryName } from '../files/atomic-write.ts'
import { removeArtifactsAfter } from './artifacts.ts'
import { type LoadedCheckpoint, loadLatestCheckpoint, removeCheckpointsAfter } from './checkpoints.ts'
import { runFiles } from './layout.ts'
import { truncateMetrics } from './metrics.ts'

export interface ResumePoint {
  /** Null for a run that has no valid checkpoint: it starts again from its seed, with the same result. */
  checkpoint: LoadedCheckpoint | null
  /** The step of the checkpoint was evaluated, and its lines and pictures are there. */
  evaluated: boolean
  /** Newer checkpoints that could not be used, and why. */
  passedOver: string[]
}

/**
 * Brings a folder back to its last valid checkpoint: lines, pictures and broken checkpoints beyond it go, since the resumed
 * run writes them again, and so do the temporary files of killed writers. Can itself be killed and repeated.
 */
export async function prepareResume(folder: string): Promise<ResumePoint> {
  const { checkpoint, passedOver } = await loadLatestCheckpoint(folder)
  const step = checkpoint?.manifest.step ?? 0
  await removeTemporaries(folder)
  await removeArtifactsAfter(folder, step)
  const lines = await truncateMetrics(folder, step)
  await removeCheckpointsAfter(folder, checkpoint ? step : -1)
  return { checkpoint, passedOver, evaluated: lines.some((line) => line.kind === 'evaluate' && line.step === step) }
}

async function removeTemporaries(folder: string): Promise<void> {
  for (const place of [folder, join(folder, runFiles.checkpoints), join(folder, runFiles.artifacts)]) {
    for (const name of await readdir(place).catch(() => [])) {
      // A process that asks for the lock right now has its own temporary file here.
      if (isTemporaryName(name) && !name.startsWith(`.${runFiles.lock}`)) await rm(join(place, name), { recursive: true, force: true })
    }
  }
}
