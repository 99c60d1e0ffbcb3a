import { Worker } from 'node:worker_threads'
import { siblingScript } from '../../engine/files/sibling-script.ts'
import { Problem } from '../../shared/problem.ts'
import type { ParseJob, ParseResults } from './parse-job.ts'

/** What the thread sends back; errors lose their class on the way, so a `Problem` travels by its parts. */
export type ParseAnswer =
  | { result: ParseResults[keyof ParseResults] }
  | { problem: { code: string; message: string; action?: string } }

export interface ParseInWorkerOptions {
  /** Ends the thread; the promise then rejects. */
  signal?: AbortSignal
}

/** Reads a file of points in a thread of its own. */
export function parseInWorker<Kind extends ParseJob['kind']>(
  job: ParseJob & { kind: Kind }, { signal }: ParseInWorkerOptions = {},
): Promise<ParseResults[Kind]> {
  return new Promise((resolve, reject) => {
    const cancelled = () => new Problem('Cancelled', 'Reading the file was cancelled.')
    if (signal?.aborted) return reject(cancelled())
    const worker = new Worker(siblingScript(import.meta.url, 'parse-worker'), { workerData: job })
    const onAbort = () => {
      reject(cancelled())
      void worker.terminate()
    }
    signal?.addEventListener('abort', onAbort)
    worker.once('message', (answer: ParseAnswer) => {
      if ('result' in answer) resolve(answer.result as ParseResults[Kind])
      else reject(new Problem(answer.problem.code, answer.problem.message, answer.problem.action))
    })
    worker.once('error', (error) => reject(outOfMemory(error) ?? error))
    worker.once('exit', (code) => {
      signal?.removeEventListener('abort', onAbort)
      // Does nothing after an answer.
      reject(new Error(`The thread that reads ${job.fileName} ended with code ${code} and no answer.`))
    })
  })
}

function outOfMemory(error: unknown): Problem | null {
  const { code, name } = error as NodeJS.ErrnoException
  if (code !== 'ERR_WORKER_OUT_OF_MEMORY' && name !== 'RangeError') return null
  return new Problem('OutOfMemory', 'The file needs more memory than there is.', 'Save the two columns as NPY, or a random part of the rows.')
}
