import { fork, spawn } from 'node:child_process'
import { once } from 'node:events'
import { appendFile, mkdir, mkdtemp, readdir, readFile, rm, utimes, writeFile } from 'node:fs/promises'
import { hostname, tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { openLineAppender, readLines } from './append-lines.ts'
import { isTemporaryName, temporaryName, writeFileAtomic } from './atomic-write.ts'
import { fileProblem } from './file-problem.ts'
import { acquireLock, lockOwner } from './lock.ts'
import { isProcessAlive, processStart } from './process-identity.ts'
import { SerialQueue } from './serial-queue.ts'

let folder: string
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'holoscope-files-'))
})
afterEach(() => rm(folder, { recursive: true, force: true }))

describe('writeFileAtomic', () => {
  it('replaces the whole file and leaves nothing beside it', async () => {
    const path = join(folder, 'status.json')
    await writeFileAtomic(path, 'a long first version')
    await writeFileAtomic(path, 'short')
    expect(await readFile(path, 'utf8')).toBe('short')
    expect(await readdir(folder)).toEqual(['status.json'])
  })

  it('keeps the old file and cleans up when the rename cannot be done', async () => {
    const path = join(folder, 'taken')
    await writeFileAtomic(join(folder, 'other'), 'kept')
    await mkdir(join(path, 'not-empty'), { recursive: true })
    await expect(writeFileAtomic(path, 'x')).rejects.toThrow()
    expect((await readdir(folder)).sort()).toEqual(['other', 'taken'])
  })

  it('shows a reader whole versions only, also when the writer is killed with SIGKILL', async () => {
    const path = join(folder, 'status.json')
    const module = new URL('./atomic-write.ts', import.meta.url).href
    for (const delay of [60, 90, 130]) {
      const writer = spawn(process.execPath, ['--input-type=module', '-e', `
        const { writeFileAtomic } = await import(${JSON.stringify(module)})
        for (let i = 0; ; i++) await writeFileAtomic(${JSON.stringify(path)}, String(i % 10).repeat(200_000))
      `], { stdio: ['ignore', 'ignore', 'inherit'] })
      await expect.poll(() => readFile(path, 'utf8').catch(() => ''), { timeout: 10_000, interval: 5 }).not.toBe('')
      await new Promise((resume) => setTimeout(resume, delay))
      const ended = new Promise((resume) => writer.once('exit', resume))
      writer.kill('SIGKILL')
      await ended
      const text = await readFile(path, 'utf8')
      expect(text).toHaveLength(200_000)
      expect(new Set(text).size).toBe(1)
      await rm(path)
    }
    expect((await readdir(folder)).every(isTemporaryName)).toBe(true)
  })

  it('gives temporary names that never collide', () => {
    const names = new Set(Array.from({ length: 1000 }, () => temporaryName('/a/b')))
    expect(names.size).toBe(1000)
  })
})

describe('lines that only grow', () => {
  it('reads back what was appended, and leaves out a torn last line', async () => {
    const path = join(folder, 'metrics.jsonl')
    const appender = await openLineAppender(path)
    await appender.append([{ step: 1 }, { step: 2, text: 'ü' }])
    await appender.sync()
    await appender.close()
    await appendFile(path, '{"step":3,"val')
    expect(await readLines(path)).toEqual({ lines: [{ step: 1 }, { step: 2, text: 'ü' }], tornBytes: 14 })
  })

  it('cuts a torn line off before it appends, at any length of the tear', async () => {
    for (const torn of ['{', `{"x":"${'y'.repeat(200_000)}`]) {
      const path = join(folder, `m-${torn.length}.jsonl`)
      await writeFile(path, `{"step":1}\n${torn}`)
      const appender = await openLineAppender(path)
      await appender.append([{ step: 2 }])
      await appender.close()
      expect(await readFile(path, 'utf8')).toBe('{"step":1}\n{"step":2}\n')
    }
  })

  it('empties a file that holds nothing but a torn line', async () => {
    const path = join(folder, 'only-torn.jsonl')
    await writeFile(path, '{"step":')
    await (await openLineAppender(path)).close()
    expect(await readFile(path, 'utf8')).toBe('')
  })

  it('reads only the end of a long file when asked, without half a first line', async () => {
    const path = join(folder, 'long.jsonl')
    await writeFile(path, Array.from({ length: 1000 }, (_, step) => `${JSON.stringify({ step })}\n`).join(''))
    const { lines } = await readLines(path, 100)
    expect(lines.at(-1)).toEqual({ step: 999 })
    expect(lines.length).toBeLessThan(10)
    expect(lines).not.toContain(null)
  })

  it('counts a foreign line as null, and an absent file as empty', async () => {
    await writeFile(join(folder, 'foreign'), 'hello\n{"a":1}\n')
    expect((await readLines(join(folder, 'foreign'))).lines).toEqual([null, { a: 1 }])
    expect((await readLines(join(folder, 'absent'))).lines).toEqual([])
  })
})

describe('lock', () => {
  it('belongs to one owner at a time, and is free after release', async () => {
    const path = join(folder, 'lock.json')
    const first = await acquireLock(path)
    expect('lock' in first).toBe(true)
    expect(await acquireLock(path)).toEqual({ owner: await lockOwner(path) })
    if ('lock' in first) await first.lock.release()
    expect(await lockOwner(path)).toBeNull()
    const second = await acquireLock(path)
    expect('lock' in second).toBe(true)
    if ('lock' in second) await second.lock.release()
    expect(await readdir(folder)).toEqual([])
  })

  it('goes to one of many that ask at once', async () => {
    const path = join(folder, 'lock.json')
    const answers = await Promise.all(Array.from({ length: 20 }, () => acquireLock(path)))
    const winners = answers.flatMap((answer) => ('lock' in answer ? [answer.lock] : []))
    expect(winners).toHaveLength(1)
    await winners[0].release()
  })

  it('is stale once its process was killed', async () => {
    const path = join(folder, 'lock.json')
    const script = join(folder, 'holder.mjs')
    await writeFile(script, `
      const { acquireLock } = await import(${JSON.stringify(new URL('./lock.ts', import.meta.url).href)})
      await acquireLock(${JSON.stringify(path)})
      process.send('locked'); setInterval(() => {}, 1000)
    `)
    const holder = fork(script, { execArgv: [] })
    await new Promise((resume) => holder.once('message', resume))
    expect((await lockOwner(path))?.pid).toBe(holder.pid)
    const ended = new Promise((resume) => holder.once('exit', resume))
    holder.kill('SIGKILL')
    await ended
    expect(await lockOwner(path)).toBeNull()
    const mine = await acquireLock(path)
    expect('lock' in mine).toBe(true)
    if ('lock' in mine) await mine.lock.release()
  })

  it('is stale once its process is dead, though nobody has buried it', async ({ skip }) => {
    if (process.platform !== 'linux') skip('zombies are told apart on Linux only')
    // The child ends after the shell has turned into another `sleep`, which never asks for it.
    const parent = spawn('sh', ['-c', 'sleep 0.2 & echo $!; exec sleep 5'], { stdio: ['ignore', 'pipe', 'inherit'] })
    const [output] = (await once(parent.stdout, 'data')) as [Buffer]
    const pid = Number(output.toString())
    await expect.poll(() => isProcessAlive(pid)).toBe(false)
    expect(() => process.kill(pid, 0)).not.toThrow()
    parent.kill('SIGKILL')
  })

  it('is stale when its number was given to another process', async ({ skip }) => {
    if (processStart(process.pid) === null) skip('this system does not tell when a process started')
    const path = join(folder, 'lock.json')
    await writeFile(path, JSON.stringify({ pid: process.pid, start: 'an earlier boot:12345', host: hostname() }))
    expect(await lockOwner(path)).toBeNull()
  })

  it('of another machine is believed while it is touched, and stale after a minute', async () => {
    const path = join(folder, 'lock.json')
    await writeFile(path, JSON.stringify({ pid: 1, start: null, host: 'another-machine.example' }))
    expect((await lockOwner(path))?.host).toBe('another-machine.example')
    const before = new Date(Date.now() - 61_000)
    await utimes(path, before, before)
    expect(await lockOwner(path)).toBeNull()
  })

  it('that holds something else is taken over', async () => {
    const path = join(folder, 'lock.json')
    await writeFile(path, 'not a lock')
    const mine = await acquireLock(path)
    expect('lock' in mine).toBe(true)
    if ('lock' in mine) await mine.lock.release()
  })
})

describe('failures of the disk', () => {
  it.each([['ENOSPC', 'DiskFull'], ['EDQUOT', 'DiskFull'], ['EFBIG', 'FileTooLarge'], ['EROFS', 'ReadOnlyFolder'], ['EACCES', 'ReadOnlyFolder'], ['ENOENT', 'FolderMissing'], ['EIO', 'DiskFailure']])(
    '%s becomes the sentence %s', (errno, code) => {
      const problem = fileProblem(Object.assign(new Error(errno), { code: errno }), 'save the checkpoint', '/data/run')
      expect(problem).toMatchObject({ code, message: expect.stringContaining('/data/run'), action: expect.any(String) })
    })
  it('leaves defects as they are', () => {
    const defect = new TypeError('x')
    expect(fileProblem(defect, 'save', '/')).toBe(defect)
  })
})

describe('SerialQueue', () => {
  it('keeps the order, and runs nothing after a failure', async () => {
    const queue = new SerialQueue()
    const done: number[] = []
    const slow = queue.run(async () => {
      await new Promise((resume) => setTimeout(resume, 10))
      done.push(1)
    })
    const fast = queue.run(async () => void done.push(2))
    await Promise.all([slow, fast])
    expect(done).toEqual([1, 2])
    await expect(queue.run(() => Promise.reject(new Error('disk')))).rejects.toThrow('disk')
    await expect(queue.run(async () => void done.push(3))).rejects.toThrow('disk')
    expect(done).toEqual([1, 2])
    await expect(queue.drained()).rejects.toThrow('disk')
  })
})
