import { afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest'
import { Problem } from '../shared/problem.ts'
import { loadBackend } from './backends/index.ts'
import { letOthersRun } from './let-others-run.ts'
import { listCheckpoints } from './run-folder/checkpoints.ts'
import { readMetrics } from './run-folder/metrics.ts'
import { RunControl } from './run-control.ts'
import { fingerprint, live, type LiveOptions, type RunFolders, runFolders, serially } from './run-loop.test-helper.ts'
import { WritesBehind } from './writes-behind.ts'

/** Turns of the event loop that are far more than a training needs for its next step, were it not to wait. */
async function manyTurns(): Promise<void> {
  for (let turn = 0; turn < 100; turn++) await letOthersRun()
}

function gate(): { open: () => void; passed: Promise<void> } {
  let open: () => void = () => undefined
  const passed = new Promise<void>((resolve) => (open = resolve))
  return { open, passed }
}

describe('writes behind a training', () => {
  it('are not waited for, unless there are very many', async () => {
    const writes = new WritesBehind()
    const held = gate()
    for (let i = 0; i < 99; i++) writes.add(held.passed)
    await writes.keepUp()
    writes.add(held.passed)
    let waited = false
    const waiting = writes.keepUp().then(() => (waited = true))
    await manyTurns()
    expect(waited).toBe(false)
    held.open()
    await waiting
  })

  it('tell of the first failure at the next look, also while others are under way', async () => {
    const writes = new WritesBehind()
    writes.add(new Promise(() => undefined))
    writes.add(Promise.reject(new Error('first')))
    writes.add(Promise.reject(new Error('second')))
    await letOthersRun()
    await expect(writes.keepUp()).rejects.toThrow('first')
  })
})

describe('a training with a slow disk', () => {
  let folders: RunFolders
  beforeAll(async () => void (await loadBackend('auto')))
  beforeEach(async () => {
    folders = await runFolders()
  })
  afterEach(() => folders.remove())

  /** A run whose checkpoint of step 16 stays unwritten until it is released. */
  function heldAtStep16(folder: string, options: LiveOptions = {}) {
    const reached = gate()
    const released = gate()
    const seen = { step: 0, ended: false }
    const running = live(folder, {
      ...options,
      onStep: (index) => (seen.step = index + 1),
      wrap: (recorder) => serially(recorder, async ({ method, step, write }) => {
        if (method === 'checkpoint' && step === 16) {
          reached.open()
          await released.passed
        }
        await write()
      }),
    }).finally(() => (seen.ended = true))
    return { running, reached: reached.passed, release: released.open, seen }
  }

  it.each([
    ['checkpoint', 40, 24],
    ['picture', 10, 20],
  ])('goes on while a checkpoint is written, up to the next %s: one such thing at a time', async (_next, evaluateEvery, waitsAt) => {
    const whole = await folders.create('whole')
    await live(whole, { evaluateEvery })
    const folder = await folders.create('run')
    const { running, reached, release, seen } = heldAtStep16(folder, { evaluateEvery })
    await reached
    while (seen.step < waitsAt) await letOthersRun()
    await manyTurns()
    expect(seen.step).toBe(waitsAt)
    release()
    expect(await running).toEqual({ state: 'done', step: 40 })
    expect(await fingerprint(folder)).toEqual(await fingerprint(whole))
  })

  it('killed in that time, goes on from the checkpoint before, with equal bits', async () => {
    const whole = await folders.create('whole')
    await live(whole)
    const folder = await folders.create('run')
    const { running, reached, release, seen } = heldAtStep16(folder)
    await reached
    while (seen.step < 20) await letOthersRun()
    const killed = await folders.copy(folder, 'killed')
    release()
    await running
    // What the training did beyond the snapshot is nowhere on the disk.
    expect((await readMetrics(killed)).at(-1)?.step).toBe(16)
    expect((await listCheckpoints(killed)).map(({ step }) => step)).toEqual([8])
    await live(killed)
    expect(await fingerprint(killed)).toEqual(await fingerprint(whole))
  })

  it.each(['stop', 'interrupt'] as const)('does not %s before both checkpoints are written: the one under way and that of the last step', async (request) => {
    const folder = await folders.create('run')
    const control = new RunControl()
    const { running, reached, release, seen } = heldAtStep16(folder, { control })
    await reached
    control.request = request
    await manyTurns()
    expect(seen.ended).toBe(false)
    release()
    const { step } = await running
    expect(step).toBeLessThan(20)
    expect((await listCheckpoints(folder)).map((checkpoint) => checkpoint.step)).toEqual([...new Set([step, 16, 8])])
  })

  it('ends with the first write that failed; nothing is written after it, and nothing was trained for long', async () => {
    const folder = await folders.create('run')
    let last = 0
    const failing = live(folder, {
      onStep: (index) => (last = index + 1),
      wrap: (recorder) => serially(recorder, ({ method, step, write }) => {
        if (method === 'checkpoint' && step === 16) throw new Problem('DiskFull', 'The disk is full.')
        return write()
      }),
    })
    await expect(failing).rejects.toThrow(new Problem('DiskFull', 'The disk is full.'))
    expect(last).toBeLessThan(24)
    expect((await readMetrics(folder)).at(-1)?.step).toBe(16)
    expect((await listCheckpoints(folder))[0].step).toBe(8)
  })

  it('whose loss runs away tells of the checkpoint that was under way once it is whole', async () => {
    const folder = await folders.create('run')
    let written = false
    const failing = live(folder, {
      poisonAt: 17,
      wrap: (recorder) => serially(recorder, async ({ method, step, write }) => {
        if (method === 'checkpoint' && step === 16) await manyTurns()
        await write()
        written ||= method === 'checkpoint' && step === 16
      }),
    })
    await expect(failing).rejects.toThrow('The last good checkpoint is that of step 16.')
    expect(written).toBe(true)
  })
})
