import { spawn } from 'node:child_process'

/** All that run now: one listener for all of them. @type {Set<import('node:child_process').ChildProcess>} */
const running = new Set()
process.once('exit', () => running.forEach((child) => child.kill('SIGTERM')))

/**
 * @typedef {object} Outcome
 * @property {boolean} ok the program was there, ended in time and with status 0
 * @property {boolean} missing there is no such program
 * @property {boolean} timedOut
 * @property {number | null} code
 * @property {string} stdout
 * @property {string} tail the last lines that it wrote, for an error message
 * @property {string} stderr
 */

/**
 * Runs a program to its end and never throws: whoever calls decides what a failure means. Set-up's own end takes the
 * program with it, except under SIGKILL, which no process can answer.
 *
 * @param {string} command
 * @param {readonly string[]} parameters
 * @param {object} [options]
 * @param {string} [options.cwd]
 * @param {NodeJS.ProcessEnv} [options.env]
 * @param {number} [options.timeout] milliseconds; none by default
 * @param {(line: string) => void} [options.onLine] each line of standard output as it comes
 * @param {boolean} [options.shell]
 * @returns {Promise<Outcome>}
 */
export function runChild(command, parameters, { cwd, env, timeout, onLine, shell = false } = {}) {
  return new Promise((resolve) => {
    const child = spawn(command, parameters, { cwd, env: env ?? process.env, shell, stdio: ['ignore', 'pipe', 'pipe'] })
    let stdout = ''
    let stderr = ''
    let everything = ''
    let timedOut = false
    let unfinished = ''
    running.add(child)
    const timer = timeout ? setTimeout(() => { timedOut = true; child.kill('SIGKILL') }, timeout) : undefined

    child.stdout.setEncoding('utf8').on('data', (/** @type {string} */ text) => {
      stdout += text
      everything = (everything + text).slice(-20_000)
      if (!onLine) return
      const lines = (unfinished + text).split('\n')
      unfinished = lines.pop() ?? ''
      lines.forEach((line) => onLine(line))
    })
    child.stderr.setEncoding('utf8').on('data', (/** @type {string} */ text) => {
      stderr = (stderr + text).slice(-20_000)
      everything = (everything + text).slice(-20_000)
    })

    let settled = false
    /** @param {Pick<Outcome, 'ok' | 'missing' | 'code'>} outcome */
    const settle = (outcome) => {
      if (settled) return
      settled = true
      clearTimeout(timer)
      running.delete(child)
      const tail = everything.trim().split('\n').slice(-12).join('\n')
      resolve({ ...outcome, timedOut, stdout, stderr, tail })
    }
    child.on('error', (error) => {
      everything += String(error)
      settle({ ok: false, missing: 'code' in error && error.code === 'ENOENT', code: null })
    })
    child.on('close', (code) => settle({ ok: code === 0 && !timedOut, missing: false, code }))
  })
}
