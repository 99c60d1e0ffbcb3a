import { existsSync } from 'node:fs'
import path from 'node:path'
import { runChild } from '../child.mjs'
import { cloneRoot } from '../places.mjs'
import { SetupProblem } from '../problem.mjs'
import { addToTestEnvironment, readTestEnvironment } from '../record.mjs'
import { installSystemPackages } from '../system-package.mjs'
import { findNode } from './node.mjs'

const names = ['chromium', 'chromium-browser', 'google-chrome-stable', 'google-chrome']
const macPlaces = ['/Applications/Google Chrome.app/Contents/MacOS/Google Chrome', '/Applications/Chromium.app/Contents/MacOS/Chromium']
const downloadLimit = 240_000

/** The browser that the browser tests drive: one that is there, else Playwright's, else the system's package. @type {import('../steps.mjs').Step} */
export const chromiumStep = {
  title: 'Chromium for tests',
  cost: 'The browser tests cannot run, and npm test will say so and fail.',
  async run(report) {
    const known = readTestEnvironment().HOLOSCOPE_CHROMIUM
    for (const candidate of [process.env.CHROME_PATH, known, await playwrightChromium(), ...names, ...macPlaces]) {
      const version = candidate && (await versionOf(candidate))
      if (version) return found(candidate, version, 'present')
    }
    report.line(`fetching Playwright's Chromium (at most ${downloadLimit / 60_000} minutes)`)
    const download = await fetchPlaywrightChromium()
    const fetched = await playwrightChromium()
    const version = fetched && (await versionOf(fetched))
    if (fetched && version) return found(fetched, version, 'done')
    report.line(`Playwright's Chromium ${download.timedOut ? 'did not arrive in time' : 'could not be fetched or does not start'}; trying the system's packages`)
    const refusal = await installSystemPackages(['chromium'], report)
    const installed = refusal === null && (await versionOf('chromium'))
    if (installed) return found('chromium', installed, 'done')
    throw new SetupProblem(
      `No Chromium: none is installed, Playwright's could not be fetched, and ${refusal ?? 'the system\'s package does not start'}.`,
      'Install Chromium or Chrome, or set CHROME_PATH to one, then run the command again.',
    )
  },
}

/**
 * @param {string} command
 * @param {string} version
 * @param {'present' | 'done'} state
 * @returns {import('../steps.mjs').StepResult}
 */
function found(command, version, state) {
  const program = path.isAbsolute(command) ? command : onPath(command)
  addToTestEnvironment({ HOLOSCOPE_CHROMIUM: program })
  return { state, detail: `${version} (${program})` }
}

/** Starting it is the test: a snap or a missing library shows here, not in the first spec. @param {string} command */
async function versionOf(command) {
  if (path.isAbsolute(command) ? !existsSync(command) : !onPath(command)) return null
  const answer = await runChild(command, ['--version'], { timeout: 30_000 })
  return answer.ok && /chrom/i.test(answer.stdout) ? answer.stdout.trim() : null
}

/** @param {string} command */
function onPath(command) {
  const folders = (process.env.PATH ?? '').split(path.delimiter)
  const endings = process.platform === 'win32' ? ['.exe', ''] : ['']
  return folders.flatMap((folder) => endings.map((ending) => path.join(folder, command + ending))).find((file) => existsSync(file)) ?? ''
}

/** Where Playwright's own download lies or would lie. */
async function playwrightChromium() {
  const script = 'import("@playwright/test").then(({ chromium }) => console.log(chromium.executablePath()))'
  const answer = await runChild(await findNode(), ['--eval', script], { cwd: cloneRoot, timeout: 30_000 })
  return answer.ok ? answer.stdout.trim() : undefined
}

async function fetchPlaywrightChromium() {
  const cli = path.join(cloneRoot, 'node_modules', '@playwright', 'test', 'cli.js')
  return runChild(await findNode(), [cli, 'install', 'chromium'], { cwd: cloneRoot, timeout: downloadLimit })
}
