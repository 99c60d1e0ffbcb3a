import { execFile } from 'node:child_process'
import { cp, mkdir, readdir, readFile, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { promisify } from 'node:util'
import { ringWithBadRows } from './drop-file.ts'

/** The command line on a workspace. */
export async function holoscope(home: string, ...parameters: string[]): Promise<void> {
  await promisify(execFile)(process.execPath, ['src/main/cli-entry.ts', ...parameters], { env: { ...process.env, HOLOSCOPE_HOME: home } })
}

/** Two runs of seconds that differ in their seed, with samples and checkpoints. */
export async function trainTwoRuns(home: string): Promise<void> {
  for (const seed of ['1', '2']) {
    await holoscope(home, 'run', 'mini-ci', '--title', `Short run ${seed}`, '--seed', seed, '--set', 'training.steps=20', '--set', 'cadence.evaluateEvery=10',
      '--set', 'cadence.checkpointEvery=10', '--set', 'cadence.logEvery=2', '--quiet')
  }
}

/** A neural RG run of seconds on a lattice of 4 × 4, with both stages. */
export async function trainSmallBulk(home: string): Promise<void> {
  await holoscope(home, 'run', 'cphi4-8', '--title', 'Small bulk', '--set', 'theory.side=4', '--set', 'stageOne.steps=20', '--set', 'stageTwo.steps=10',
    '--set', 'evaluation.samples=40', '--set', 'evaluation.monteCarloSamples=40', '--set', 'cadence.evaluateEvery=10', '--set', 'cadence.checkpointEvery=10',
    '--set', 'cadence.logEvery=5', '--quiet')
}

/**
 * What a workspace collects in time, beside finished runs: a data set, a run of the other study, a run that was cut off, one that failed, one whose folder
 * was copied by halves. The odd ones are copies of a finished run, with another word on how it ended.
 */
export async function furnish(home: string): Promise<void> {
  const table = join(home, 'ring.csv')
  await writeFile(table, ringWithBadRows().text)
  await holoscope(home, 'import', table, '--title', 'Measured ring')
  await holoscope(home, 'run', 'mini-rg', '--quiet')
  const runs = join(home, 'runs')
  const model = (await readdir(runs)).sort()[0]
  for (const [name, title, change] of [
    ['2026-01-03T120000-interrupted', 'Cut off by a power failure', { state: 'interrupted', totalSteps: 5000 }],
    ['2026-01-02T120000-failed', 'Learning rate too high', { state: 'failed', totalSteps: 5000, reason: 'The loss became NaN. The last good checkpoint is intact.' }],
  ] as const) {
    await cp(join(runs, model), join(runs, name), { recursive: true })
    const edit = async (file: string, part: object) => {
      const path = join(runs, name, file)
      await writeFile(path, JSON.stringify({ ...JSON.parse(await readFile(path, 'utf8')) as object, ...part }))
    }
    await edit('config.json', { title })
    await edit('status.json', change)
  }
  await mkdir(join(runs, '2026-01-01T120000-copied-by-halves'))
  await writeFile(join(runs, '2026-01-01T120000-copied-by-halves', 'config.json'), '{"study": "holographic-flow", "ti')
}
