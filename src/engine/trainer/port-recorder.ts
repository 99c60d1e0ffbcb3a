import type { MessagePort } from 'node:worker_threads'
import { Problem } from '../../shared/problem.ts'
import type { RunRecorder } from '../run-recorder.ts'
import type { WorkerMessage, WriteRequest, WrittenMessage } from './worker-messages.ts'

/**
 * The run folder as the computing thread sees it: each write travels to the main thread and resolves when the main thread
 * has written it. How far the loop runs ahead is its own affair (`WritesBehind`), which is all the back-pressure that is needed.
 *
 * Arrays are copied, not transferred: a read of a tensor that never went to the device answers with the very array behind
 * it, and a study may describe its live training data. The copy of 170 MB (the paper's network) takes a tenth of a second.
 */
export function createPortRecorder(port: Pick<MessagePort, 'postMessage' | 'on'>): RunRecorder {
  const waiting = new Map<number, { resolve: () => void; reject: (error: unknown) => void }>()
  let nextId = 0
  port.on('message', ({ id, problem }: WrittenMessage) => {
    const caller = waiting.get(id)
    waiting.delete(id)
    if (problem) caller?.reject(new Problem(problem.code, problem.message, problem.action))
    else caller?.resolve()
  })
  const write = (request: WriteRequest) =>
    new Promise<void>((resolve, reject) => {
      const id = nextId++
      waiting.set(id, { resolve, reject })
      port.postMessage({ type: 'write', id, request } satisfies WorkerMessage)
    })
  return {
    position: (position) => write({ method: 'position', position }),
    metrics: (line) => write({ method: 'metrics', line }),
    artifacts: (artifacts) => write({ method: 'artifacts', artifacts }),
    checkpoint: (facts, state) => write({ method: 'checkpoint', facts, state }),
    progress: (progress) => port.postMessage({ type: 'progress', progress } satisfies WorkerMessage),
  }
}
