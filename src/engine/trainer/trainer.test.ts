import { watch } from 'node:fs'
import { mkdir, mkdtemp, readdir, readFile, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { isTemporaryName } from '../files/atomic-write.ts'
import { readProvenance } from '../run-folder/run-folder.ts'
import { createSmallestRun, fingerprint, requireStatus, startTrainer } from './trainer.test-helper.ts'

/** Every test here trains the real study with the real back end, in processes of their own. */
let parent: string
let whole: string
let expected: Awaited<ReturnType<typeof fingerprint>>

beforeAll(async () => {
  parent = await mkdtemp(join(tmpdir(), 'holoscope-trainer-'))
  whole = join(parent, 'whole')
  await createSmallestRun(whole)
  const { code, stderr } = await startTrainer(whole).ended
  expect(code, stderr).toBe(0)
  expected = await fingerprint(whole)
}, 180_000)
afterAll(() => rm(parent, { recursive: true, force: true }))

describe('an undisturbed run', () => {
  it('ends as done, with its lines, checkpoints, pictures and provenance, and without temporary files or a lock', async () => {
    expect(await requireStatus(whole)).toMatchObject({ state: 'done', step: 40, totalSteps: 40 })
    expect(expected.lines.filter(({ kind }) => kind === 'train')).toHaveLength(10)
    expect(expected.lines.filter(({ kind }) => kind === 'evaluate')).toHaveLength(4)
    expect(expected.states.map(([name]) => name)).toEqual([24, 32, 40].map((step) => join(`step-0000${step}`, 'state.safetensors')))
    const provenance = await readProvenance(whole)
    expect('value' in provenance && provenance.value).toMatchObject({ seed: 1, sessions: [{ fromStep: 0, toStep: 40, ended: expect.any(String) }] })
    const names = await readdir(whole, { recursive: true })
    expect(names.filter((name) => name.includes('.tmp-') || name === 'lock.json')).toEqual([])
  })
})

describe('SIGKILL', () => {
  it('in a first life, while logging, while a checkpoint is written, and while a picture is written: the resumed run equals the uninterrupted one bit for bit', async () => {
    const folder = join(parent, 'killed')
    await createSmallestRun(folder)

    const first = startTrainer(folder)
    await first.until((event) => event.type === 'metrics' && event.lines.some(({ step }) => step >= 4))
    first.process.kill('SIGKILL')
    expect(await first.ended).toMatchObject({ signal: 'SIGKILL' })
    expect(await requireStatus(folder)).toMatchObject({ state: 'running' })

    // At the instant at which a temporary folder appears among the checkpoints, its state is being written.
    await killAtFirst(folder, 'checkpoints')
    await killAtFirst(folder, 'artifacts')

    const logging = startTrainer(folder)
    await logging.until((event) => event.type === 'metrics' && event.lines.some(({ step, kind }) => step >= 20 && kind === 'train'))
    logging.process.kill('SIGKILL')
    await logging.ended

    expect(await startTrainer(folder).ended).toMatchObject({ code: 0 })
    expect(await fingerprint(folder)).toEqual(expected)
    expect(await requireStatus(folder)).toMatchObject({ state: 'done', step: 40 })
  }, 180_000)

  /** Kills a life of the trainer as soon as it begins to write into one of its folders; what is left is half-written. */
  async function killAtFirst(folder: string, place: string): Promise<void> {
    await mkdir(join(folder, place), { recursive: true })
    const before = new Set(await readdir(join(folder, place)))
    const trainer = startTrainer(folder)
    await new Promise<void>((resolve) => {
      const watcher = watch(join(folder, place), (_change, name) => {
        if (name === null || !isTemporaryName(name) || before.has(name)) return
        trainer.process.kill('SIGKILL')
        watcher.close()
        resolve()
      })
    })
    expect(await trainer.ended).toMatchObject({ signal: 'SIGKILL' })
  }
})

describe('commands', () => {
  it('pause holds the run, resume goes on, stop saves and ends; the resumed run equals the uninterrupted one', async () => {
    const folder = join(parent, 'commanded')
    await createSmallestRun(folder)
    const trainer = startTrainer(folder)
    await trainer.until((event) => event.type === 'metrics')
    trainer.send({ type: 'pause' })
    await trainer.until((event) => event.type === 'status' && event.status.state === 'paused')
    const paused = await requireStatus(folder)
    expect(paused.state).toBe('paused')
    const lines = (await readFile(join(folder, 'metrics.jsonl'), 'utf8')).length
    await new Promise((resume) => setTimeout(resume, 200))
    expect((await readFile(join(folder, 'metrics.jsonl'), 'utf8')).length).toBe(lines)
    trainer.send({ type: 'resume' })
    await trainer.until((event) => event.type === 'status' && event.status.state === 'running')
    trainer.send({ type: 'stop' })
    expect(await trainer.ended).toMatchObject({ code: 0 })
    const stopped = await requireStatus(folder)
    expect(stopped.state).toBe('stopped')
    expect((await readdir(join(folder, 'checkpoints'))).at(-1)).toBe(`step-${String(stopped.step).padStart(6, '0')}`)

    expect(await startTrainer(folder).ended).toMatchObject({ code: 0 })
    const actual = await fingerprint(folder)
    expect(actual.lines).toEqual(expected.lines)
    expect(actual.pictures).toEqual(expected.pictures)
    expect(actual.states.at(-1)).toEqual(expected.states.at(-1))
  }, 180_000)

  it('a host that goes away leaves a saved, interrupted run', async () => {
    const folder = join(parent, 'orphan')
    await createSmallestRun(folder)
    const trainer = startTrainer(folder)
    await trainer.until((event) => event.type === 'metrics')
    trainer.process.disconnect()
    expect(await trainer.ended).toMatchObject({ code: 0 })
    const status = await requireStatus(folder)
    expect(status.state).toBe('interrupted')
    expect((await readdir(join(folder, 'checkpoints'))).at(-1)).toBe(`step-${String(status.step).padStart(6, '0')}`)
  }, 180_000)
})
