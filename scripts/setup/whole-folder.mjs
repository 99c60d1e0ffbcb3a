import { randomBytes } from 'node:crypto'
import { existsSync, mkdirSync, readdirSync, renameSync, rmSync } from 'node:fs'
import path from 'node:path'
import { withLock } from './lock.mjs'

/**
 * A folder that is either whole or absent: `build` fills a temporary folder beside it, which takes the name only at the
 * end. Killed at any instant, the next call clears the remains and builds again; a second clone waits for the first and
 * finds it done.
 *
 * @param {string} folder
 * @param {object} parts
 * @param {() => boolean} parts.isWhole tells whether what bears the name can be used
 * @param {(temporary: string) => Promise<void>} parts.build
 * @param {(owner: string) => void} [parts.onWait]
 * @returns {Promise<'present' | 'built'>}
 */
export async function provideFolder(folder, { isWhole, build, onWait }) {
  if (isWhole()) return 'present'
  return withLock(`${folder}.lock`, async () => {
    if (isWhole()) return 'present'
    clearRemains(folder)
    const temporary = `${folder}.partial-${process.pid}-${randomBytes(4).toString('hex')}`
    mkdirSync(temporary, { recursive: true })
    try {
      await build(temporary)
      if (existsSync(folder)) rmSync(folder, { recursive: true })
      renameSync(temporary, folder)
    } catch (error) {
      rmSync(temporary, { recursive: true, force: true })
      throw error
    }
    return 'built'
  }, { onWait })
}

/** @param {string} folder */
function clearRemains(folder) {
  const parent = path.dirname(folder)
  for (const name of readdirSync(parent)) {
    if (name.startsWith(`${path.basename(folder)}.partial-`)) rmSync(path.join(parent, name), { recursive: true, force: true })
  }
}
