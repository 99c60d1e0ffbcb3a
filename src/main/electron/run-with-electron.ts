import { utilityProcess } from 'electron'
import type { ScriptRunner } from '../../engine/backends/probe.ts'
import { lastWords } from '../services/analysis-process.ts'

/** Runs a script as one of Electron's utility processes: with `RunAsNode` switched off, its program is no Node. */
export const runWithElectron: ScriptRunner = (script, parameters, { timeout, env }) => new Promise((resolve, reject) => {
  const child = utilityProcess.fork(script, parameters, { serviceName: 'Holoscope self-test', stdio: ['ignore', 'ignore', 'pipe'], env })
  let words = ''
  let late = false
  const end = () => {
    if (child.pid !== undefined) process.kill(child.pid, 'SIGKILL')
  }
  const timer = setTimeout(() => {
    late = true
    end()
  }, timeout)
  child.stderr?.on('data', (chunk: Buffer) => (words = lastWords(words, chunk)))
  child.once('message', (answer: unknown) => {
    resolve(String(answer))
    end()
  })
  child.once('exit', (code) => {
    clearTimeout(timer)
    // Does nothing after an answer.
    reject(Object.assign(new Error(words.trim() || `It ended with code ${code}.`), { killed: late }))
  })
})
