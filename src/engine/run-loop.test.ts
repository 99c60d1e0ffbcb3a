import { cp, mkdir, readFile, rm, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import * as tf from '@tensorflow/tfjs-core'
import { afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest'
import type { Progress } from '../shared/run.ts'
import { loadBackend } from './backends/index.ts'
import { readArtifacts } from './run-folder/artifacts.ts'
import { listCheckpoints } from './run-folder/checkpoints.ts'
import { readMetrics } from './run-folder/metrics.ts'
import { prepareResume } from './run-folder/prepare-resume.ts'
import { readStatus } from './run-folder/run-folder.ts'
import { RunControl, type RunRequest } from './run-control.ts'
import { bound, fingerprint, live, type RunFolders, runFolders, serially } from './run-loop.test-helper.ts'
import type { RunRecorder } from './run-recorder.ts'
import { countDue } from './schedule.ts'

let folders: RunFolders
beforeAll(async () => void (await loadBackend('auto')))
beforeEach(async () => {
  folders = await runFolders()
})
afterEach(() => folders.remove())

/** Sets a request as soon as the recorder hears of a step. */
function requestAt(control: RunControl, step: number, request: RunRequest) {
  return (recorder: RunRecorder): RunRecorder => ({
    ...bound(recorder),
    metrics(line) {
      if (line.step >= step && !control.ending) control.request = request
      return recorder.metrics(line)
    },
  })
}

describe('a training run', () => {
  it('logs, evaluates and saves on schedule, always at the end, and keeps the newest checkpoints', async () => {
    const folder = await folders.create('run')
    expect(await live(folder, { totalSteps: 38 })).toEqual({ state: 'done', step: 38 })
    const lines = await readMetrics(folder)
    expect(lines.filter(({ kind }) => kind === 'train').map(({ step }) => step)).toEqual([4, 8, 12, 16, 20, 24, 28, 32, 36, 38])
    expect(lines.filter(({ kind }) => kind === 'evaluate').map(({ step }) => step)).toEqual([10, 20, 30, 38])
    expect((await listCheckpoints(folder)).map(({ step }) => step)).toEqual([38, 32, 24])
    expect((await readArtifacts(folder)).map(({ step }) => step)).toEqual([0, 10, 20, 30, 38])
  })

  it('learns: the loss of the last line is below the first', async () => {
    const folder = await folders.create('run')
    await live(folder, { totalSteps: 40 })
    const losses = (await readMetrics(folder)).flatMap(({ kind, values }) => (kind === 'train' ? [values.loss] : []))
    expect(losses.at(-1)).toBeLessThan(losses[0])
  })

  it('leaves a metric without a value out of its line', async () => {
    const folder = await folders.create('run')
    await live(folder, { totalSteps: 10 })
    const evaluated = (await readMetrics(folder)).filter(({ kind }) => kind === 'evaluate')
    expect(evaluated.map(({ values }) => Object.keys(values))).toEqual([['last']])
  })
})

describe('a run that is cut', () => {
  it.each([1, 4, 8, 9, 10, 17, 24, 36])('by a stop about step %i and resumed equals the uninterrupted one bit for bit', async (step) => {
    const whole = await folders.create('whole')
    await live(whole)
    const cut = await folders.create('cut')
    const control = new RunControl()
    const outcome = await live(cut, { control, wrap: requestAt(control, step, 'stop') })
    expect(outcome.state).toBe('stopped')
    expect(await live(cut)).toEqual({ state: 'done', step: 40 })
    const [expected, actual] = [await fingerprint(whole), await fingerprint(cut)]
    expect(actual.lines).toEqual(expected.lines)
    expect(actual.pictures).toEqual(expected.pictures)
    // A stop saves at its own step too, which the kept ones may still hold; the last state is the law.
    expect(actual.states.at(-1)).toEqual(expected.states.at(-1))
  })

  it('at every single write, as by SIGKILL, and resumed from what is on the disk, equals the uninterrupted one', async () => {
    const whole = await folders.create('whole')
    await live(whole)
    const expected = await fingerprint(whole)
    // Copies of the folder between any two writes of one run are all that a killed trainer can leave behind.
    const cuts: string[] = []
    const source = await folders.create('source')
    await live(source, {
      wrap: (recorder) => serially(recorder, async ({ method, write }) => {
        await write()
        if (method !== 'position') cuts.push(await folders.copy(source, `cut-${cuts.length}`))
      }),
    })
    expect(cuts.length).toBeGreaterThan(20)
    for (const cut of cuts) {
      // Besides, whatever was under way: a torn line, half a checkpoint, half a picture.
      await writeFile(join(cut, 'metrics.jsonl'), `${await readFile(join(cut, 'metrics.jsonl'), 'utf8').catch(() => '')}{"kind":"tr`)
      await writeFile(join(cut, 'artifacts', '.curve.npy.tmp-1-00'), 'half').catch(() => undefined)
      await mkdir(join(cut, 'checkpoints', '.step-000039.tmp-1-00'), { recursive: true })
      await writeFile(join(cut, 'checkpoints', '.step-000039.tmp-1-00', 'state.safetensors'), 'half')
      await live(cut)
      expect(await fingerprint(cut), cut).toEqual(expected)
    }
  }, 60_000)

  it('goes on from the newest whole checkpoint when later ones are damaged', async () => {
    const whole = await folders.create('whole')
    await live(whole)
    const expected = await fingerprint(whole)
    const damages: [string, (path: string) => Promise<void>][] = [
      ['truncated state', async (path) => writeFile(join(path, 'state.safetensors'), (await readFile(join(path, 'state.safetensors'))).subarray(0, 100))],
      ['one bit flipped', async (path) => {
        const bytes = await readFile(join(path, 'state.safetensors'))
        bytes[bytes.length - 3] ^= 1
        await writeFile(join(path, 'state.safetensors'), bytes)
      }],
      ['no manifest', (path) => rm(join(path, 'manifest.json'))],
      ['no state', (path) => rm(join(path, 'state.safetensors'))],
      ['manifest of zeros', (path) => writeFile(join(path, 'manifest.json'), Buffer.alloc(200))],
    ]
    for (const [name, damage] of damages) {
      const cut = join(folders.parent, name)
      await cp(whole, cut, { recursive: true })
      await damage(join(cut, 'checkpoints', 'step-000040'))
      const { checkpoint, passedOver } = await prepareResume(cut)
      expect(checkpoint?.manifest.step, name).toBe(32)
      expect(passedOver, name).toHaveLength(1)
      await live(cut)
      expect(await fingerprint(cut), name).toEqual(expected)
    }
  })
})

describe('pause', () => {
  it('saves, says so, and goes on in memory with the same result', async () => {
    const whole = await folders.create('whole')
    await live(whole)
    const paused = await folders.create('paused')
    const control = new RunControl()
    let wasPaused = false
    const running = live(paused, {
      control,
      wrap: (recorder) => ({
        ...bound(recorder),
        metrics(line) {
          if (line.step === 12) control.request = 'pause'
          return recorder.metrics(line)
        },
        async position(position) {
          await recorder.position(position)
          if (position.state !== 'paused') return
          wasPaused = true
          const status = await readStatus(paused)
          expect('value' in status && status.value).toMatchObject({ state: 'paused', step: 12 })
          expect((await listCheckpoints(paused))[0].step).toBe(12)
          setTimeout(() => (control.request = 'run'), 30)
        },
      }),
    })
    expect(await running).toEqual({ state: 'done', step: 40 })
    expect(wasPaused).toBe(true)
    const [expected, actual] = [await fingerprint(whole), await fingerprint(paused)]
    expect(actual.lines).toEqual(expected.lines)
    expect(actual.states.at(-1)).toEqual(expected.states.at(-1))
  })

  it('can be ended while it lasts', async () => {
    const control = new RunControl()
    control.request = 'pause'
    setTimeout(() => (control.request = 'interrupt'), 30)
    expect(await live(await folders.create('run'), { control })).toEqual({ state: 'interrupted', step: 0 })
  })
})

describe('failures', () => {
  it('an infinite loss ends the run with its steps and the last good checkpoint, and is never written', async () => {
    const folder = await folders.create('run')
    await expect(live(folder, { poisonAt: 21 })).rejects.toMatchObject({
      code: 'LossNotFinite', message: 'The loss became Infinity between steps 20 and 24. The last good checkpoint is that of step 16.',
      action: expect.stringContaining('learning rate'),
    })
    expect((await readMetrics(folder)).at(-1)?.step).toBe(20)
    expect((await listCheckpoints(folder))[0].step).toBe(16)
  })

  it('weights that run away are not saved', async () => {
    const folder = await folders.create('run')
    await expect(live(folder, { learningRate: 1e30, totalSteps: 40 })).rejects.toMatchObject({ code: 'LossNotFinite' })
    expect(await listCheckpoints(folder)).toEqual([])
  })

  it('a leak is reported once it shows, and a clean session holds as many tensors after step 40 as after step 12', async () => {
    const warnings: string[] = []
    const before = tf.memory().numTensors
    await live(await folders.create('clean'), { warn: (message) => warnings.push(message) })
    expect(warnings).toEqual([])
    expect(tf.memory().numTensors).toBe(before)
    await live(await folders.create('leaking'), { leak: true, warn: (message) => warnings.push(message) })
    expect(warnings[0]).toContain('a leak')
  })

  it('a write that fails ends the run', async () => {
    const failing = live(await folders.create('run'), {
      wrap: (recorder) => ({ ...bound(recorder), checkpoint: () => Promise.reject(new Error('disk')) }),
    })
    await expect(failing).rejects.toThrow('disk')
  })
})

describe('progress', () => {
  it('ends at the last step with nothing left', async () => {
    const seen: Progress[] = []
    await live(await folders.create('run'), { wrap: (recorder) => ({ ...bound(recorder), progress: (progress) => seen.push(progress) }) })
    expect(seen.at(-1)).toMatchObject({ step: 40, totalSteps: 40, secondsLeft: 0 })
    expect(seen.every(({ stepsPerSecond }) => stepsPerSecond > 0)).toBe(true)
  })

  it('counts the evaluations still to come', () => {
    for (const [total, every] of [[40, 10], [38, 10], [7, 10], [10, 1]]) {
      for (let step = 0; step <= total; step++) {
        let slow = 0
        for (let later = step + 1; later <= total; later++) if (later % every === 0 || later === total) slow++
        expect(countDue(step, total, every), `${step} of ${total} every ${every}`).toBe(slow)
      }
    }
  })
})
