import { mkdir, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { z } from 'zod'
import { systemReportSchema } from '../src/shared/system.ts'
import { machineSchema } from './machine.ts'
import { rowSchema } from './measurement.ts'
import { descriptionSchema } from './pytorch-environment.ts'

/** All that a run of the bench found, as it is kept. */
export const recordSchema = z.object({
  date: z.iso.datetime(),
  /** How it was asked for: `--only`, `--rounds` and so on. */
  parameters: z.array(z.string()),
  /** Every measurement that was asked for has been gone through; false where it was interrupted. */
  complete: z.boolean(),
  seconds: z.number(),
  application: z.object({ version: z.string(), commit: z.string().nullable() }),
  machine: machineSchema,
  backends: systemReportSchema.shape.backends,
  threads: z.int(),
  rounds: z.int(),
  /** Which PyTorch, or why none. */
  pytorch: z.union([descriptionSchema, z.string()]),
  measurements: z.array(z.object({
    id: z.string(), title: z.string(), loadBefore: z.number(), seconds: z.number(), rows: z.array(rowSchema), failure: z.string().optional(),
  })),
})
export type BenchRecord = z.infer<typeof recordSchema>

const folder = fileURLToPath(new URL('records/', import.meta.url))

/** Writes `records/<date>-<processor or card>.json` and returns its path. */
export async function keepRecord(record: BenchRecord, into = folder): Promise<string> {
  const { date, machine } = record
  const what = (machine.nvidia.cards[0]?.name ?? machine.processor).toLowerCase().replace(/[^a-z0-9]+/g, '-').replace(/^-|-$/g, '')
  const path = join(into, `${date.slice(0, 16).replace(':', '')}-${what}.json`)
  await mkdir(into, { recursive: true })
  const digits = (_key: string, value: unknown) => typeof value === 'number' && !Number.isInteger(value) ? Number(value.toPrecision(5)) : value
  // What the schema does not know (paths of this machine) stays out, and a number that is none is refused. Lists of numbers on one line each.
  const text = JSON.stringify(recordSchema.parse(record), digits, 1).replace(/\[\s+(-?[\d.e+-]+(?:,\s+-?[\d.e+-]+)*)\s+\]/g, (_, list: string) => `[${list.replace(/\s+/g, ' ')}]`)
  await writeFile(path, `${text}\n`)
  return path
}
