import { closeSync, write } from 'node:fs'
import { utilityProcess } from 'electron'
import { trainerScript } from '../../engine/trainer/trainer-path.ts'
import { openLog, trainerArguments, type TrainerSpawner } from '../services/trainer-process.ts'

/** Starts a trainer as one of Electron's utility processes: its program with `RunAsNode` switched off cannot be forked. */
export const spawnWithElectron: TrainerSpawner = (folder, application) => {
  const log = openLog(folder)
  const child = utilityProcess.fork(trainerScript, trainerArguments(folder, application), { serviceName: 'Holoscope trainer', stdio: 'pipe' })
  const keep = (chunk: Buffer) => {
    if (log !== null) write(log, chunk, () => undefined)
  }
  child.stdout?.on('data', keep)
  child.stderr?.on('data', keep)
  return {
    get pid() {
      return child.pid
    },
    send: (command) => child.postMessage(command),
    onMessage: (listener) => child.on('message', listener),
    onExit: (listener) => child.once('exit', (code) => {
      if (log !== null) closeSync(log)
      // Electron reports a signal as a code: the number itself, or 128 more.
      listener({ code, signal: null })
    }),
    kill: () => {
      if (child.pid !== undefined) process.kill(child.pid, 'SIGKILL')
    },
  }
}
