import { mkdtemp, rm } from 'node:fs/promises'
import os from 'node:os'
import { join } from 'node:path'
import { parseArgs } from 'node:util'
import { describeApplication } from '../src/main/services/application.ts'
import { findGraphics } from './graphics.ts'
import { describeMachine } from './machine.ts'
import type { BenchContext } from './measurement.ts'
import { providePyTorch } from './pytorch-environment.ts'
import { type BenchRecord, keepRecord } from './record.ts'
import { measurements } from './registry.ts'
import { table } from './table.ts'

/** `npm run bench`: measures everything of the registry on this machine in one go, prints tables, keeps a record. See README.md. */
const { values } = parseArgs({
  options: {
    only: { type: 'string' }, rounds: { type: 'string', default: '7' }, threads: { type: 'string', default: String(os.availableParallelism()) },
    'no-pytorch': { type: 'boolean', default: false }, 'no-compile': { type: 'boolean', default: false }, 'no-record': { type: 'boolean', default: false },
  },
})
const chosen = values.only?.split(',') ?? measurements.map(({ id }) => id)
const unknown = chosen.filter((id) => !measurements.some((measurement) => measurement.id === id))
if (unknown.length > 0) {
  console.error(`There is no measurement ${unknown.join(', ')}. There are ${measurements.map(({ id }) => id).join(', ')}.`)
  process.exit(2)
}

const say = (text: string) => void process.stderr.write(`  ${text}\n`)
const machine = await describeMachine()
const { graphics, backends } = await findGraphics()
const pytorch = values['no-pytorch'] ? { absent: 'PyTorch was left out, as asked.' } : await providePyTorch(say, !values['no-compile'])
const scratch = await mkdtemp(join(os.tmpdir(), 'holoscope-bench-'))
const context: BenchContext = { threads: Number(values.threads), rounds: Number(values.rounds), scratch, pytorch, graphics, say }
const { version, commit } = describeApplication()
const record: BenchRecord = {
  date: new Date().toISOString(), application: { version, commit }, machine, backends, threads: context.threads, rounds: context.rounds,
  pytorch: 'absent' in pytorch ? pytorch.absent : 'measured', measurements: [],
}

console.log([
  `${machine.processor}, ${machine.cores} cores, ${machine.memoryGiB} GiB, ${machine.system}, Node ${machine.node}, load ${machine.load}`,
  ...machine.graphicsCards,
  ...backends.map(({ name, device, reason }) => `${name}: ${[device, reason].filter(Boolean).join('. ')}`),
  ...('absent' in pytorch ? [pytorch.absent] : []),
  `${context.threads} threads for every peer, medians of ${context.rounds} alternating rounds`, '',
].join('\n'))
try {
  for (const { id, title, run } of measurements.filter((measurement) => chosen.includes(measurement.id))) {
    process.stderr.write(`${title}\n`)
    const loadBefore = os.loadavg()[0]
    try {
      const rows = await run(context)
      record.measurements.push({ id, title, loadBefore, rows })
      console.log(table(title, rows))
    } catch (error) {
      // One that fails must not cost the others.
      const failure = error instanceof Error ? error.message : String(error)
      record.measurements.push({ id, title, loadBefore, rows: [], failure })
      console.log(`### ${title}\n\nNot measured: ${failure}\n`)
      process.exitCode = 1
    }
  }
} finally {
  await rm(scratch, { recursive: true, force: true, maxRetries: 5, retryDelay: 200 })
}
if (!values['no-record']) console.log(`Kept in ${await keepRecord(record)}`)
