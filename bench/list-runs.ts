/**
 * Milliseconds until a thousand runs are listed: `node bench/list-runs.ts [--count 1000]`. Each line is a new service on the same
 * folders (the start of the lab), then the same service again (a reload of the window). The first start has no index yet and
 * reads every folder; from the second on the aim is 300 ms. On two cores of a Xeon, shared with other work: 1.3 to 2.9 s without
 * an index, 64 to 87 ms with it, 54 to 65 ms again.
 */
import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises'
import { cpus, tmpdir } from 'node:os'
import { join } from 'node:path'
import { parseArgs } from 'node:util'
import { EventHub } from '../src/main/services/event-hub.ts'
import { Runs } from '../src/main/services/runs.ts'
import { openWorkspace, type Workspace } from '../src/main/services/workspace.ts'
import { findStudy } from '../src/shared/studies/index.ts'

const { values } = parseArgs({ options: { count: { type: 'string', default: '1000' } } })
const count = Number(values.count)

/** Folders as trainings leave them: a full configuration, a provenance, 240 lines of metrics. */
async function writeRuns(workspace: Workspace): Promise<void> {
  const study = findStudy('holographic-flow')!
  const config = study.config.parse(study.presets[0].config) as Record<string, unknown>
  const status = { state: 'done', step: 2400, totalSteps: 2400, updated: '2026-01-01T00:00:00.000Z', elapsedSeconds: 160 }
  const lines = Array.from({ length: 240 }, (_, i) => JSON.stringify({
    kind: i % 20 === 19 ? 'evaluate' : 'train', step: 10 * (i + 1), seconds: i,
    values: i % 20 === 19
      ? { boundaryViolation: 0.1 / (i + 1), energyDistance: 0.2 / (i + 1), slicedWasserstein: 0.3 / (i + 1), maximumMeanDiscrepancy: 0.01 }
      : { loss: 80 / (i + 1), learningRate: 1e-3, gradientNorm: 1.5, lossRatio: 0.5 },
  })).join('\n')
  for (let i = 0; i < count; i++) {
    const folder = join(workspace.runs, `2026-01-01T000000-holographic-flow-${i}`)
    await mkdir(folder)
    await writeFile(join(folder, 'config.json'), `${JSON.stringify({ ...config, seed: i, title: `Run ${i}` }, null, 2)}\n`)
    await writeFile(join(folder, 'status.json'), JSON.stringify(status))
    await writeFile(join(folder, 'metrics.jsonl'), `${lines}\n`)
  }
}

const root = await mkdtemp(join(tmpdir(), 'holoscope-list-'))
try {
  const workspace = await openWorkspace(join(root, 'home'))
  await writeRuns(workspace)
  const newRuns = () => new Runs({ workspace, events: new EventHub(), pointsFile: (id) => join(workspace.dataSets, id, 'points.npy') })
  const timed = async (runs: Runs) => {
    const start = performance.now()
    const rows = await runs.list()
    if (rows.length !== count || rows.some(({ broken }) => broken)) throw new Error(`${rows.length} rows of ${count}`)
    return performance.now() - start
  }
  console.log(`${cpus()[0].model}, ${cpus().length} cores, Node ${process.version}, ${count} runs`)
  for (let start = 1; start <= 4; start++) {
    const runs = newRuns()
    const first = await timed(runs)
    const again = Math.min(await timed(runs), await timed(runs), await timed(runs))
    console.log(`start ${start}: first list ${first.toFixed(0)} ms, again ${again.toFixed(0)} ms`)
  }
} finally {
  await rm(root, { recursive: true, force: true })
}
