import { join } from 'node:path'
import type { MetricsLine, Progress, RunStatus } from '../../shared/run.ts'
import type { TrainerEvent } from '../../shared/trainer-messages.ts'
import { type LineAppender, openLineAppender } from '../files/append-lines.ts'
import { fileProblem } from '../files/file-problem.ts'
import { SerialQueue } from '../files/serial-queue.ts'
import type { RunPosition, RunRecorder } from '../run-recorder.ts'
import type { StudyArtifact, StudyState } from '../study.ts'
import { writeArtifact } from './artifacts.ts'
import { type CheckpointFacts, pruneCheckpoints, writeCheckpoint } from './checkpoints.ts'
import { runFiles } from './layout.ts'
import { writeStatus } from './run-folder.ts'

export interface FolderRecorderOptions {
  keepCheckpoints: number
  /** Hears of everything once it is written. */
  onEvent?: (event: TrainerEvent) => void
}

/** At most this much of `metrics.jsonl` is lost when the power goes. */
const syncMilliseconds = 1000

/** Writes what a training makes into its folder, one thing after the other; after a failed write, nothing more. */
export class FolderRecorder implements RunRecorder {
  readonly #folder: string
  readonly #lines: LineAppender
  readonly #queue = new SerialQueue()
  readonly #keepCheckpoints: number
  readonly #onEvent: (event: TrainerEvent) => void
  #lastSync = 0

  private constructor(folder: string, lines: LineAppender, options: FolderRecorderOptions) {
    this.#folder = folder
    this.#lines = lines
    this.#keepCheckpoints = options.keepCheckpoints
    this.#onEvent = options.onEvent ?? (() => undefined)
  }

  static async open(folder: string, options: FolderRecorderOptions): Promise<FolderRecorder> {
    try {
      return new FolderRecorder(folder, await openLineAppender(join(folder, runFiles.metrics)), options)
    } catch (error) {
      throw fileProblem(error, 'open the metrics', folder)
    }
  }

  position(position: RunPosition): Promise<void> {
    return this.#write('save the status', () => this.#writeStatus(position))
  }

  metrics(line: MetricsLine): Promise<void> {
    return this.#write(`save the metrics of step ${line.step}`, async () => {
      await this.#lines.append([line])
      if (performance.now() - this.#lastSync > syncMilliseconds) {
        await this.#lines.sync()
        this.#lastSync = performance.now()
      }
      this.#onEvent({ type: 'metrics', lines: [line] })
    })
  }

  artifacts(artifacts: readonly StudyArtifact[]): Promise<void> {
    return this.#write('save the pictures', async () => {
      for (const artifact of artifacts) this.#onEvent({ type: 'artifact', artifact: await writeArtifact(this.#folder, artifact) })
    })
  }

  checkpoint(facts: CheckpointFacts, state: StudyState): Promise<void> {
    return this.#write(`save the checkpoint of step ${facts.step}`, async () => {
      await this.#lines.sync()
      await writeCheckpoint(this.#folder, facts, state)
      await pruneCheckpoints(this.#folder, this.#keepCheckpoints)
    })
  }

  progress(progress: Progress): void {
    this.#onEvent({ type: 'progress', progress })
  }

  /** Waits for what is under way and closes the files; safe after a failed write. */
  async close(): Promise<void> {
    await this.#queue.drained().catch(() => undefined)
    await this.#lines.sync().catch(() => undefined)
    await this.#lines.close().catch(() => undefined)
  }

  async #writeStatus(position: RunPosition): Promise<void> {
    const status: RunStatus = { ...position, updated: new Date().toISOString() }
    await writeStatus(this.#folder, status)
    this.#onEvent({ type: 'status', status })
  }

  #write(what: string, task: () => Promise<void>): Promise<void> {
    return this.#queue.run(() => task().catch((error: unknown) => {
      throw fileProblem(error, what, this.#folder)
    }))
  }
}
