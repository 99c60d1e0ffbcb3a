import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { existsSync, mkdtempSync, readFileSync, rmSync, utimesSync, writeFileSync } from 'node:fs'
import os from 'node:os'
import path from 'node:path'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { withLock } from './lock.mjs'

const lockModule = new URL('./lock.mjs', import.meta.url).href
let folder: string
let lock: string

beforeEach(() => {
  folder = mkdtempSync(path.join(os.tmpdir(), 'holoscope-lock-'))
  lock = path.join(folder, 'runtime.lock')
})
afterEach(() => rmSync(folder, { recursive: true, force: true }))

/** Another process that runs `work` under the lock. */
function otherProcess(work: string) {
  const script = `import { withLock } from '${lockModule}'; import { readFileSync, writeFileSync } from 'node:fs'; import { setTimeout as sleep } from 'node:timers/promises'
    await withLock(${JSON.stringify(lock)}, async () => { ${work} }, { poll: 5 })`
  return spawn(process.execPath, ['--input-type=module', '--eval', script], { stdio: ['ignore', 'pipe', 'inherit'] })
}

describe('a lock between clones', () => {
  it('lets one process in at a time', async () => {
    const counter = path.join(folder, 'counter')
    writeFileSync(counter, '0')
    // Reading, waiting and writing back loses an increment whenever two processes overlap.
    const increment = `for (let i = 0; i < 3; i++) { const n = Number(readFileSync(${JSON.stringify(counter)}, 'utf8')); await sleep(15); writeFileSync(${JSON.stringify(counter)}, String(n + 1)) }`
    const others = [1, 2, 3].map(() => otherProcess(increment))
    await Promise.all(others.map((other) => once(other, 'close')))
    expect(readFileSync(counter, 'utf8')).toBe('9')
    expect(existsSync(lock)).toBe(false)
  })

  it('is taken over from a process that was killed', async () => {
    const other = otherProcess(`console.log('inside'); await sleep(60_000)`)
    await once(other.stdout, 'data')
    other.kill('SIGKILL')
    await once(other, 'close')
    expect(existsSync(lock)).toBe(true)
    expect(await withLock(lock, async () => 'mine', { poll: 5 })).toBe('mine')
    expect(existsSync(lock)).toBe(false)
  })

  it('is taken over from a process that was killed and that nobody has buried', async () => {
    // The shell starts the owner, then becomes a program that never waits for it: the owner stays behind as a zombie.
    const owner = `import { withLock } from '${lockModule}'; await withLock(${JSON.stringify(lock)}, () => new Promise((resolve) => setTimeout(resolve, 60_000)))`
    const shell = spawn('/bin/sh', ['-c', '"$0" --input-type=module --eval "$1" & exec sleep 60', process.execPath, owner], { stdio: 'ignore' })
    while (!existsSync(lock)) await new Promise((resolve) => setTimeout(resolve, 10))
    process.kill(JSON.parse(readFileSync(lock, 'utf8')).pid, 'SIGKILL')
    expect(await withLock(lock, async () => 'mine', { poll: 5 })).toBe('mine')
    shell.kill('SIGKILL')
  })

  it('says whom it waits for, once', async () => {
    const other = otherProcess(`console.log('inside'); await sleep(150)`)
    await once(other.stdout, 'data')
    const owners: string[] = []
    await withLock(lock, async () => undefined, { poll: 5, onWait: (owner) => owners.push(owner) })
    expect(owners).toEqual([`process ${other.pid} on ${os.hostname()}`])
  })

  it('respects an owner on another machine until it has been silent for long', async () => {
    writeFileSync(lock, JSON.stringify({ pid: 1, host: 'another-machine', nonce: 'x' }))
    const longAgo = new Date(Date.now() - 10_000)
    let taken = false
    const waiting = withLock(lock, async () => { taken = true }, { poll: 5, staleAfter: 60_000 })
    await new Promise((resolve) => setTimeout(resolve, 60))
    expect(taken).toBe(false)
    utimesSync(lock, longAgo, longAgo)
    await new Promise((resolve) => setTimeout(resolve, 60))
    expect(taken).toBe(false)
    utimesSync(lock, new Date(0), new Date(0))
    await waiting
    expect(taken).toBe(true)
  })

  it('is given back when the work fails', async () => {
    await expect(withLock(lock, async () => { throw new Error('no network') })).rejects.toThrow('no network')
    expect(existsSync(lock)).toBe(false)
  })
})
