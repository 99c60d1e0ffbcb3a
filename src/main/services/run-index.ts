import { readFile, rename, rm, writeFile } from 'node:fs/promises'
import { z } from 'zod'
import { temporaryName } from '../../engine/files/atomic-write.ts'
import { type RunSummary, runSummarySchema } from '../../shared/run.ts'

/** A row of the list, and what the folder's files looked like when it was read. */
export interface IndexedRun { stamp: string; summary: RunSummary }

const indexSchema = z.object({
  program: z.string(),
  runs: z.record(z.string(), z.object({ stamp: z.string(), summary: runSummarySchema })),
})

/**
 * Rows of the list from the last time, so that a thousand runs need not be read and parsed at every start (see
 * `bench/list-runs.ts`). Nothing but a copy: a row counts only while its folder's stamp is the same, and the whole file only for
 * the program that wrote it, since what a row says is the program's choice. A missing, torn or foreign file is an empty one.
 */
export async function readRunIndex(path: string, program: string): Promise<Map<string, IndexedRun>> {
  try {
    const index = indexSchema.parse(JSON.parse(await readFile(path, 'utf8')))
    return new Map(index.program === program ? Object.entries(index.runs) : [])
  } catch {
    return new Map()
  }
}

/** Replaces the file. Not synced, as it can be made again; a disk that refuses costs time at the next start and nothing else. */
export async function writeRunIndex(path: string, program: string, runs: ReadonlyMap<string, IndexedRun>): Promise<void> {
  const temporary = temporaryName(path)
  try {
    await writeFile(temporary, JSON.stringify({ program, runs: Object.fromEntries(runs) }), { flag: 'wx' })
    await rename(temporary, path)
  } catch {
    await rm(temporary, { force: true }).catch(() => undefined)
  }
}
