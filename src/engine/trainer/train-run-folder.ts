import { once } from 'node:events'
import { join } from 'node:path'
import { Worker } from 'node:worker_threads'
import { Problem } from '../../shared/problem.ts'
import type { Provenance, RunStatus } from '../../shared/run.ts'
import type { TrainerEvent } from '../../shared/trainer-messages.ts'
import { fileProblem } from '../files/file-problem.ts'
import { acquireLock } from '../files/lock.ts'
import { FolderRecorder } from '../run-folder/folder-recorder.ts'
import { runFiles } from '../run-folder/layout.ts'
import { prepareResume } from '../run-folder/prepare-resume.ts'
import { readStatus, writeStatus } from '../run-folder/run-folder.ts'
import { readInputs, requireConfig } from '../run-folder/run-inputs.ts'
import { RunControl } from '../run-control.ts'
import type { RunPosition } from '../run-recorder.ts'
import { beginSession, endSession } from './provenance.ts'
import { trainerWorkerScript } from './trainer-path.ts'
import type { PlainProblem, WorkerInput, WorkerMessage, WriteRequest, WrittenMessage } from './worker-messages.ts'

export interface TrainOptions {
  folder: string
  application: Provenance['application']
  onEvent: (event: TrainerEvent) => void
  /** Hands out the control before anything slow begins. */
  onControl: (control: RunControl) => void
  /** Sets what native libraries read from the environment; called before the computing thread starts. */
  prepareEnvironment: (threads: number) => void
}

/**
 * Trains the run in a folder, from its last valid checkpoint, and leaves the folder with a final status. Throws only where
 * the folder cannot be used at all: no run, no permission, another process training in it.
 */
export async function trainRunFolder(options: TrainOptions): Promise<void> {
  const { folder } = options
  const control = new RunControl()
  options.onControl(control)
  const lock = await lockFolder(folder)
  const position: RunPosition = { state: 'failed', step: 0, totalSteps: 1, elapsedSeconds: 0 }
  let recorder: FolderRecorder | null = null
  try {
    const config = await requireConfig(folder)
    try {
      const resume = await prepareResume(folder)
      for (const reason of resume.passedOver) console.error(`Passed over a checkpoint that is not whole: ${reason}`)
      const { manifest, state } = resume.checkpoint ?? {}
      const start = { step: manifest?.step ?? 0, elapsedSeconds: manifest?.elapsedSeconds ?? 0, evaluated: resume.evaluated }
      const before = await readStatus(folder)
      const totalSteps = 'value' in before ? before.value.totalSteps : (manifest?.totalSteps ?? 1)
      Object.assign(position, { step: start.step, elapsedSeconds: start.elapsedSeconds, totalSteps })
      options.prepareEnvironment(config.device.threads)
      // Opened behind the cutting back, which replaces the file that it appends to.
      recorder = await FolderRecorder.open(folder, { keepCheckpoints: config.cadence.keepCheckpoints, onEvent: options.onEvent })
      // Loading TensorFlow takes seconds; the run is no longer waiting.
      await recorder.position({ ...position, state: 'running' })
      const input: WorkerInput = { config, data: await readInputs(folder, config), control: control.buffer, start, state: state ?? null }
      await runWorker(input, recorder, position, options)
    } catch (error) {
      position.state = 'failed'
      position.reason = failureReason(fileProblem(error, 'prepare the run', folder))
    }
    await finish(folder, recorder, position, options.onEvent)
  } catch (error) {
    throw fileProblem(error, 'write the state of the run', folder)
  } finally {
    await lock.release().catch(() => undefined)
  }
}

/** The last word: the final status in the folder, and to the host in any case. */
async function finish(folder: string, recorder: FolderRecorder | null, position: RunPosition, onEvent: TrainOptions['onEvent']): Promise<void> {
  await recorder?.close()
  const status: RunStatus = { ...position, updated: new Date().toISOString() }
  try {
    await writeStatus(folder, status)
  } finally {
    onEvent({ type: 'status', status })
  }
}

/** Runs the computing thread to its end; `position` follows it and tells how it ended. */
async function runWorker(input: WorkerInput, recorder: FolderRecorder, position: RunPosition, options: TrainOptions): Promise<void> {
  const worker = new Worker(trainerWorkerScript, { workerData: input })
  let failure: unknown = new Problem('Defect', 'The computing thread ended without saying why.')
  const write = (request: WriteRequest): Promise<void> => {
    switch (request.method) {
      case 'position':
        Object.assign(position, request.position)
        return recorder.position(request.position)
      case 'metrics': return recorder.metrics(request.line)
      case 'artifacts': return recorder.artifacts(request.artifacts)
      case 'checkpoint': return recorder.checkpoint(request.facts, request.state)
    }
  }
  let starting: Promise<void> | null = null
  let toldOf: unknown = null
  worker.on('message', (message: WorkerMessage) => {
    switch (message.type) {
      case 'ready':
        starting = beginSession(options.folder, options.application, message.facts, input.config.seed, input.start.step)
        starting.catch((error: unknown) => console.error(error))
        return
      case 'write':
        Promise.resolve(starting).then(() => write(message.request)).then(
          () => worker.postMessage({ type: 'written', id: message.id } satisfies WrittenMessage),
          (error: unknown) => {
            // The writes behind one that failed fail with the same error.
            if (!(error instanceof Problem) && error !== toldOf) console.error(error)
            toldOf = error
            worker.postMessage({ type: 'written', id: message.id, problem: plain(error) } satisfies WrittenMessage)
          },
        )
        return
      case 'progress':
        Object.assign(position, { step: message.progress.step, elapsedSeconds: message.progress.elapsedSeconds })
        recorder.progress(message.progress)
        return
      case 'warning':
        console.error(message.message)
        return
      case 'ended':
        failure = null
        Object.assign(position, message.outcome)
        return
      case 'failed':
        if (message.stack) console.error(message.stack)
        failure = new Problem(message.problem.code, message.problem.message, message.problem.action)
    }
  })
  worker.on('error', (error) => {
    failure = error
  })
  await once(worker, 'exit')
  if (starting) await endSession(options.folder, position.step).catch((error: unknown) => console.error(error))
  if (failure) throw failure
}

async function lockFolder(folder: string) {
  const answer = await acquireLock(join(folder, runFiles.lock)).catch((error: unknown) => {
    throw fileProblem(error, 'begin to train', folder)
  })
  if ('lock' in answer) return answer.lock
  throw new Problem('RunBusy', `Process ${answer.owner.pid} on ${answer.owner.host} is training in ${folder}.`, 'Wait until it has ended, or stop it there.')
}

function failureReason(error: unknown): string {
  if (error instanceof Problem) return [error.message, error.action].filter(Boolean).join(' ')
  console.error(error)
  return `The training stopped unexpectedly: ${error instanceof Error ? error.message : String(error)}. The log in the run folder tells more.`
}

function plain(error: unknown): PlainProblem {
  if (error instanceof Problem) return { code: error.code, message: error.message, action: error.action }
  return { code: 'Defect', message: error instanceof Error ? error.message : String(error) }
}
