import { parentPort, workerData } from 'node:worker_threads'
import { Problem } from '../../shared/problem.ts'
import { kernelNames } from '../kernels/index.ts'
import { loadBackend } from '../backends/index.ts'
import { RunControl } from '../run-control.ts'
import { runLoop } from '../run-loop.ts'
import { findEngineStudy } from '../studies/index.ts'
import { createPortRecorder } from './port-recorder.ts'
import type { WorkerInput, WorkerMessage } from './worker-messages.ts'

/**
 * The thread that computes, and the only one of its process that touches TensorFlow. It reads no file and writes none: what
 * it needs comes as `workerData`, what it makes goes to the main thread. It ends by returning, never by `terminate()`.
 */
const port = parentPort
if (!port) throw new Error('trainer-worker.ts runs as a worker thread of trainer.ts')
const send = (message: WorkerMessage) => port.postMessage(message)

async function train({ config, data, control, start, state }: WorkerInput): Promise<void> {
  const study = findEngineStudy(config.study)
  if (!study) throw new Problem('UnknownStudy', `This version of the lab does not know the study "${config.study}".`, 'Use the version that made the run.')
  const loaded = await loadBackend(config.device.backend, { threads: config.device.threads })
  const session = await study.prepare(config, data)
  const backend = { ...loaded, kernels: kernelNames() }
  try {
    const { dataHash, parameterCount, stepsPerEpoch, totalSteps } = session
    send({ type: 'ready', facts: { backend, dataHash, parameterCount, stepsPerEpoch: stepsPerEpoch ?? undefined, totalSteps } })
    if (state) session.loadState(state)
    const outcome = await runLoop({
      session, start,
      cadence: config.cadence,
      recorder: createPortRecorder(port!),
      control: new RunControl(control),
      warn: (message) => send({ type: 'warning', message }),
    })
    send({ type: 'ended', outcome })
  } finally {
    session.dispose()
  }
}

try {
  await train(workerData as WorkerInput)
} catch (error) {
  const { code, message, action } = error instanceof Problem ? error : new Problem('Defect', `The training stopped unexpectedly: ${error instanceof Error ? error.message : String(error)}`)
  send({ type: 'failed', problem: { code, message, action }, stack: error instanceof Error && !(error instanceof Problem) ? error.stack : undefined })
} finally {
  port.close()
}
