import { randomBytes } from 'node:crypto'
import { linkSync, mkdirSync, readFileSync, renameSync, rmSync, statSync, utimesSync, writeFileSync } from 'node:fs'
import os from 'node:os'
import path from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'

/**
 * A lock between clones, so that two of them do not fetch the same 270 MB at once. It only saves work: whatever it guards
 * is built under a temporary name and renamed, so even two holders would leave a complete result.
 *
 * The file names its owner and is touched every few seconds. It is stale, and taken over, when its owner on this machine
 * is gone (killed half-way), and anywhere when nobody has touched it for a while (another machine of a shared home folder, a
 * process number that was given out anew).
 *
 * @template T
 * @param {string} file
 * @param {() => Promise<T>} work
 * @param {object} [options]
 * @param {(owner: string) => void} [options.onWait] called once if another process holds the lock
 * @param {number} [options.staleAfter] milliseconds without a touch. Default 60,000
 * @param {number} [options.poll] milliseconds between looks. Default 500
 * @returns {Promise<T>}
 */
export async function withLock(file, work, { onWait, staleAfter = 60_000, poll = 500 } = {}) {
  mkdirSync(path.dirname(file), { recursive: true })
  const mine = JSON.stringify({ pid: process.pid, host: os.hostname(), nonce: randomBytes(8).toString('hex') })
  let waited = false
  while (!tryTake(file, mine)) {
    const owner = readOwner(file, staleAfter)
    if (owner?.stale) removeStale(file, owner.text)
    else if (owner) {
      if (!waited) onWait?.(`process ${owner.pid} on ${owner.host}`)
      waited = true
      await sleep(poll)
    }
  }
  const heartbeat = setInterval(() => touch(file), staleAfter / 6)
  heartbeat.unref()
  const release = () => {
    if (readText(file) === mine) rmSync(file, { force: true })
  }
  process.once('exit', release)
  try {
    return await work()
  } finally {
    clearInterval(heartbeat)
    process.off('exit', release)
    release()
  }
}

/**
 * The lock appears with its contents in one step: written aside, then linked, which fails where the name exists.
 *
 * @param {string} file
 * @param {string} mine
 */
function tryTake(file, mine) {
  const aside = `${file}.${process.pid}.${randomBytes(4).toString('hex')}`
  writeFileSync(aside, mine)
  try {
    linkSync(aside, file)
    return true
  } catch (error) {
    if (isCode(error, 'EEXIST')) return false
    throw error
  } finally {
    rmSync(aside, { force: true })
  }
}

/**
 * Two waiters may see the same stale lock; the second must not remove what the first has meanwhile taken. Whoever moved a
 * lock that is not the one it judged puts it back.
 *
 * @param {string} file
 * @param {string} judged
 */
function removeStale(file, judged) {
  const aside = `${file}.stale.${process.pid}.${randomBytes(4).toString('hex')}`
  try {
    renameSync(file, aside)
  } catch (error) {
    if (isCode(error, 'ENOENT')) return
    throw error
  }
  if (readText(aside) !== judged) {
    try {
      linkSync(aside, file)
    } catch (error) {
      if (!isCode(error, 'EEXIST')) throw error
    }
  }
  rmSync(aside, { force: true })
}

/**
 * @param {string} file
 * @param {number} staleAfter
 */
function readOwner(file, staleAfter) {
  const text = readText(file)
  if (text === null) return null
  try {
    const { pid, host } = JSON.parse(text)
    const silent = Date.now() - statSync(file).mtimeMs
    const stale = silent > staleAfter || (host === os.hostname() && !isAlive(pid))
    return { text, pid, host, stale }
  } catch (error) {
    if (isCode(error, 'ENOENT')) return null
    return { text, pid: '?', host: '?', stale: true }
  }
}

/** A killed process whose parent has not asked after it still has its number; it counts as gone. @param {number} pid */
function isAlive(pid) {
  try {
    process.kill(pid, 0)
  } catch (error) {
    return isCode(error, 'EPERM')
  }
  const state = /^\d+ \(.*\) (\S)/s.exec(readText(`/proc/${pid}/stat`) ?? '')?.[1]
  return state !== 'Z'
}

/** @param {string} file */
function readText(file) {
  try {
    return readFileSync(file, 'utf8')
  } catch {
    return null
  }
}

/** @param {string} file */
function touch(file) {
  try {
    const now = new Date()
    utimesSync(file, now, now)
  } catch {
    // Taken over or removed: the work still ends in a rename, so nothing is lost.
  }
}

/**
 * @param {unknown} error
 * @param {string} code
 */
const isCode = (error, code) => error instanceof Error && 'code' in error && error.code === code
