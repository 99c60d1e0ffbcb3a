import { existsSync, mkdirSync, readFileSync, readdirSync, rmSync, writeFileSync } from 'node:fs'
import path from 'node:path'
import { createHash } from 'node:crypto'
import { runChild } from '../child.mjs'
import { cloneRoot } from '../places.mjs'
import { SetupProblem } from '../problem.mjs'
import { environmentOf, findNode } from './node.mjs'

/** Whatever the built interface depends on. */
const inputs = ['src/renderer', 'src/shared', 'resources', 'vite.config.ts', 'package-lock.json']
const output = path.join(cloneRoot, 'out', 'renderer')
const stampFile = path.join(cloneRoot, 'out', 'renderer.sha256')

/** The interface, built by Vite for `serve` and the browser tests. @type {import('../steps.mjs').Step} */
export const rendererStep = {
  title: 'Interface',
  async run(report) {
    const digest = digestOf(inputs.map((input) => path.join(cloneRoot, input)))
    const isBuilt = existsSync(path.join(output, 'index.html')) && existsSync(stampFile) && readFileSync(stampFile, 'utf8') === digest
    if (isBuilt) return { state: 'present', detail: 'built from these sources' }
    report.line('building it with Vite')
    rmSync(stampFile, { force: true })
    const node = await findNode()
    const vite = path.join(cloneRoot, 'node_modules', 'vite', 'bin', 'vite.js')
    const built = await runChild(node, [vite, 'build', '--logLevel', 'warn'], { cwd: cloneRoot, env: { ...environmentOf(node), NO_COLOR: '1' } })
    if (!built.ok) throw new SetupProblem(`Vite could not build the interface:\n${built.tail}`, 'Undo your last change under src/renderer or src/shared, or mend what the lines above name.')
    mkdirSync(path.dirname(stampFile), { recursive: true })
    writeFileSync(stampFile, digest)
    return { state: 'done', detail: path.relative(cloneRoot, output) }
  },
}

/**
 * A digest of the names and contents of files and folders; times do not count, so a fresh checkout of the same sources
 * equals the old one.
 *
 * @param {readonly string[]} places
 */
export function digestOf(places) {
  const hash = createHash('sha256')
  for (const place of places) {
    if (!existsSync(place)) continue
    for (const file of filesOf(place)) {
      hash.update(`${path.relative(path.dirname(place), file)}\0`)
      hash.update(createHash('sha256').update(readFileSync(file)).digest())
    }
  }
  return hash.digest('hex')
}

/**
 * @param {string} place
 * @returns {string[]}
 */
function filesOf(place) {
  const entries = readDirectory(place)
  if (!entries) return [place]
  return entries.sort((a, b) => (a.name < b.name ? -1 : 1)).flatMap((entry) => filesOf(path.join(place, entry.name)))
}

/** @param {string} place */
function readDirectory(place) {
  try {
    return readdirSync(place, { withFileTypes: true })
  } catch (error) {
    if (error instanceof Error && 'code' in error && error.code === 'ENOTDIR') return null
    throw error
  }
}
