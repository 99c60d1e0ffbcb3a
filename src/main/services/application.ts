import { existsSync, readFileSync } from 'node:fs'
import { dirname, join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { z } from 'zod'
import type { Provenance } from '../../shared/run.ts'

/** The folder of `package.json`: the clone, or the installed application. */
export const applicationRoot = findRoot(dirname(fileURLToPath(import.meta.url)))

/** What a run's provenance says of the program. */
export function describeApplication(root = applicationRoot): Provenance['application'] {
  const { name, version } = z.object({ name: z.string(), version: z.string() }).parse(JSON.parse(readFileSync(join(root, 'package.json'), 'utf8')))
  return { name, version, commit: readCommit(join(root, '.git')) }
}

/** The commit that is checked out, read from git's own files: git need not be installed. */
function readCommit(git: string): string | null {
  try {
    const head = readFileSync(join(git, 'HEAD'), 'utf8').trim()
    if (!head.startsWith('ref: ')) return head
    const reference = head.slice('ref: '.length)
    const loose = join(git, reference)
    if (existsSync(loose)) return readFileSync(loose, 'utf8').trim()
    const packed = readFileSync(join(git, 'packed-refs'), 'utf8').split('\n').find((line) => line.endsWith(` ${reference}`))
    return packed?.split(' ')[0] ?? null
  } catch {
    return null // not a clone
  }
}

function findRoot(start: string): string {
  for (let folder = start; ; folder = dirname(folder)) {
    if (existsSync(join(folder, 'package.json'))) return folder
    if (dirname(folder) === folder) throw new Error(`No package.json above ${start}`)
  }
}
