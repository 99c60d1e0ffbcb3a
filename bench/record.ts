import { mkdir, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import type { SystemReport } from '../src/shared/system.ts'
import type { Machine } from './machine.ts'
import type { Row } from './measurement.ts'

/** All that a run of the bench found, as it is kept. */
export interface BenchRecord {
  date: string
  application: { version: string; commit: string | null }
  machine: Machine
  backends: SystemReport['backends']
  threads: number
  rounds: number
  pytorch: string
  measurements: { id: string; title: string; loadBefore: number; rows: readonly Row[]; failure?: string }[]
}

const folder = fileURLToPath(new URL('records/', import.meta.url))

/** Writes `records/<date>-<processor or card>.json` and returns its path. */
export async function keepRecord(record: BenchRecord): Promise<string> {
  const { date, machine } = record
  const what = (machine.graphicsCards[0]?.split(',')[0] ?? machine.processor).toLowerCase().replace(/[^a-z0-9]+/g, '-').replace(/^-|-$/g, '')
  const path = join(folder, `${date.slice(0, 16).replace(':', '')}-${what}.json`)
  await mkdir(folder, { recursive: true })
  const digits = (_key: string, value: unknown) => typeof value === 'number' && !Number.isInteger(value) ? Number(value.toPrecision(5)) : value
  // Lists of numbers on one line each.
  const text = JSON.stringify(record, digits, 1).replace(/\[\s+(-?[\d.e+-]+(?:,\s+-?[\d.e+-]+)*)\s+\]/g, (_, list: string) => `[${list.replace(/\s+/g, ' ')}]`)
  await writeFile(path, `${text}\n`)
  return path
}
