import { fork } from 'node:child_process'
import { closeSync, openSync, statSync } from 'node:fs'
import { join } from 'node:path'
import { memoryEnvironment } from '../../engine/backends/index.ts'
import { runFiles } from '../../engine/run-folder/layout.ts'
import { trainerScript } from '../../engine/trainer/trainer-path.ts'
import type { Provenance } from '../../shared/run.ts'
import type { TrainerCommand } from '../../shared/trainer-messages.ts'

/** A trainer as the host sees it, whether Node or Electron has started it. */
export interface TrainerProcess {
  readonly pid: number | undefined
  /** A command to a process that has just ended is dropped. */
  send(command: TrainerCommand): void
  onMessage(listener: (message: unknown) => void): void
  /** Called once, after the last message. */
  onExit(listener: (exit: TrainerExit) => void): void
  /** SIGKILL. */
  kill(): void
}

export interface TrainerExit {
  code: number | null
  signal: NodeJS.Signals | null
  /** Why the process could not be started at all. */
  error?: string
}

export type TrainerSpawner = (folder: string, application: Provenance['application']) => TrainerProcess

/** Process arguments of `trainer.ts`. */
export function trainerArguments(folder: string, application: Provenance['application']): string[] {
  return ['--folder', folder, '--application', JSON.stringify(application)]
}

/**
 * Starts a trainer with Node. What it prints goes straight into the run folder's log, by the system: a native crash is kept,
 * and a trainer that outlives its host can still print.
 */
export const spawnWithNode: TrainerSpawner = (folder, application) => {
  const log = openLog(folder)
  const child = fork(trainerScript, trainerArguments(folder, application), {
    execArgv: [], stdio: ['ignore', log ?? 'ignore', log ?? 'ignore', 'ipc'], env: { ...process.env, ...memoryEnvironment },
  })
  if (log !== null) closeSync(log)
  let error: string | undefined
  child.on('error', (cause) => (error = cause.message))
  return {
    pid: child.pid,
    send: (command) => void (child.connected && child.send(command, () => undefined)),
    onMessage: (listener) => child.on('message', listener),
    onExit: (listener) => {
      if (child.pid === undefined) setImmediate(() => listener({ code: null, signal: null, error: error ?? 'the process could not be started' }))
      else {
        child.once('exit', (code, signal) => {
          // The last messages may still be on their way: the channel closes behind them.
          if (child.connected) child.once('disconnect', () => listener({ code, signal, error }))
          else listener({ code, signal, error })
        })
      }
    },
    kill: () => void child.kill('SIGKILL'),
  }
}

const largestLog = 1_000_000

/** Null where the folder cannot be written: the trainer then says so itself, by its exit code. */
export function openLog(folder: string): number | null {
  const path = join(folder, runFiles.log)
  try {
    const size = statSync(path, { throwIfNoEntry: false })?.size ?? 0
    return openSync(path, size > largestLog ? 'w' : 'a')
  } catch {
    return null
  }
}
