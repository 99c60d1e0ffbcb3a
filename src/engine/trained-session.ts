import { Problem } from '../shared/problem.ts'
import type { AnyRunConfig } from '../shared/run-config.ts'
import { loadBackend, type LoadedBackend } from './backends/index.ts'
import { loadLatestCheckpoint } from './run-folder/checkpoints.ts'
import { readInputs, requireConfig } from './run-folder/run-inputs.ts'
import { findEngineStudy } from './studies/index.ts'
import type { TrainingSession } from './study.ts'

/** A run's session as it was at its newest checkpoint: to draw samples from and to measure, not to train on. */
export interface TrainedSession {
  session: TrainingSession
  config: AnyRunConfig
  step: number
  backend: LoadedBackend
}

/**
 * Loads a back end into this thread and the newest valid checkpoint of a run folder into a session on it. Reads the folder
 * only, so it may be read-only, and a training may go on in it. The caller disposes the session.
 */
export async function openTrainedSession(folder: string): Promise<TrainedSession> {
  const config = await requireConfig(folder)
  const study = findEngineStudy(config.study)
  if (!study) throw new Problem('UnknownStudy', `This version of the lab does not know the study "${config.study}".`, 'Use the version that made the run.')
  const { checkpoint, passedOver } = await loadLatestCheckpoint(folder)
  if (!checkpoint) {
    const broken = passedOver.length > 0 ? ` (${passedOver.join('; ')})` : ''
    throw new Problem('NoCheckpoint', `${folder} has no checkpoint that is whole${broken}.`, 'Let it train up to its first checkpoint, then try again.')
  }
  const backend = await loadBackend(config.device.backend, { threads: config.device.threads })
  const session = await study.prepare(config, await readInputs(folder, config))
  session.loadState(checkpoint.state)
  return { session, config, step: checkpoint.manifest.step, backend }
}
