import { spawn } from 'node:child_process'
import path from 'node:path'
import { createInterface } from 'node:readline'
import { cloneRoot } from './places.mjs'
import { forwardSignals } from './signals.mjs'
import { environmentOf, findNode } from './steps/node.mjs'

const entry = path.join('src', 'main', 'serve-entry.ts')
const localAddress = /https?:\/\/(?:127\.0\.0\.1|localhost|\[::1\]):\d+\S*/

/**
 * Serves the app until it ends; opens the browser at the address that it prints, whose fragment carries the token.
 *
 * @param {{ port?: string, open: boolean }} options
 * @returns {Promise<number>} the exit status
 */
export async function serve({ port, open }) {
  const node = await findNode()
  const server = spawn(node, [entry, ...(port ? ['--port', port] : [])], { cwd: cloneRoot, env: environmentOf(node), stdio: ['inherit', 'pipe', 'inherit'] })
  forwardSignals(server)
  let opened = !open
  createInterface({ input: server.stdout }).on('line', (line) => {
    process.stdout.write(`${line}\n`)
    const address = localAddress.exec(line)?.[0]
    if (opened || !address) return
    opened = true
    openBrowser(address)
  })
  return new Promise((resolve) => {
    server.on('error', (error) => { process.stderr.write(`${error.message}\n`); resolve(1) })
    server.on('close', (code, signal) => resolve(code ?? (signal === 'SIGINT' ? 0 : 1)))
  })
}

/** @param {string} address */
function openBrowser(address) {
  /** @type {Partial<Record<NodeJS.Platform, [string, string[]]>>} */
  const openers = { darwin: ['open', [address]], win32: ['explorer.exe', [address]] }
  const [command, parameters] = openers[process.platform] ?? ['xdg-open', [address]]
  const browser = spawn(command, parameters, { stdio: 'ignore', detached: true })
  browser.on('error', () => process.stdout.write('No browser could be opened; open the address above in one.\n'))
  browser.unref()
}
