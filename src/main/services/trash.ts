import { randomBytes } from 'node:crypto'
import { mkdir, stat } from 'node:fs/promises'
import { basename, join } from 'node:path'
import { renameDurably } from '../../engine/files/atomic-write.ts'
import { Problem } from '../../shared/problem.ts'

const mark = /^(?<id>.+)-removed-[0-9a-f]{8}$/

/** Moves a folder into the trash, whole, and answers with the name that it has there. */
export async function moveToTrash(folder: string, trash: string): Promise<string> {
  const name = `${basename(folder)}-removed-${randomBytes(4).toString('hex')}`
  await mkdir(trash, { recursive: true })
  await renameDurably(folder, join(trash, name))
  return name
}

/** Puts a folder back under the name that it had in `parent`, and answers with that name. `proof` is a file that it must hold. */
export async function takeFromTrash(trashed: string, trash: string, parent: string, proof: string): Promise<string> {
  const id = basename(trashed) === trashed && !trashed.includes('\\') ? mark.exec(trashed)?.groups?.id : undefined
  if (id === undefined || !(await exists(join(trash, trashed, proof)))) {
    throw new Problem('TrashUnknown', `"${trashed.slice(0, 200)}" is no longer in ${trash}.`, 'It was put back before, or the trash was emptied.')
  }
  if (await exists(join(parent, id))) {
    throw new Problem('NameTaken', `${parent} has another "${id}" by now.`, `The removed one is whole, in ${join(trash, trashed)}; rename it, then move it back.`)
  }
  await renameDurably(join(trash, trashed), join(parent, id))
  return id
}

async function exists(path: string): Promise<boolean> {
  return (await stat(path).catch(() => null)) !== null
}
