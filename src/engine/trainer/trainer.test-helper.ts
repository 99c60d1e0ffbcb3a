import { type ChildProcess, fork } from 'node:child_process'
import { once } from 'node:events'
import { readdir, readFile } from 'node:fs/promises'
import { join } from 'node:path'
import type { RunStatus } from '../../shared/run.ts'
import { type TrainerCommand, type TrainerEvent, trainerEventSchema } from '../../shared/trainer-messages.ts'
import { findStudy } from '../../shared/studies/index.ts'
import { anyRunConfigSchema } from '../../shared/run-config.ts'
import { readMetrics } from '../run-folder/metrics.ts'
import { createRunFolder, readStatus } from '../run-folder/run-folder.ts'
import { trainerScript } from './trainer-path.ts'

/** The smallest real training of the first study: 8 × 8 modes, a U-Net of one level, 40 steps. */
export const smallestConfig = {
  study: 'holographic-flow',
  title: 'Smallest',
  encoding: { modes: 8 },
  model: { variant: 'ads', preconditioning: 'none' },
  network: { kind: 'unet', width: 8, depth: 1 },
  data: { kind: 'generator', points: 1000 },
  training: { steps: 40, batchSize: 8 },
  sampling: { points: 50, referencePoints: 100, solverSteps: 2 },
  device: { threads: 1 },
  cadence: { logEvery: 4, evaluateEvery: 10, checkpointEvery: 8, keepCheckpoints: 3 },
}

export async function createSmallestRun(folder: string, change: Record<string, unknown> = {}): Promise<void> {
  const config = findStudy('holographic-flow')!.config.parse({ ...smallestConfig, ...change })
  await createRunFolder(folder, anyRunConfigSchema.parse(config), { state: 'queued', step: 0, totalSteps: 40, updated: '', elapsedSeconds: 0 })
}

export interface StartedTrainer {
  process: ChildProcess
  send(command: TrainerCommand): void
  /** Resolves with the first event that fits. Rejects when the process ends before. */
  until(fits: (event: TrainerEvent) => boolean): Promise<TrainerEvent>
  ended: Promise<{ code: number | null; signal: NodeJS.Signals | null; stderr: string; statuses: RunStatus[] }>
}

export interface StartOptions {
  /** Limits the size of files that the trainer can write, in bytes (`ulimit -f`). */
  fileLimit?: number
  /** @default the source */
  script?: string
}

export function startTrainer(folder: string, { fileLimit, script = trainerScript }: StartOptions = {}): StartedTrainer {
  const child = fork(script, ['--folder', folder, '--application', JSON.stringify({ name: 'holoscope', version: '0', commit: null })], {
    execArgv: [], silent: true, ...(fileLimit === undefined ? {} : withFileLimit(fileLimit)),
  })
  let stderr = ''
  const statuses: RunStatus[] = []
  const listeners = new Set<(event: TrainerEvent) => void>()
  child.stderr!.on('data', (chunk: Buffer) => (stderr += chunk.toString()))
  child.stdout!.resume()
  child.on('message', (message) => {
    const event = trainerEventSchema.parse(message)
    if (event.type === 'status') statuses.push(event.status)
    for (const listener of listeners) listener(event)
  })
  // Not `close`, which a child never emits once we have disconnected from it.
  const printed = once(child.stderr!, 'close')
  const ended: StartedTrainer['ended'] = once(child, 'exit').then(async ([code, signal]) => {
    await printed
    return { code, signal, stderr, statuses }
  })
  return {
    process: child,
    send: (command) => void child.send(command),
    until: (fits) => new Promise((resolve, reject) => {
      const listener = (event: TrainerEvent) => {
        if (!fits(event)) return
        listeners.delete(listener)
        resolve(event)
      }
      listeners.add(listener)
      ended.then(({ code, signal }) => reject(new Error(`The trainer ended first (${code ?? signal}): ${stderr}`)))
    }),
    ended,
  }
}

/** A shell that sets the limit and becomes Node. It hands the IPC channel on, which is an inherited file descriptor. */
function withFileLimit(bytes: number) {
  return { execPath: '/bin/sh', execArgv: ['-c', `ulimit -f ${Math.ceil(bytes / 512)}; trap '' XFSZ; exec "${process.execPath}" "$@"`, 'sh'] }
}

export async function requireStatus(folder: string): Promise<RunStatus> {
  const read = await readStatus(folder)
  if ('value' in read) return read.value
  throw new Error(read.reason)
}

/** Everything that must be equal bit for bit: states, lines without their seconds, pictures. */
export async function fingerprint(folder: string) {
  const contents = async (place: string, wanted: (name: string) => boolean) => {
    const names = await readdir(join(folder, place), { recursive: true })
    return await Promise.all(names.filter(wanted).sort().map(async (name) => [name, (await readFile(join(folder, place, name))).toString('base64')]))
  }
  return {
    states: await contents('checkpoints', (name) => name.endsWith('state.safetensors')),
    pictures: await contents('artifacts', (name) => name.includes('.')),
    lines: (await readMetrics(folder)).map(({ kind, step, values }) => ({ kind, step, values })),
  }
}
