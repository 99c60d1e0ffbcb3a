import { Problem } from '../shared/problem.ts'
import type { AnyRunConfig } from '../shared/run-config.ts'
import { loadBackend, type LoadedBackend } from './backends/index.ts'
import { loadCheckpoint, loadLatestCheckpoint, type LoadedCheckpoint } from './run-folder/checkpoints.ts'
import { readInputs, requireConfig } from './run-folder/run-inputs.ts'
import { findEngineStudy } from './studies/index.ts'
import type { TrainingSession } from './study.ts'

/** A run's session as it was at a checkpoint: to draw samples from and to measure, not to train on. */
export interface TrainedSession {
  session: TrainingSession
  config: AnyRunConfig
  step: number
  backend: LoadedBackend
}

/**
 * Loads a back end into this thread and a checkpoint of a run folder into a session on it: that of a step, or the newest valid
 * one. Reads the folder only, so it may be read-only, and a training may go on in it. The caller disposes the session.
 */
export async function openTrainedSession(folder: string, step: number | null = null): Promise<TrainedSession> {
  const config = await requireConfig(folder)
  const study = findEngineStudy(config.study)
  if (!study) throw new Problem('UnknownStudy', `This version of the lab does not know the study "${config.study}".`, 'Use the version that made the run.')
  const checkpoint = step === null ? await requireLatest(folder) : await requireCheckpoint(folder, step)
  const backend = await loadBackend(config.device.backend, { threads: config.device.threads })
  const session = await study.prepare(config, await readInputs(folder, config))
  session.loadState(checkpoint.state)
  return { session, config, step: checkpoint.manifest.step, backend }
}

async function requireLatest(folder: string): Promise<LoadedCheckpoint> {
  const { checkpoint, passedOver } = await loadLatestCheckpoint(folder)
  if (checkpoint) return checkpoint
  const broken = passedOver.length > 0 ? ` (${passedOver.join('; ')})` : ''
  throw new Problem('NoCheckpoint', `${folder} has no checkpoint that is whole${broken}.`, 'Let it train up to its first checkpoint, then try again.')
}

async function requireCheckpoint(folder: string, step: number): Promise<LoadedCheckpoint> {
  const read = await loadCheckpoint(folder, step)
  if ('checkpoint' in read) return read.checkpoint
  throw new Problem('CheckpointGone', `The checkpoint of step ${step} cannot be used: ${read.reason}.`, 'Choose another one. A training keeps the newest few only.')
}
