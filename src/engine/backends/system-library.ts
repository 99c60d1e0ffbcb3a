import { execFile } from 'node:child_process'
import { existsSync } from 'node:fs'
import path from 'node:path'
import { promisify } from 'node:util'

/** Whether the system's loader would find a library of this name: in LD_LIBRARY_PATH, or in its own list. */
export async function hasSystemLibrary(name: string): Promise<boolean> {
  const folders = (process.env.LD_LIBRARY_PATH ?? '').split(path.delimiter).filter(Boolean)
  if (folders.some((folder) => existsSync(path.join(folder, name)))) return true
  for (const command of ['ldconfig', '/sbin/ldconfig']) {
    try {
      const { stdout } = await promisify(execFile)(command, ['-p'], { timeout: 20_000, maxBuffer: 2 ** 24 })
      return stdout.includes(`${name} `)
    } catch {
      // Not on the path: users without root have no /sbin there.
    }
  }
  return false
}
