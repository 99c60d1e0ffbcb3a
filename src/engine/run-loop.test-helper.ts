import { cp, mkdtemp, readdir, readFile, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { anyRunConfigSchema, type Cadence } from '../shared/run-config.ts'
import { SerialQueue } from './files/serial-queue.ts'
import { FolderRecorder } from './run-folder/folder-recorder.ts'
import { readMetrics } from './run-folder/metrics.ts'
import { prepareResume } from './run-folder/prepare-resume.ts'
import { createRunFolder } from './run-folder/run-folder.ts'
import { RunControl } from './run-control.ts'
import { runLoop } from './run-loop.ts'
import type { RunRecorder } from './run-recorder.ts'
import { createTinySession, type TinyOptions } from './tiny-session.test-helper.ts'

const cadence: Cadence = { logEvery: 4, evaluateEvery: 10, checkpointEvery: 8, keepCheckpoints: 3 }

/** Run folders of a test, in a temporary place of their own. */
export interface RunFolders {
  readonly parent: string
  create(name: string): Promise<string>
  /** As a kill would leave it at this moment. */
  copy(folder: string, name: string): Promise<string>
  remove(): Promise<void>
}

export async function runFolders(): Promise<RunFolders> {
  const parent = await mkdtemp(join(tmpdir(), 'holoscope-loop-'))
  return {
    parent,
    async create(name) {
      const folder = join(parent, name)
      await createRunFolder(folder, anyRunConfigSchema.parse({ study: 'tiny' }), { state: 'queued', step: 0, totalSteps: 40, updated: '', elapsedSeconds: 0 })
      return folder
    },
    async copy(folder, name) {
      await cp(folder, join(parent, name), { recursive: true })
      return join(parent, name)
    },
    remove: () => rm(parent, { recursive: true, force: true }),
  }
}

export interface LiveOptions extends TinyOptions {
  control?: RunControl
  /** @default a picture every 10 steps */
  evaluateEvery?: number
  wrap?: (recorder: RunRecorder) => RunRecorder
  warn?: (message: string) => void
}

/** One life of a trainer: from the last checkpoint to the end, or to a failure. */
export async function live(folder: string, { control = new RunControl(), evaluateEvery = cadence.evaluateEvery, wrap = (same) => same, warn, ...tiny }: LiveOptions = {}) {
  const resume = await prepareResume(folder)
  const session = createTinySession(tiny)
  const recorder = await FolderRecorder.open(folder, { keepCheckpoints: cadence.keepCheckpoints })
  const manifest = resume.checkpoint?.manifest
  try {
    if (resume.checkpoint) session.loadState(resume.checkpoint.state)
    return await runLoop({
      session, control, warn, cadence: { ...cadence, evaluateEvery }, recorder: wrap(recorder),
      start: { step: manifest?.step ?? 0, elapsedSeconds: manifest?.elapsedSeconds ?? 0, evaluated: resume.evaluated },
    })
  } finally {
    await recorder.close()
    session.dispose()
  }
}

/** Everything that must be equal bit for bit: states, lines without their seconds, pictures. */
export async function fingerprint(folder: string) {
  const checkpoints = join(folder, 'checkpoints')
  const states = await Promise.all((await readdir(checkpoints)).sort().map(async (name) => [name, (await readFile(join(checkpoints, name, 'state.safetensors'))).toString('base64')]))
  const artifacts = join(folder, 'artifacts')
  const pictures = await Promise.all((await readdir(artifacts)).sort().map(async (name) => [name, (await readFile(join(artifacts, name))).toString('base64')]))
  const lines = (await readMetrics(folder)).map(({ kind, step, values }) => ({ kind, step, values }))
  return { states, pictures, lines }
}

export const bound = (recorder: RunRecorder): RunRecorder => ({
  position: (position) => recorder.position(position), metrics: (line) => recorder.metrics(line), artifacts: (list) => recorder.artifacts(list),
  checkpoint: (facts, state) => recorder.checkpoint(facts, state), progress: (progress) => recorder.progress(progress),
})

/** A disk in whose way one can stand: one write after the other, each of them done by `around`. */
export function serially(recorder: RunRecorder, around: (write: RecordedWrite) => Promise<void>): RunRecorder {
  const queue = new SerialQueue()
  const write = (method: RecordedWrite['method'], step: number, write: () => Promise<void>) => queue.run(() => around({ method, step, write }))
  return {
    position: (position) => write('position', position.step, () => recorder.position(position)),
    metrics: (line) => write('metrics', line.step, () => recorder.metrics(line)),
    artifacts: (list) => write('artifacts', list[0].descriptor.step, () => recorder.artifacts(list)),
    checkpoint: (facts, state) => write('checkpoint', facts.step, () => recorder.checkpoint(facts, state)),
    progress: (progress) => recorder.progress(progress),
  }
}

export interface RecordedWrite {
  method: Exclude<keyof RunRecorder, 'progress'>
  step: number
  write: () => Promise<void>
}
