import { link, readFile, rename, rm, stat, utimes } from 'node:fs/promises'
import { hostname } from 'node:os'
import { z } from 'zod'
import { temporaryName, writeFileDurably } from './atomic-write.ts'
import { isProcessAlive, processStart } from './process-identity.ts'

/**
 * A lock file says which process owns a folder. It goes stale when that process is gone: the number is not enough (numbers
 * are reused), so the start of the process is written beside it. A lock that another machine wrote (a shared disk, a copied
 * folder) cannot be asked; it is believed while its owner keeps touching it.
 */
const lockSchema = z.object({ pid: z.int(), start: z.string().nullable(), host: z.string() })
export type LockOwner = z.infer<typeof lockSchema>

/** An owner touches its lock this often. */
const touchMilliseconds = 5_000
/** A lock of another machine, untouched for this long, is stale. */
const staleMilliseconds = 60_000

export interface Lock {
  /** Stops touching and removes the file. Safe to call twice. */
  release(): Promise<void>
}

/** Takes the lock, or answers with the living owner. */
export async function acquireLock(path: string): Promise<{ lock: Lock } | { owner: LockOwner }> {
  const mine: LockOwner = { pid: process.pid, start: processStart(process.pid), host: hostname() }
  for (;;) {
    if (await createWhole(path, JSON.stringify(mine))) return { lock: hold(path) }
    const owner = await lockOwner(path)
    if (owner) return { owner }
    await removeStale(path)
  }
}

/** The living owner of a lock; null where there is no lock or it is stale. */
export async function lockOwner(path: string): Promise<LockOwner | null> {
  let owner: LockOwner
  try {
    owner = lockSchema.parse(JSON.parse(await readFile(path, 'utf8')))
  } catch {
    return null // absent, or not a lock at all
  }
  if (owner.host !== hostname()) return (await touchedRecently(path)) ? owner : null
  if (!isProcessAlive(owner.pid)) return null
  const start = processStart(owner.pid)
  if (owner.start !== null && start !== null) return start === owner.start ? owner : null
  return (await touchedRecently(path)) ? owner : null
}

function hold(path: string): Lock {
  const timer = setInterval(() => {
    const now = new Date()
    utimes(path, now, now).catch(() => undefined)
  }, touchMilliseconds)
  timer.unref()
  let released = false
  return {
    async release() {
      if (released) return
      released = true
      clearInterval(timer)
      await rm(path, { force: true })
    },
  }
}

/** Creates a file that appears with all its content or not at all; false where the name is taken. */
async function createWhole(path: string, content: string): Promise<boolean> {
  const temporary = temporaryName(path)
  await writeFileDurably(temporary, content)
  try {
    await link(temporary, path)
    return true
  } catch (error) {
    const { code } = error as NodeJS.ErrnoException
    if (code === 'EEXIST') return false
    if (code === 'ENOENT') throw error
    // No hard links here (exFAT, some network disks): an exclusive create is the next best.
    return await writeFileDurably(path, content).then(() => true, (second: NodeJS.ErrnoException) => {
      if (second.code === 'EEXIST') return false
      throw second
    })
  } finally {
    await rm(temporary, { force: true })
  }
}

/** Moves a stale lock aside. If another contender was faster and the file is a living lock by now, it is put back. */
async function removeStale(path: string): Promise<void> {
  const aside = temporaryName(path)
  try {
    await rename(path, aside)
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ENOENT') return
    throw error
  }
  if (await lockOwner(aside)) await link(aside, path).catch(() => undefined)
  await rm(aside, { force: true })
}

async function touchedRecently(path: string): Promise<boolean> {
  try {
    return Date.now() - (await stat(path)).mtimeMs < staleMilliseconds
  } catch {
    return false
  }
}
