import { randomBytes } from 'node:crypto'
import { open, rename, rm } from 'node:fs/promises'
import { basename, dirname, join } from 'node:path'

/**
 * Replaces a file as a whole: readers, and a machine that loses power, see the old bytes or the new ones, never a mixture.
 *
 * Temporary name in the same folder (a rename across file systems is a copy), fsync of the file (else a crash can leave a
 * renamed file of zeros), rename, fsync of the folder (else the rename itself can be lost).
 */
export async function writeFileAtomic(path: string, data: string | Uint8Array): Promise<void> {
  const temporary = temporaryName(path)
  try {
    await writeFileDurably(temporary, data)
    await renameDurably(temporary, path)
  } catch (error) {
    await rm(temporary, { force: true }).catch(() => undefined)
    throw error
  }
}

/** Writes a new file and waits until it is on the disk. Fails if the name is taken. */
export async function writeFileDurably(path: string, data: string | Uint8Array): Promise<void> {
  const file = await open(path, 'wx')
  try {
    await file.writeFile(data)
    await file.sync()
  } finally {
    await file.close()
  }
}

/** Renames a file or a folder and waits until the new name is on the disk. Windows refuses for a moment while a scanner reads. */
export async function renameDurably(from: string, to: string): Promise<void> {
  for (let attempt = 0; ; attempt++) {
    try {
      await rename(from, to)
      break
    } catch (error) {
      if (process.platform !== 'win32' || attempt === 10 || !isBusy(error)) throw error
      await new Promise((resume) => setTimeout(resume, 20 * (attempt + 1)))
    }
  }
  await syncFolder(dirname(to))
}

/** Waits until a folder's list of names is on the disk. Windows has no such call and needs none. */
export async function syncFolder(path: string): Promise<void> {
  if (process.platform === 'win32') return
  const folder = await open(path, 'r')
  try {
    await folder.sync()
  } finally {
    await folder.close()
  }
}

const marker = '.tmp-'
/** A name beside `path` that no other writer uses; `isTemporaryName` recognises what a killed writer left behind. */
export function temporaryName(path: string): string {
  return join(dirname(path), `.${basename(path)}${marker}${process.pid}-${randomBytes(6).toString('hex')}`)
}
export function isTemporaryName(name: string): boolean {
  return name.startsWith('.') && name.includes(marker)
}

function isBusy(error: unknown): boolean {
  const code = (error as NodeJS.ErrnoException).code
  return code === 'EPERM' || code === 'EBUSY' || code === 'EACCES'
}
