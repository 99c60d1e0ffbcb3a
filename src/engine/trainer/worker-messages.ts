import type { AnyRunConfig } from '../../shared/run-config.ts'
import type { MetricsLine, Progress, Provenance } from '../../shared/run.ts'
import type { CheckpointFacts } from '../run-folder/checkpoints.ts'
import type { RunOutcome } from '../run-loop.ts'
import type { RunPosition } from '../run-recorder.ts'
import type { StudyArtifact, StudyData, StudyState } from '../study.ts'

/** What the trainer's main thread hands to the thread that computes. */
export interface WorkerInput {
  config: AnyRunConfig
  data: StudyData
  /** Shared memory of the `RunControl`. */
  control: SharedArrayBuffer
  start: { step: number; elapsedSeconds: number; evaluated: boolean }
  /** State of the checkpoint to go on from; null at the start. */
  state: StudyState | null
}

/** What the run folder says of its making. */
export type WorkerFacts = Pick<Provenance, 'backend' | 'dataHash' | 'parameterCount' | 'stepsPerEpoch'> & { totalSteps: number }

export interface PlainProblem {
  code: string
  message: string
  action?: string
}

/** One write that the computing thread asks for; the main thread answers with `WrittenMessage` when it is done. */
export type WriteRequest =
  | { method: 'position'; position: RunPosition }
  | { method: 'metrics'; line: MetricsLine }
  | { method: 'artifacts'; artifacts: readonly StudyArtifact[] }
  | { method: 'checkpoint'; facts: CheckpointFacts; state: StudyState }

export type WorkerMessage =
  | { type: 'ready'; facts: WorkerFacts }
  | { type: 'write'; id: number; request: WriteRequest }
  | { type: 'progress'; progress: Progress }
  | { type: 'warning'; message: string }
  | { type: 'ended'; outcome: RunOutcome }
  /** `stack` is there for defects only. */
  | { type: 'failed'; problem: PlainProblem; stack?: string }

export interface WrittenMessage {
  type: 'written'
  id: number
  /** Absent when the write succeeded. */
  problem?: PlainProblem
}
