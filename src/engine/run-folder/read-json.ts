import { readFile } from 'node:fs/promises'
import { basename } from 'node:path'
import type { z } from 'zod'

/** The value of a JSON file, or why it cannot be used, as the end of a sentence. */
export type JsonRead<Value> = { value: Value } | { reason: string; absent: boolean }

/** Reads a JSON file through a schema. Never throws: foreign and damaged folders are an everyday thing. */
export async function readJson<Schema extends z.ZodType>(path: string, schema: Schema): Promise<JsonRead<z.infer<Schema>>> {
  const name = basename(path)
  let text: string
  try {
    text = await readFile(path, 'utf8')
  } catch (error) {
    const { code } = error as NodeJS.ErrnoException
    if (code === 'ENOENT' || code === 'ENOTDIR') return { reason: `${name} is missing`, absent: true }
    return { reason: `${name} cannot be read (${code ?? 'unknown failure'})`, absent: false }
  }
  let json: unknown
  try {
    json = JSON.parse(text)
  } catch {
    return { reason: `${name} is not JSON`, absent: false }
  }
  const parsed = schema.safeParse(json)
  if (parsed.success) return { value: parsed.data }
  const [issue] = parsed.error.issues
  const where = issue.path.length > 0 ? ` at ${issue.path.join('.')}` : ''
  return { reason: `${name} is not as expected${where}: ${issue.message}`, absent: false }
}
