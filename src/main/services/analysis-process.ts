import { fork } from 'node:child_process'
import { tensorflowEnvironment } from '../../engine/backends/index.ts'
import { analysisScript } from '../../engine/analysis/analysis-path.ts'
import type { AnalysisRequest } from '../../shared/analysis.ts'

/** A process that draws pictures of a checkpoint, as the host sees it. */
export interface AnalysisProcess {
  onMessage(listener: (message: unknown) => void): void
  /** Called once, after the last message, with the last words that the process printed. */
  onExit(listener: (lastWords: string) => void): void
  /** SIGKILL: there is nothing to save. */
  kill(): void
}

export type AnalysisSpawner = (folder: string, request: AnalysisRequest) => AnalysisProcess

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
