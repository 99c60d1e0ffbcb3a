import { mkdtemp, rm } from 'node:fs/promises'
import os from 'node:os'
import { join } from 'node:path'
import { endOnSignal } from './interruption.ts'
import type { BenchContext, Measurement } from './measurement.ts'
import { readOptions } from './options.ts'
import { prepare } from './prepare.ts'
import { type BenchRecord, keepRecord } from './record.ts'
import { measurements } from './registry.ts'
import { table } from './table.ts'
import { asMinutes, minutesLeft } from './time-left.ts'

/**
 * `npm run bench`: measures everything of the registry on this machine in one go, prints tables, keeps a record. See README.md.
 * Ends with 0 when all was measured, 1 when something was not, 2 when the question was wrong, 130 after Ctrl-C.
 */
const options = readOptions(process.argv.slice(2), measurements.map(({ id }) => id))
if ('usage' in options) {
  console.error([options.wrong, options.usage].filter(Boolean).join('\n'))
  process.exit(options.wrong ? 2 : 0)
}
const began = performance.now()
const scratch = await mkdtemp(join(os.tmpdir(), 'holoscope-bench-'))
let record: BenchRecord | null = null

const signal = endOnSignal(async () => {
  await finish()
  process.stderr.write(record?.measurements.length ? 'Stopped; the tables above are whole.\n' : 'Stopped before anything was measured.\n')
})
const prepared = await prepare(options, scratch)
record = prepared.record
console.log(prepared.head)
const chosen = measurements.filter(({ id }) => options.only.includes(id))
const start = performance.now()
for (const [index, measurement] of chosen.entries()) {
  const left = minutesLeft(chosen, index, (performance.now() - start) / 60_000)
  process.stderr.write(`[${index + 1}/${chosen.length}] ${measurement.title}; ${asMinutes(left)} left\n`)
  const result = await measure(measurement, prepared.context)
  // What ends because everything ends has not failed.
  if (signal.interrupted) await new Promise(() => {})
  record.measurements.push(result)
  console.log(table(measurement.title, result.rows, result.failure))
  if (result.failure !== undefined || result.rows.some(({ failure }) => failure !== undefined)) process.exitCode = 1
}
record.complete = true
await finish()

/** One that fails must not cost the others. */
async function measure({ id, title, run }: Measurement, context: BenchContext): Promise<BenchRecord['measurements'][number]> {
  const loadBefore = os.loadavg()[0]
  const from = performance.now()
  const seconds = () => (performance.now() - from) / 1000
  try {
    return { id, title, loadBefore, rows: await run(context), seconds: seconds() }
  } catch (error) {
    return { id, title, loadBefore, rows: [], seconds: seconds(), failure: error instanceof Error ? error.message : String(error) }
  }
}

async function finish(): Promise<void> {
  await rm(scratch, { recursive: true, force: true, maxRetries: 5, retryDelay: 200 })
  if (!record || record.measurements.length === 0 || 'usage' in options || !options.record) return
  record.seconds = (performance.now() - began) / 1000
  console.log(`Kept in ${await keepRecord(record)}`)
}
