import { fork } from 'node:child_process'
import { tensorflowEnvironment } from '../../engine/backends/index.ts'
import { analysisScript } from '../../engine/analysis/analysis-path.ts'
import { analysisEventSchema, type AnalysisRequest, type AnalysisResult } from '../../shared/analysis.ts'
import { Problem } from '../../shared/problem.ts'

/** A process that draws pictures of a checkpoint, as the host sees it. */
export interface AnalysisProcess {
  onMessage(listener: (message: unknown) => void): void
  /** Called once, after the last message, with the last words that the process printed. */
  onExit(listener: (lastWords: string) => void): void
  /** SIGKILL: there is nothing to save. */
  kill(): void
}

export type AnalysisSpawner = (folder: string, request: AnalysisRequest) => AnalysisProcess

/** Starts the process; its result, or a `Problem` that says what it said. */
export function drawAnalysis(
  spawner: AnalysisSpawner, folder: string, request: AnalysisRequest, onProgress: (share: number) => void,
): { process: AnalysisProcess; result: Promise<AnalysisResult> } {
  const process = spawner(folder, request)
  const result = new Promise<AnalysisResult>((resolve, reject) => {
    process.onMessage((message) => {
      const parsed = analysisEventSchema.safeParse(message)
      if (!parsed.success) {
        console.error(`The analysis of ${folder} said something that is not an event: ${JSON.stringify(message)?.slice(0, 500)}`)
        return
      }
      const event = parsed.data
      switch (event.type) {
        case 'progress':
          onProgress(event.share)
          return
        case 'done':
          resolve(event.result)
          return
        case 'failed':
          reject(new Problem(event.problem.code, event.problem.message, event.problem.action))
      }
    })
    // After a result this changes nothing: the promise is settled.
    process.onExit((words) => reject(new Problem(
      'AnalysisEnded', `The process that draws the pictures ended before it had them. Its last words: ${words}`, 'The run is not affected. Try again; with less memory in use if it was killed.',
    )))
  })
  return { process, result }
}

/** Process arguments of `analyse-run.ts`. */
export function analysisArguments(folder: string, request: AnalysisRequest): string[] {
  return ['--folder', folder, '--request', JSON.stringify(request)]
}

/** What is kept of the output of a process that fails. */
export function lastWords(before: string, chunk: Buffer | string): string {
  return `${before}${chunk.toString()}`.slice(-2000)
}

export const spawnAnalysisWithNode: AnalysisSpawner = (folder, request) => {
  const child = fork(analysisScript, analysisArguments(folder, request), {
    execArgv: [], stdio: ['ignore', 'ignore', 'pipe', 'ipc'], env: { ...process.env, ...tensorflowEnvironment(0) },
  })
  let words = ''
  child.stderr?.on('data', (chunk: Buffer) => (words = lastWords(words, chunk)))
  let failure = ''
  child.on('error', (error) => (failure = error.message))
  return {
    onMessage: (listener) => child.on('message', listener),
    onExit: (listener) => {
      if (child.pid === undefined) setImmediate(() => listener(failure || 'The process could not be started.'))
      // Pipes and channel are closed as well: nothing comes after it.
      else child.once('close', (code, signal) => listener(words.trim() || `It ended with ${signal ?? `code ${code}`}.`))
    },
    kill: () => void child.kill('SIGKILL'),
  }
}
