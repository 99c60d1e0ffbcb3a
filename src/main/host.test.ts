import { type ChildProcess, fork } from 'node:child_process'
import { once } from 'node:events'
import { mkdtemp, readdir, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest'
import { lockOwner } from '../engine/files/lock.ts'
import { fingerprint, smallestConfig } from '../engine/trainer/trainer.test-helper.ts'
import type { HostEvent } from '../shared/contract.ts'
import type { RunState } from '../shared/run.ts'
import { createHost, type Host, type HostOptions } from './host.ts'
import { spawnWithNode, type TrainerProcess } from './services/trainer-process.ts'

/** The host with real trainers: the queue, commands, and what a killed trainer or a killed host leaves behind. */
let parent: string
let expected: Awaited<ReturnType<typeof fingerprint>>
const hosts: Host[] = []
const patience = 180_000

beforeAll(async () => {
  parent = await mkdtemp(join(tmpdir(), 'holoscope-host-'))
  const host = await start('reference')
  const { id } = await host.startRun(smallestConfig)
  expect(await host.trainers.whenEnded(id)).toMatchObject({ state: 'done', step: 40 })
  expected = await fingerprint(host.runs.folderOf(id))
}, patience)
afterEach(async () => {
  await Promise.all(hosts.splice(0).map((host) => host.shutdown()))
}, patience)
afterAll(() => rm(parent, { recursive: true, force: true }))

async function start(workspace: string, options: HostOptions = {}): Promise<Host> {
  const host = await createHost({ workspace: join(parent, workspace), ...options })
  hosts.push(host)
  return host
}
/** Resolves with the first event that fits. */
function until(host: Host, fits: (event: HostEvent) => boolean): Promise<HostEvent> {
  return new Promise((resolve) => {
    const stop = host.events.listen((event) => {
      if (!fits(event)) return
      stop()
      resolve(event)
    })
  })
}
const metricsOf = (id: string) => (event: HostEvent) => event.type === 'metrics' && event.id === id

describe('the queue', () => {
  it('trains one run at a time, lets a waiting one be stopped and resumed, and tells windows everything', async () => {
    const host = await start('queue')
    const events: HostEvent[] = []
    host.events.listen((event) => events.push(event))
    const [first, second, third] = [await host.startRun({ ...smallestConfig, title: 'First' }), await host.startRun({ ...smallestConfig, title: 'Second' }), await host.startRun({ ...smallestConfig, title: 'Third' })]
    expect((await host.trainers.stop(second.id)).status).toMatchObject({ state: 'stopped', step: 0 })
    await expect(host.removeRun(first.id)).rejects.toMatchObject({ code: 'RunBusy' })
    await host.removeRun(second.id)
    expect((await host.runs.list()).map(({ title }) => title).sort()).toEqual(['First', 'Third'])
    expect(await host.trainers.whenEnded(first.id)).toMatchObject({ state: 'done' })
    await until(host, metricsOf(third.id))
    await host.trainers.stop(third.id)
    expect(await host.trainers.whenEnded(third.id)).toMatchObject({ state: 'stopped' })

    const states = events.flatMap((event) => (event.type === 'run' ? [`${event.summary.title} ${event.summary.status.state}`] : []))
    expect(states.indexOf('First done')).toBeLessThan(states.indexOf('Third running'))
    const lines = events.flatMap((event) => (event.type === 'metrics' && event.id === first.id ? event.lines : []))
    expect(lines.map(({ kind, step, values }) => ({ kind, step, values }))).toEqual(expected.lines)
    expect(events.filter((event) => event.type === 'artifact' && event.id === first.id)).toHaveLength(6)
    expect(events.some((event) => event.type === 'progress' && event.progress.step === 40)).toBe(true)
    expect((await host.runs.summary(first.id)).latest).toMatchObject({ loss: expect.any(Number), energyDistance: expect.any(Number) })
  }, patience)

  it('of a host that ends stays: the training run is saved as interrupted, the waiting one starts with the next host', async () => {
    const before = await start('restart')
    const first = await before.startRun(smallestConfig)
    const second = await before.startRun({ ...smallestConfig, title: 'Waiting' })
    await until(before, metricsOf(first.id))
    await before.shutdown()
    expect((await before.runs.summary(first.id)).status).toMatchObject({ state: 'interrupted' })
    expect((await before.runs.summary(second.id)).status).toMatchObject({ state: 'queued' })

    const after = await start('restart', { startQueued: true })
    expect(await after.trainers.whenEnded(second.id)).toMatchObject({ state: 'done' })
    await after.trainers.resume(first.id)
    expect(await after.trainers.whenEnded(first.id)).toMatchObject({ state: 'done' })
    const actual = await fingerprint(after.runs.folderOf(first.id))
    expect(actual.lines).toEqual(expected.lines)
    expect(actual.pictures).toEqual(expected.pictures)
    expect(actual.states.at(-1)).toEqual(expected.states.at(-1))
    await expect(after.trainers.resume(first.id)).rejects.toMatchObject({ code: 'RunDone' })
  }, patience)
})

describe('a killed trainer', () => {
  it('makes its run failed, in words; the run resumes from its checkpoint and equals the uninterrupted one', async () => {
    let process: TrainerProcess | null = null
    const host = await start('trainer-killed', { spawner: (...args) => (process = spawnWithNode(...args)) })
    const { id } = await host.startRun(smallestConfig)
    await until(host, (event) => event.type === 'metrics' && event.id === id && event.lines.some(({ step }) => step >= 12))
    process!.kill()
    expect(await host.trainers.whenEnded(id)).toMatchObject({ state: 'failed', step: 8, reason: expect.stringContaining('was killed (SIGKILL)') })
    await host.trainers.resume(id)
    expect(await host.trainers.whenEnded(id)).toMatchObject({ state: 'done' })
    expect(await fingerprint(host.runs.folderOf(id))).toEqual(expected)
  }, patience)
})

describe('a killed host', () => {
  /** A host in a process of its own, training; answers once the first lines are there. */
  async function startHostProcess(workspace: string): Promise<{ host: ChildProcess; id: string; trainer: number }> {
    const script = join(parent, `${workspace}.ts`)
    await writeFile(script, `
      import { createHost } from ${JSON.stringify(new URL('./host.ts', import.meta.url).href)}
      import { spawnWithNode } from ${JSON.stringify(new URL('./services/trainer-process.ts', import.meta.url).href)}
      let trainer
      const host = await createHost({ workspace: ${JSON.stringify(join(parent, workspace))}, spawner: (...args) => (trainer = spawnWithNode(...args)) })
      let told = false
      host.events.listen((event) => {
        if (event.type !== 'metrics' || told) return
        told = true
        process.send({ id: event.id, trainer: trainer.pid })
      })
      await host.startRun(${JSON.stringify(smallestConfig)})
    `)
    const host = fork(script, { execArgv: [] })
    const [{ id, trainer }] = (await once(host, 'message')) as [{ id: string; trainer: number }]
    return { host, id, trainer }
  }
  async function expectState(host: Host, id: string, state: RunState): Promise<void> {
    await expect.poll(async () => (await host.runs.summary(id)).status.state, { timeout: 60_000 }).toBe(state)
  }
  async function kill(victim: ChildProcess): Promise<void> {
    victim.kill('SIGKILL')
    await once(victim, 'exit')
  }

  it('leaves a trainer that saves and ends; the next host finds the run interrupted and goes on, bit for bit', async () => {
    const { host: killed, id } = await startHostProcess('host-killed')
    await kill(killed)
    const host = await start('host-killed')
    // The trainer may still be saving; then the host waits for it.
    await expectState(host, id, 'interrupted')
    const { status } = await host.runs.summary(id)
    expect(status.step).toBeGreaterThanOrEqual(4)
    expect((await host.runs.details(id)).checkpoints[0]).toBe(status.step)
    await host.trainers.resume(id)
    expect(await host.trainers.whenEnded(id)).toMatchObject({ state: 'done' })
    const actual = await fingerprint(host.runs.folderOf(id))
    expect(actual.lines).toEqual(expected.lines)
    expect(actual.pictures).toEqual(expected.pictures)
    expect(actual.states.at(-1)).toEqual(expected.states.at(-1))
  }, patience)

  it('together with its trainer (the power goes): interrupted at the last checkpoint, and goes on bit for bit', async () => {
    const { host: killed, id, trainer } = await startHostProcess('power-cut')
    process.kill(trainer, 'SIGKILL')
    await kill(killed)
    const host = await start('power-cut')
    // A killed process with threads and much memory takes a moment to be gone; until then the host watches it.
    await expectState(host, id, 'interrupted')
    expect((await host.runs.list()).map((row) => row.id)).toEqual([id])
    await host.trainers.resume(id)
    expect(await host.trainers.whenEnded(id)).toMatchObject({ state: 'done' })
    expect(await fingerprint(host.runs.folderOf(id))).toEqual(expected)
  }, patience)
})

describe('two hosts on one workspace', () => {
  it('the second leaves the runs and the queue of the first alone, and takes over when the first has gone', async () => {
    const first = await start('shared')
    const { id } = await first.startRun(smallestConfig)
    await until(first, metricsOf(id))
    const second = await start('shared', { startQueued: true })
    expect((await second.runs.summary(id)).status.state).toBe('running')
    await expect(second.trainers.resume(id)).rejects.toMatchObject({ code: 'RunBusy' })
    expect(await first.trainers.whenEnded(id)).toMatchObject({ state: 'done' })
    expect((await second.runs.summary(id)).status.state).toBe('done')
    await first.shutdown()
    await second.shutdown()
    expect(await lockOwner(join(parent, 'shared', 'host-lock.json'))).toBeNull()
    expect(await readdir(join(parent, 'shared', 'runs'))).toHaveLength(1)
  }, patience)
})
