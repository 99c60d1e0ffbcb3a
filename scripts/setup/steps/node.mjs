import { existsSync } from 'node:fs'
import path from 'node:path'
import { runChild } from '../child.mjs'
import { cloneRoot } from '../places.mjs'
import { SetupProblem } from '../problem.mjs'

/** Runs TypeScript without a build, and is the Node inside Electron. */
const neededMajor = 24

/** @type {import('../steps.mjs').Step} */
export const nodeStep = {
  title: `Node ${neededMajor}`,
  async run() {
    const node = await findNode()
    return { state: 'present', detail: node }
  },
}

/**
 * The Node that everything but set-up runs on: the one that came as a package, else the machine's own if it is new enough.
 *
 * @returns {Promise<string>}
 */
export async function findNode() {
  for (const candidate of [packagedNode(), process.execPath, 'node']) {
    if (path.isAbsolute(candidate) && !existsSync(candidate)) continue
    const answer = await runChild(candidate, ['--version'], { timeout: 20_000 })
    const major = Number(/^v(\d+)/.exec(answer.stdout)?.[1])
    if (answer.ok && major >= neededMajor) return candidate
  }
  throw new SetupProblem(
    `Node ${neededMajor} is needed; this is ${process.version}, and no package brings a newer one to ${process.platform} (${process.arch}).`,
    `Install Node ${neededMajor} (nodejs.org, or: nvm install ${neededMajor}), then run the command again.`,
  )
}

/** @param {string} [root] */
export function packagedNode(root = cloneRoot) {
  const platform = process.platform === 'win32' ? 'win' : process.platform
  const program = process.platform === 'win32' ? 'node.exe' : 'node'
  return path.join(root, 'node_modules', `node-${platform}-${process.arch}`, 'bin', program)
}

/**
 * An environment in which `node` and the packages' commands are the clone's.
 *
 * @param {string} node
 * @returns {NodeJS.ProcessEnv}
 */
export function environmentOf(node) {
  const folders = [path.join(cloneRoot, 'node_modules', '.bin'), process.env.PATH ?? '']
  if (path.isAbsolute(node)) folders.unshift(path.dirname(node))
  return { ...process.env, PATH: folders.join(path.delimiter) }
}
