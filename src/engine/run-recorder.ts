import type { MetricsLine, Progress, RunState } from '../shared/run.ts'
import type { CheckpointFacts } from './run-folder/checkpoints.ts'
import type { StudyArtifact, StudyState } from './study.ts'

/** Where a run stands, for `status.json`. */
export interface RunPosition {
  state: RunState
  step: number
  totalSteps: number
  elapsedSeconds: number
  /** For `failed`: a sentence for people. */
  reason?: string
}

/**
 * Where the training loop leaves what it makes. Each call resolves once it is in the run folder (a checkpoint: on the disk),
 * and things arrive there in the order of the calls, also of calls that were not waited for: a checkpoint of step n stands
 * behind every line and picture up to n. After a write that failed nothing more is written, and every later call fails likewise.
 * The arrays handed over are not changed afterwards.
 */
export interface RunRecorder {
  position(position: RunPosition): Promise<void>
  metrics(line: MetricsLine): Promise<void>
  artifacts(artifacts: readonly StudyArtifact[]): Promise<void>
  checkpoint(facts: CheckpointFacts, state: StudyState): Promise<void>
  /** For the interface alone; never written. */
  progress(progress: Progress): void
}
