import { existsSync, readFileSync } from 'node:fs'
import path from 'node:path'
import { runChild } from '../child.mjs'
import { cloneRoot } from '../places.mjs'
import { SetupProblem } from '../problem.mjs'
import { environmentOf, findNode } from './node.mjs'

const packageRoot = path.join(cloneRoot, 'node_modules', 'electron')
const limit = 300_000

/** Electron's program, 110 MB, fetched only when a window can be opened. @type {import('../steps.mjs').Step} */
export const electronStep = {
  title: 'Electron',
  cost: 'The app opens in the browser instead of a window of its own.',
  async run(report) {
    if (electronBinary()) return { state: 'present', detail: 'its program is installed' }
    report.line(`fetching its program, about 110 MB (at most ${limit / 60_000} minutes)`)
    const node = await findNode()
    const environment = { ...environmentOf(node) }
    delete environment.ELECTRON_SKIP_BINARY_DOWNLOAD
    const install = await runChild(node, [path.join(packageRoot, 'install.js')], { cwd: packageRoot, env: environment, timeout: limit })
    if (electronBinary()) return { state: 'done', detail: 'its program is installed' }
    const why = install.timedOut ? 'it did not arrive in time' : install.tail.split('\n').find((line) => /error/i.test(line)) ?? install.tail
    throw new SetupProblem(`Electron's program could not be fetched: ${why.trim()}`, 'Run npm start again with a network that reaches github.com, or set ELECTRON_MIRROR.')
  },
}

/** @returns {string | null} */
export function electronBinary() {
  try {
    const version = readFileSync(path.join(packageRoot, 'dist', 'version'), 'utf8').replace(/^v/, '').trim()
    const wanted = JSON.parse(readFileSync(path.join(packageRoot, 'package.json'), 'utf8')).version
    const program = path.join(packageRoot, 'dist', readFileSync(path.join(packageRoot, 'path.txt'), 'utf8'))
    return version === wanted && existsSync(program) ? program : null
  } catch {
    return null
  }
}
