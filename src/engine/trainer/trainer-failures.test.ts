import { execFileSync } from 'node:child_process'
import { appendFile, chmod, mkdir, mkdtemp, readdir, readFile, rm, writeFile } from 'node:fs/promises'
import { hostname, tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { encodeNpy } from '../../shared/npy.ts'
import { processStart } from '../files/process-identity.ts'
import { readMetrics } from '../run-folder/metrics.ts'
import { createSmallestRun, fingerprint, requireStatus, startTrainer } from './trainer.test-helper.ts'

/** Broken disks and folders, each real: what the trainer says, and what is safe afterwards. */
let parent: string
beforeAll(async () => {
  parent = await mkdtemp(join(tmpdir(), 'holoscope-failures-'))
})
afterAll(() => rm(parent, { recursive: true, force: true }))

/** Mounts a file system of its own where the machine lets us; answers with the way to unmount. */
function tryMount(folder: string, options: string): (() => void) | null {
  try {
    execFileSync('mount', ['-t', 'tmpfs', '-o', options, 'tmpfs', folder], { stdio: 'ignore' })
    return () => void execFileSync('umount', ['-l', folder])
  } catch {
    return null
  }
}

describe.skipIf(process.platform === 'win32')('a full disk', () => {
  it('fails the run with a sentence, keeps what was saved, and the run goes on once there is room', async ({ skip }) => {
    const disk = join(parent, 'disk')
    await mkdir(disk)
    const unmount = tryMount(disk, 'size=900k')
    if (!unmount) skip('no file system can be mounted here; the next test fills the disk in another way')
    try {
      const folder = join(disk, 'run')
      await createSmallestRun(folder)
      const { code, statuses } = await startTrainer(folder).ended
      expect(code).toBeLessThanOrEqual(1)
      expect(statuses.at(-1)).toMatchObject({ state: 'failed', reason: expect.stringMatching(/The disk is full: could not save .* What was saved before is intact\. Free some space/) })
      expect((await readdir(join(folder, 'checkpoints'))).every((name) => /^step-\d{6}$/.test(name))).toBe(true)
      execFileSync('mount', ['-o', 'remount,size=64m', disk])
      expect(await startTrainer(folder).ended).toMatchObject({ code: 0 })
      expect(await requireStatus(folder)).toMatchObject({ state: 'done' })
      const whole = join(parent, 'whole')
      await createSmallestRun(whole)
      await startTrainer(whole).ended
      expect(await fingerprint(folder)).toEqual(await fingerprint(whole))
    } finally {
      unmount?.()
    }
  }, 180_000)

  it('so is a system that limits the size of files (a real write that is refused)', async () => {
    const folder = join(parent, 'limited')
    await createSmallestRun(folder)
    const { code, statuses, stderr } = await startTrainer(folder, { fileLimit: 100_000 }).ended
    expect(code).toBe(0)
    // Said once, though the training had gone on and later writes were waiting behind the one that failed.
    expect(statuses.filter(({ state }) => state === 'failed')).toHaveLength(1)
    expect(stderr).not.toContain('Unhandled')
    expect((await readMetrics(folder)).at(-1)?.step).toBe(8)
    expect(await requireStatus(folder)).toMatchObject({
      state: 'failed', reason: expect.stringContaining('The system limits the size of files: could not save the checkpoint of step 8'),
    })
    expect(await readdir(join(folder, 'checkpoints'))).toEqual([])
  }, 180_000)
})

describe('a folder that cannot be trained in', () => {
  it('read-only: says so and ends, without a word into the folder', async ({ skip }) => {
    const disk = join(parent, 'read-only')
    await mkdir(disk)
    const folder = join(disk, 'run')
    const unmount = tryMount(disk, 'size=10m')
    await createSmallestRun(folder)
    try {
      if (unmount) execFileSync('mount', ['-o', 'remount,ro', disk])
      else if (process.getuid?.() === 0) skip('permissions do not bind root, and nothing can be mounted here')
      else await chmod(folder, 0o555)
      const { code, stderr } = await startTrainer(folder).ended
      expect(code).toBe(1)
      expect(stderr).toContain('The folder cannot be written: could not begin to train')
    } finally {
      if (unmount) unmount()
      else await chmod(folder, 0o755)
    }
  }, 180_000)

  it('foreign: has no configuration', async () => {
    const folder = join(parent, 'holiday-pictures')
    await mkdir(folder)
    const { code, stderr } = await startTrainer(folder).ended
    expect(code).toBe(1)
    expect(stderr).toContain('cannot be used as a run: config.json is missing. Choose a folder that the lab made.')
    expect(await readdir(folder)).toEqual([])
  }, 180_000)

  it('busy: another process trains in it', async () => {
    const folder = join(parent, 'busy')
    await createSmallestRun(folder)
    await writeFile(join(folder, 'lock.json'), JSON.stringify({ pid: process.pid, start: processStart(process.pid), host: hostname() }))
    const { code, stderr } = await startTrainer(folder).ended
    expect(code).toBe(1)
    expect(stderr).toContain(`Process ${process.pid} on ${hostname()} is training in`)
  }, 180_000)

  it('of a study that this version does not know: fails with a sentence', async () => {
    const folder = join(parent, 'unknown')
    await createSmallestRun(folder)
    const config = JSON.parse(await readFile(join(folder, 'config.json'), 'utf8')) as Record<string, unknown>
    await writeFile(join(folder, 'config.json'), JSON.stringify({ ...config, study: 'string-landscape' }))
    await startTrainer(folder).ended
    expect(await requireStatus(folder)).toMatchObject({ state: 'failed', reason: expect.stringContaining('does not know the study "string-landscape"') })
  }, 180_000)

  it('whose copy of the data is missing or another: refused', async () => {
    const folder = join(parent, 'data')
    await createSmallestRun(folder, { data: { kind: 'dataset', id: 'my-points', hash: 'a'.repeat(64) } })
    await startTrainer(folder).ended
    expect((await requireStatus(folder)).reason).toContain('The points of the data set "my-points" are not in the run folder')
    await mkdir(join(folder, 'inputs'))
    await writeFile(join(folder, 'inputs', 'points.npy'), encodeNpy({ shape: [2, 2], data: Float64Array.of(1, 2, 3, 4) }))
    await startTrainer(folder).ended
    expect((await requireStatus(folder)).reason).toContain('are not those that the run was made with')
  }, 180_000)
})

describe('a damaged tail', () => {
  it('a torn last line and half a checkpoint are cut off, and the run goes on', async () => {
    const folder = join(parent, 'torn')
    await createSmallestRun(folder)
    const trainer = startTrainer(folder)
    await trainer.until((event) => event.type === 'metrics' && event.lines.some(({ step }) => step >= 12))
    trainer.process.kill('SIGKILL')
    await trainer.ended
    await appendFile(join(folder, 'metrics.jsonl'), '{"kind":"train","st')
    await mkdir(join(folder, 'checkpoints', 'step-000039'))
    await writeFile(join(folder, 'checkpoints', 'step-000039', 'state.safetensors'), 'half')
    const { code, stderr } = await startTrainer(folder).ended
    expect(code).toBe(0)
    expect(stderr).toContain('Passed over a checkpoint that is not whole: step-000039: manifest.json is missing')
    expect(await requireStatus(folder)).toMatchObject({ state: 'done', step: 40 })
    expect((await readFile(join(folder, 'metrics.jsonl'), 'utf8')).trimEnd().split('\n').every((line) => JSON.parse(line) !== null)).toBe(true)
  }, 180_000)
})
