import type { AnalysisRequest, AnalysisResult } from '../../shared/analysis.ts'
import { storedAnalysis } from '../../engine/analysis/stored-analysis.ts'
import { listCheckpoints } from '../../engine/run-folder/checkpoints.ts'
import { Problem } from '../../shared/problem.ts'
import { type AnalysisProcess, type AnalysisSpawner, drawAnalysis } from './analysis-process.ts'
import type { EventHub } from './event-hub.ts'
import type { Runs } from './runs.ts'

export interface AnalysesOptions {
  runs: Runs
  events: EventHub
  spawner: AnalysisSpawner
}

interface Job {
  readonly id: string
  result: Promise<AnalysisResult>
  /** Callers that wait for it; with the last one it goes. */
  callers: number
  cancelled: boolean
  process: AnalysisProcess | null
}

/** Draws pictures of checkpoints on request, one request at a time, each in a process of its own; what was drawn is kept. */
export class Analyses {
  readonly #options: AnalysesOptions
  readonly #jobs = new Map<string, Job>()
  #tail: Promise<unknown> = Promise.resolve()
  #closing = false

  constructor(options: AnalysesOptions) {
    this.#options = options
  }

  async shutdown(): Promise<void> {
    this.#closing = true
    for (const job of this.#jobs.values()) cancel(job)
    await this.#tail
  }

  /** Ends what is drawn for a run; resolves when nothing writes into its folder any more. */
  async forget(id: string): Promise<void> {
    const jobs = [...this.#jobs.values()].filter((job) => job.id === id)
    jobs.forEach(cancel)
    await Promise.allSettled(jobs.map(({ result }) => result))
  }

  /** The pictures of a checkpoint, from the run folder where they are there. Aborted, it leaves the work to others that wait. */
  async analyse(id: string, request: AnalysisRequest, signal?: AbortSignal): Promise<AnalysisResult> {
    const { runs } = this.#options
    const { broken } = await runs.summary(id)
    if (broken) throw new Problem('RunBroken', broken, 'It can be looked at, and removed.')
    const folder = runs.folderOf(id)
    const wanted = { ...request, step: request.step ?? (await newestStep(folder)) }
    const stored = await storedAnalysis(folder, wanted)
    if (stored) return { step: wanted.step, artifacts: stored }
    if (this.#closing || signal?.aborted) throw cancelled()
    const key = JSON.stringify([id, wanted.kind, wanted.step, wanted.seed])
    const running = this.#jobs.get(key)
    const job = running && !running.cancelled ? running : this.#queue(key, id, wanted)
    job.callers++
    let leave: () => void = () => undefined
    const left = new Promise<never>((_, reject) => {
      leave = () => {
        if (--job.callers === 0) cancel(job)
        reject(cancelled())
      }
    })
    signal?.addEventListener('abort', leave, { once: true })
    try {
      return await Promise.race([job.result, left])
    } finally {
      signal?.removeEventListener('abort', leave)
    }
  }

  #queue(key: string, id: string, request: AnalysisRequest & { step: number }): Job {
    const job: Job = { id, result: Promise.resolve({ step: request.step, artifacts: [] }), callers: 0, cancelled: false, process: null }
    this.#jobs.set(key, job)
    job.result = this.#tail.then(() => this.#draw(job, id, request)).finally(() => {
      if (this.#jobs.get(key) === job) this.#jobs.delete(key)
    })
    this.#tail = job.result.catch(() => undefined)
    return job
  }

  async #draw(job: Job, id: string, request: AnalysisRequest & { step: number }): Promise<AnalysisResult> {
    const { runs, events, spawner } = this.#options
    if (job.cancelled) throw cancelled()
    const { kind, step, seed } = request
    const drawing = drawAnalysis(spawner, runs.folderOf(id), request, (share) => events.publish({ type: 'analysis', id, kind, step, seed, share }))
    job.process = drawing.process
    const result = await drawing.result.catch((error: unknown) => {
      throw job.cancelled ? cancelled() : error
    })
    for (const artifact of result.artifacts) events.publish({ type: 'artifact', id, artifact })
    return result
  }
}

function cancel(job: Job): void {
  job.cancelled = true
  job.process?.kill()
}

function cancelled(): Problem {
  return new Problem('Cancelled', 'Nobody waits for these pictures any more.', 'Ask for them again.')
}

async function newestStep(folder: string): Promise<number> {
  const [newest] = await listCheckpoints(folder)
  if (newest) return newest.step
  throw new Problem('NoCheckpoint', 'The run has no checkpoint yet.', 'Let it train up to its first one, then try again.')
}
