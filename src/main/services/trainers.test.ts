import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { basename, join } from 'node:path'
import fc from 'fast-check'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { writeStatus } from '../../engine/run-folder/run-folder.ts'
import { anyRunConfigSchema } from '../../shared/run-config.ts'
import type { RunState, RunStatus } from '../../shared/run.ts'
import { findStudy } from '../../shared/studies/index.ts'
import { EventHub } from './event-hub.ts'
import { Runs } from './runs.ts'
import { SettingsService } from './settings.ts'
import type { TrainerExit, TrainerProcess } from './trainer-process.ts'
import { Trainers } from './trainers.ts'
import { openWorkspace } from './workspace.ts'

/**
 * The queue's law over any history of commands. The trainers here obey commands as `run-loop.ts` does, and write their folder as
 * real ones do, but at moments that the test chooses; `host.test.ts` has the real ones.
 */
class ObedientTrainer implements TrainerProcess {
  readonly pid = undefined
  state: RunState = 'running'
  ended = false
  #say: (message: unknown) => void = () => undefined
  #exit: (exit: TrainerExit) => void = () => undefined
  #wishes: ('pause' | 'resume' | 'stop' | 'interrupt')[] = []
  #written: Promise<void> = Promise.resolve()
  #writing = 0
  readonly #folder: string

  constructor(folder: string) {
    this.#folder = folder
  }

  send({ type }: { type: 'pause' | 'resume' | 'stop' | 'interrupt' }): void {
    this.#wishes.push(type)
  }
  onMessage(listener: (message: unknown) => void): void {
    this.#say = listener
  }
  onExit(listener: (exit: TrainerExit) => void): void {
    this.#exit = listener
  }
  kill(): void {
    this.leave()
  }
  leave(): void {
    if (this.ended) return
    this.ended = true
    this.#exit({ code: 0, signal: null })
  }
  /** Whether it has nothing left to obey or to write. */
  get isIdle(): boolean {
    return this.#wishes.length === 0 && this.#writing === 0
  }
  /** Does what it was told since the last look; resolves when its folder says so. */
  async obey(): Promise<void> {
    await this.#written
    for (const wish of this.#wishes.splice(0)) {
      if (this.ended) return
      if (wish === 'pause' && this.state === 'running') await this.become('paused')
      if (wish === 'resume' && this.state === 'paused') await this.become('running')
      if (wish === 'stop' || wish === 'interrupt') {
        await this.become(wish === 'stop' ? 'stopped' : 'interrupted')
        this.leave()
      }
    }
  }
  become(state: RunState): Promise<void> {
    if (this.ended) return this.#written
    this.state = state
    const status: RunStatus = { state, step: 1, totalSteps: 9, updated: new Date().toISOString(), elapsedSeconds: 1 }
    this.#writing++
    this.#written = this.#written.then(() => writeStatus(this.#folder, status)).then(() => {
      this.#writing--
      this.#say({ type: 'status', status })
    })
    return this.#written
  }
}

let root: string
beforeEach(async () => {
  root = await mkdtemp(join(tmpdir(), 'holoscope-queue-'))
})
afterEach(() => rm(root, { recursive: true, force: true }))

let labs = 0
async function makeLab(places: number) {
  const workspace = await openWorkspace(join(root, String(labs++)))
  const events = new EventHub()
  const settings = new SettingsService(workspace.settings, events)
  await settings.boot()
  await settings.update({ concurrentRuns: places })
  const runs = new Runs({ workspace, events, pointsFile: (id) => join(workspace.dataSets, id, 'points.npy') })
  const started = new Map<string, ObedientTrainer>()
  const trainers = new Trainers({
    runs, events, settings, application: { name: 'holoscope', version: '0', commit: null },
    spawner: (folder) => {
      const trainer = new ObedientTrainer(folder)
      started.set(folder, trainer)
      void trainer.become('running')
      return trainer
    },
  })
  trainers.boot()
  const config = anyRunConfigSchema.parse(findStudy('holographic-flow')!.config.parse({ study: 'holographic-flow', title: 'Queued' }))
  const create = async () => {
    const { id } = await runs.create(config)
    await trainers.enqueue(id)
    return id
  }
  const trainerOf = (id: string) => started.get(runs.folderOf(id))
  const living = () => [...started.values()].filter(({ ended }) => !ended)
  /** Until nothing is left to be done: every command obeyed, every word written, every ended process taken leave of. */
  const settle = async () => {
    for (;;) {
      for (const trainer of living()) await trainer.obey()
      const leaving = [...started].some(([folder, { ended }]) => ended && trainers.isActive(basename(folder)))
      if (!leaving && living().every(({ isIdle }) => isIdle)) return
      await new Promise((resume) => setImmediate(resume))
    }
  }
  return { runs, trainers, create, trainerOf, living, settle, settings, stateOf: async (id: string) => (await runs.summary(id)).status.state }
}

describe('the queue', () => {
  it('a paused run gives its place away and gets one back in its turn, with the process that it had', async () => {
    const lab = await makeLab(1)
    const [first, second] = [await lab.create(), await lab.create()]
    const process = lab.trainerOf(first)!
    await lab.trainers.pause(first)
    await lab.settle()
    expect([await lab.stateOf(first), await lab.stateOf(second)]).toEqual(['paused', 'running'])
    expect((await lab.trainers.resume(first)).status.state).toBe('queued')
    await lab.settle()
    expect([process.state, await lab.stateOf(first), await lab.stateOf(second)]).toEqual(['paused', 'queued', 'running'])
    await lab.trainers.pause(first)
    await lab.settle()
    expect(await lab.stateOf(first)).toBe('paused')
    await lab.trainers.resume(first)
    lab.trainerOf(second)!.leave()
    await lab.settle()
    expect([process.state, process.ended, await lab.stateOf(first)]).toEqual(['running', false, 'running'])
    expect(lab.trainerOf(first)).toBe(process)
  })

  it('a run that waits with its process is saved when the host ends, and stays in the queue of the next', async () => {
    const lab = await makeLab(1)
    const [first] = [await lab.create(), await lab.create()]
    await lab.trainers.pause(first)
    await lab.settle()
    await lab.trainers.resume(first)
    const down = lab.trainers.shutdown()
    for (const trainer of lab.living()) await trainer.obey()
    await down
    expect(await lab.stateOf(first)).toBe('queued')
  })

  it('never trains more than its places at once, and leaves none empty while a run waits', async () => {
    const command = fc.record({ call: fc.constantFrom('start', 'pause', 'resume', 'stop', 'finish', 'look'), run: fc.nat(3) })
    await fc.assert(fc.asyncProperty(fc.integer({ min: 1, max: 2 }), fc.array(command, { minLength: 4, maxLength: 14 }), async (places, commands) => {
      const lab = await makeLab(places)
      const ids: string[] = [await lab.create(), await lab.create(), await lab.create()]
      const training = () => lab.living().filter(({ state }) => state === 'running').length
      for (const { call, run } of commands) {
        const id = ids[run % ids.length]
        if (call === 'start' && ids.length < 5) ids.push(await lab.create())
        // A command that does not fit the state is refused in words, and changes nothing.
        if (call === 'pause' || call === 'resume' || call === 'stop') await lab.trainers[call](id).catch(() => undefined)
        if (call === 'finish' && lab.trainerOf(id)?.state === 'running') {
          await lab.trainerOf(id)!.become('done')
          lab.trainerOf(id)!.leave()
        }
        if (call === 'look') await lab.settle()
        expect(training()).toBeLessThanOrEqual(places)
      }
      await lab.settle()
      const states = await Promise.all(ids.map((id) => lab.stateOf(id)))
      const waiting = states.filter((state) => state === 'queued').length
      expect(training()).toBe(states.filter((state) => state === 'running').length)
      expect(training()).toBeLessThanOrEqual(places)
      if (waiting > 0) expect(training()).toBe(places)
    }), { numRuns: 25, seed: 7 })
  }, 30_000)
})
