import { join } from 'node:path'
import { lockOwner } from '../../engine/files/lock.ts'
import { runFiles } from '../../engine/run-folder/layout.ts'
import { Problem } from '../../shared/problem.ts'
import type { Progress, Provenance, RunStatus, RunSummary } from '../../shared/run.ts'
import { trainerEventSchema } from '../../shared/trainer-messages.ts'
import type { EventHub } from './event-hub.ts'
import type { Runs } from './runs.ts'
import type { SettingsService } from './settings.ts'
import { describeExit, readLogTail } from './trainer-exit.ts'
import type { TrainerExit, TrainerProcess, TrainerSpawner } from './trainer-process.ts'

export interface TrainersOptions {
  runs: Runs
  events: EventHub
  settings: SettingsService
  spawner: TrainerSpawner
  application: Provenance['application']
  /** Time that a trainer has to save its state when the host goes away, in milliseconds. @default 20000 */
  graceMilliseconds?: number
}

interface ActiveTrainer {
  process: TrainerProcess
  /** Whether it was told to train, last; a paused one keeps its process and gives its place away. */
  wanted: boolean
  /** Latest word on the state; null until the first one. */
  status: RunStatus | null
  progress: Progress | null
  /** When `stop` was asked for, by `performance.now`. */
  stopAsked: number | null
  /** Looks at the clock since the trainer was last heard of. */
  silentChecks: number
  ended: Promise<void>
  /** What is still to be written of its messages. */
  pending: Promise<unknown>
}

const endStates: readonly string[] = ['done', 'stopped', 'interrupted', 'failed']
/** A second `stop` after this long ends the process at once. */
const patienceMilliseconds = 5_000
const checkMilliseconds = 5_000
/** Twelve looks, a minute; counted, not timed, so that a laptop that slept is not taken for a dead trainer. */
const mostSilentChecks = 12

/** Starts, watches and ends trainer processes; keeps the queue. */
export class Trainers {
  readonly #options: TrainersOptions
  readonly #active = new Map<string, ActiveTrainer>()
  #queue: string[] = []
  #commands: Promise<unknown> = Promise.resolve()
  #closing = false
  #watch: NodeJS.Timeout | null = null
  #stopListening: () => void = () => undefined

  constructor(options: TrainersOptions) {
    this.#options = options
  }

  boot(): void {
    this.#watch = setInterval(() => this.#endSilent(), checkMilliseconds)
    this.#watch.unref()
    this.#stopListening = this.#options.events.listen((event) => {
      if (event.type === 'settings') this.#startNext()
    })
  }

  /** Every trainer saves and ends; one that takes too long is killed, and keeps its last checkpoint. Queued runs stay queued. */
  async shutdown(): Promise<void> {
    this.#closing = true
    if (this.#watch) clearInterval(this.#watch)
    this.#stopListening()
    const active = [...this.#active.values()]
    for (const { process } of active) process.send({ type: 'interrupt' })
    const deadline = setTimeout(() => active.forEach(({ process }) => process.kill()), this.#options.graceMilliseconds ?? 20_000)
    await Promise.all(active.map(({ ended }) => ended))
    clearTimeout(deadline)
  }

  progress(id: string): Progress | null {
    return this.#active.get(id)?.progress ?? null
  }

  isActive(id: string): boolean {
    return this.#active.has(id)
  }

  /** Puts a run at the end of the queue, also one whose process is paused, and starts it when its turn comes. */
  enqueue(id: string): Promise<RunSummary> {
    return this.#inTurn(() => this.#enqueue(id))
  }

  pause(id: string): Promise<RunSummary> {
    return this.#inTurn(async () => {
      if (this.#leaveQueue(id)) return await this.#options.runs.setState(id, 'paused')
      const trainer = this.#active.get(id)
      if (!trainer) throw new Problem('RunIdle', 'The run is not training.', 'Resume it first.')
      trainer.wanted = false
      trainer.process.send({ type: 'pause' })
      return await this.#options.runs.summary(id)
    })
  }

  /** A paused run goes on when there is room; until then it waits with its process, as others do without one. */
  resume(id: string): Promise<RunSummary> {
    return this.#inTurn(async () => {
      const trainer = this.#active.get(id)
      if (trainer?.stopAsked != null) throw new Problem('RunBusy', 'The run is being saved and ends.', 'Resume it when it has stopped.')
      if (trainer && !hasLeftItsPlace(trainer)) {
        trainer.wanted = true
        trainer.process.send({ type: 'resume' })
        return await this.#options.runs.summary(id)
      }
      if (!trainer) await this.#requireResumable(id)
      return await this.#enqueue(id)
    })
  }

  /** Saves and ends. Asked again after a while (a step or an evaluation can take long), ends at the last checkpoint. */
  stop(id: string): Promise<RunSummary> {
    return this.#inTurn(async () => {
      const waited = this.#leaveQueue(id)
      const trainer = this.#active.get(id)
      if (trainer) {
        const now = performance.now()
        if (trainer.stopAsked !== null && now - trainer.stopAsked > patienceMilliseconds) trainer.process.kill()
        else trainer.process.send({ type: 'stop' })
        trainer.stopAsked ??= now
      } else if (waited || (await this.#options.runs.summary(id)).status.state === 'paused') {
        return await this.#options.runs.setState(id, 'stopped')
      } else throw new Problem('RunIdle', 'The run is not training.')
      return await this.#options.runs.summary(id)
    })
  }

  /** Resolves with the last state once the run neither trains nor waits. */
  async whenEnded(id: string): Promise<RunStatus> {
    while (this.#active.has(id) || (this.#queue.includes(id) && !this.#closing)) {
      const trainer = this.#active.get(id)
      if (trainer) await trainer.ended
      else await new Promise<void>((resume) => {
        const stop = this.#options.events.listen((event) => {
          if (event.type !== 'run' || event.summary.id !== id) return
          stop()
          resume()
        })
      })
    }
    return (await this.#options.runs.summary(id)).status
  }

  /** One command after the other, so that what is written of a state is never older than what was asked last. */
  #inTurn(command: () => Promise<RunSummary>): Promise<RunSummary> {
    const answer = this.#commands.then(command)
    this.#commands = answer.catch(() => undefined)
    return answer
  }

  async #enqueue(id: string): Promise<RunSummary> {
    if (this.#closing) throw new Problem('Closing', 'The lab is closing.')
    const trainer = this.#active.get(id)
    if (!this.#queue.includes(id) && (!trainer || hasLeftItsPlace(trainer))) {
      // Written before its turn can come: what the trainer says of itself is newer.
      await this.#options.runs.setState(id, 'queued')
      this.#queue.push(id)
    }
    this.#startNext()
    return await this.#options.runs.summary(id)
  }

  async #requireResumable(id: string): Promise<void> {
    const summary = await this.#options.runs.summary(id)
    if (summary.broken) throw new Problem('RunBroken', summary.broken, 'It can be looked at, and removed.')
    if (summary.status.state === 'done') throw new Problem('RunDone', 'The run has taken all its steps.', 'Start a new run from its configuration, with more steps.')
    const owner = await lockOwner(join(this.#options.runs.folderOf(id), runFiles.lock))
    if (owner) throw new Problem('RunBusy', `Process ${owner.pid} on ${owner.host} is still training this run, or saving it.`, 'Try again when it has ended.')
  }

  /** Takes a run out of the queue. */
  forget(id: string): void {
    this.#leaveQueue(id)
  }

  #leaveQueue(id: string): boolean {
    const waiting = this.#queue.includes(id)
    this.#queue = this.#queue.filter((other) => other !== id)
    return waiting
  }

  /** Starts waiting runs while there is room; a paused run leaves its place to the next. */
  #startNext(): void {
    if (this.#closing) return
    const training = [...this.#active.values()].filter((trainer) => !hasLeftItsPlace(trainer)).length
    for (let free = this.#options.settings.current.concurrentRuns - training; free > 0; free--) {
      const id = this.#queue.shift()
      if (id === undefined) return
      const paused = this.#active.get(id)
      if (paused) {
        paused.wanted = true
        paused.process.send({ type: 'resume' })
      } else this.#start(id)
    }
  }

  #start(id: string): void {
    const { runs, events, spawner, application } = this.#options
    const process = spawner(runs.folderOf(id), application)
    let ended: () => void = () => undefined
    const trainer: ActiveTrainer = {
      process, wanted: true, status: null, progress: null, stopAsked: null, silentChecks: 0, pending: Promise.resolve(),
      ended: new Promise((resume) => (ended = resume)),
    }
    this.#active.set(id, trainer)
    process.onMessage((message) => {
      trainer.silentChecks = 0
      const parsed = trainerEventSchema.safeParse(message)
      if (!parsed.success) {
        console.error(`The trainer of ${id} said something that is not an event: ${JSON.stringify(message)?.slice(0, 500)}`)
        return
      }
      const event = parsed.data
      switch (event.type) {
        case 'heartbeat': return
        case 'progress':
          trainer.progress = event.progress
          events.publish({ type: 'progress', id, progress: event.progress })
          return
        case 'metrics':
          runs.addMetrics(id, event.lines)
          events.publish({ type: 'metrics', id, lines: event.lines })
          return
        case 'artifact':
          events.publish({ type: 'artifact', id, artifact: event.artifact })
          return
        case 'status':
          trainer.status = event.status
          trainer.pending = trainer.pending.then(() => runs.trainerSays(id, event.status)).catch((error: unknown) => console.error(error))
          this.#startNext()
      }
    })
    process.onExit((exit) => {
      trainer.pending
        .then(() => this.#settle(id, trainer, exit))
        .catch((error: unknown) => console.error(error))
        .finally(() => {
          this.#active.delete(id)
          ended()
          this.#startNext()
        })
    })
  }

  /** Gives a run its last state when its process has ended without one. */
  async #settle(id: string, trainer: ActiveTrainer, exit: TrainerExit): Promise<void> {
    const { runs } = this.#options
    // It waited with its process: the next host takes it up where it was saved.
    if (this.#closing && this.#queue.includes(id)) return void await runs.setState(id, 'queued')
    this.#leaveQueue(id)
    if (trainer.status && endStates.includes(trainer.status.state)) return
    if (trainer.stopAsked !== null) await runs.setState(id, 'stopped')
    else if (this.#closing) await runs.setState(id, 'interrupted')
    else await runs.setState(id, 'failed', describeExit(exit, await readLogTail(runs.folderOf(id))))
  }

  #endSilent(): void {
    for (const [id, trainer] of this.#active) {
      if (++trainer.silentChecks < mostSilentChecks) continue
      console.error(`The trainer of ${id} (process ${trainer.process.pid}) has not been heard of for a minute and is ended.`)
      trainer.process.kill()
    }
  }
}

/** Paused, and not asked to go on: another run may train meanwhile. Word of a pause may arrive after the wish to go on. */
function hasLeftItsPlace({ wanted, status }: ActiveTrainer): boolean {
  return !wanted && status?.state === 'paused'
}
