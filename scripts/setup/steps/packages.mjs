import { readFileSync } from 'node:fs'
import path from 'node:path'
import { runChild } from '../child.mjs'
import { cloneRoot } from '../places.mjs'
import { SetupProblem } from '../problem.mjs'

/** @type {import('../steps.mjs').Step} */
export const packagesStep = {
  title: 'Packages',
  async run(report) {
    if (matchesLock(cloneRoot)) return { state: 'present', detail: 'node_modules matches package-lock.json' }
    report.line('installing the packages of package-lock.json with npm ci (a minute or two)')
    const npm = await runChild('npm', ['ci', '--ignore-scripts', '--no-audit', '--no-fund', '--loglevel=error'], {
      cwd: cloneRoot,
      env: environmentForNpm(),
      shell: process.platform === 'win32',
    })
    if (npm.missing) throw new SetupProblem('npm is not on the path.', 'Install Node with npm from nodejs.org, then run the command again.')
    if (!npm.ok) {
      throw new SetupProblem(`npm ci failed:\n${firstErrors(npm.stderr)}`, 'Look for the network and, behind a proxy, for npm\'s settings (npm config list), then run the command again.')
    }
    return { state: 'done', detail: 'node_modules matches package-lock.json' }
  },
}

/**
 * npm writes `node_modules/.package-lock.json` as the last act of an installation, and removes it first: killed half-way,
 * it is not there. What it lists must be what the lock file asks for, save packages for other platforms.
 *
 * @param {string} root
 */
export function matchesLock(root) {
  const wanted = readPackages(path.join(root, 'package-lock.json'))
  const installed = readPackages(path.join(root, 'node_modules', '.package-lock.json'))
  if (!wanted || !installed) return false
  const wantedPlaces = Object.keys(wanted).filter((place) => place !== '')
  return wantedPlaces.every((place) => {
    const found = installed[place]
    if (!found) return wanted[place].optional === true
    return found.version === wanted[place].version && found.integrity === wanted[place].integrity
  }) && Object.keys(installed).every((place) => place in wanted)
}

/** npm says what is wrong first, and ends with its manual. @param {string} output */
const firstErrors = (output) => output.split('\n').filter((line) => /^npm error \S/.test(line)).slice(0, 8).join('\n')

/**
 * @param {string} file
 * @returns {Record<string, { version?: string, integrity?: string, optional?: boolean }> | null}
 */
function readPackages(file) {
  try {
    return JSON.parse(readFileSync(file, 'utf8')).packages
  } catch {
    return null
  }
}

/**
 * No package may run a script of its own: the addon, Electron and the browser have their steps here. npm itself must not
 * run on the Node inside `node_modules`, which it is about to replace.
 */
function environmentForNpm() {
  const folders = (process.env.PATH ?? '').split(path.delimiter).filter((folder) => !folder.startsWith(path.join(cloneRoot, 'node_modules')))
  return { ...process.env, PATH: folders.join(path.delimiter), ELECTRON_SKIP_BINARY_DOWNLOAD: '1', PLAYWRIGHT_SKIP_BROWSER_DOWNLOAD: '1' }
}
