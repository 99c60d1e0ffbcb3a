import { analysisEventSchema, type AnalysisRequest, type AnalysisResult } from '../../shared/analysis.ts'
import { storedAnalysis } from '../../engine/analysis/stored-analysis.ts'
import { listCheckpoints } from '../../engine/run-folder/checkpoints.ts'
import { Problem } from '../../shared/problem.ts'
import type { AnalysisProcess, AnalysisSpawner } from './analysis-process.ts'
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

  #draw(job: Job, id: string, request: AnalysisRequest & { step: number }): Promise<AnalysisResult> {
    const { runs, events, spawner } = this.#options
    if (job.cancelled) throw cancelled()
    const { kind, step, seed } = request
    return new Promise((resolve, reject) => {
      const process = (job.process = spawner(runs.folderOf(id), request))
      process.onMessage((message) => {
        const parsed = analysisEventSchema.safeParse(message)
        if (!parsed.success) {
          console.error(`The analysis of ${id} said something that is not an event: ${JSON.stringify(message)?.slice(0, 500)}`)
          return
        }
        const event = parsed.data
        switch (event.type) {
          case 'progress':
            events.publish({ type: 'analysis', id, kind, step, seed, share: event.share })
            return
          case 'done':
            for (const artifact of event.result.artifacts) events.publish({ type: 'artifact', id, artifact })
            resolve(event.result)
            return
          case 'failed':
            reject(new Problem(event.problem.code, event.problem.message, event.problem.action))
        }
      })
      // After a result this changes nothing: the promise is settled.
      process.onExit((words) => reject(job.cancelled ? cancelled() : new Problem(
        'AnalysisEnded', `The process that draws the pictures ended before it had them. Its last words: ${words}`, 'The run is not affected. Try again; with less memory in use if it was killed.',
      )))
    })
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
