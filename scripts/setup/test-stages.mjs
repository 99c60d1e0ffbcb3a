import { spawn } from 'node:child_process'
import { mkdirSync, readFileSync, rmSync } from 'node:fs'
import path from 'node:path'
import { cloneRoot, recordFolder } from './places.mjs'
import { readTestEnvironment } from './record.mjs'
import { environmentOf, findNode } from './steps/node.mjs'
import { countPlaywright, countVitest, noTests } from './test-counts.mjs'

/**
 * @typedef {{ file: string, count: (report: string) => import('./test-counts.mjs').Counts }} StageReport what a runner leaves, and its reader
 *
 * @typedef {object} Stage
 * @property {string} heading
 * @property {readonly (readonly string[])[]} commands each a script below node_modules and its parameters
 * @property {StageReport} [report] of the last command
 */

const vitestReport = 'vitest.json'
const playwrightReport = 'playwright.json'

/** @type {Record<string, (reports: string) => Stage>} */
const stages = {
  types: () => ({
    heading: 'Types',
    commands: [
      ['vue-tsc/bin/vue-tsc.js', '--noEmit', '-p', 'tsconfig.json'],
      ['typescript/bin/tsc', '--noEmit', '-p', 'scripts/tsconfig.json'],
    ],
  }),
  lint: () => ({ heading: 'Lint', commands: [['eslint/bin/eslint.js', '.', '--max-warnings', '0']] }),
  unit: (reports) => ({
    heading: 'Unit and integration tests',
    commands: [['vitest/vitest.mjs', 'run', '--reporter=default', '--reporter=json', `--outputFile.json=${path.join(reports, vitestReport)}`]],
    report: { file: vitestReport, count: (text) => countVitest(JSON.parse(text)) },
  }),
  browser: () => ({
    heading: 'Browser tests',
    commands: [['@playwright/test/cli.js', 'test', '--reporter=list,json', '--pass-with-no-tests']],
    report: { file: playwrightReport, count: (text) => countPlaywright(JSON.parse(text)) },
  }),
}

export const stageNames = Object.keys(stages)

/**
 * Runs the stages in order, each to its end, and prints the count as the last line.
 *
 * @param {readonly string[]} chosen
 * @returns {Promise<boolean>} whether everything passed
 */
export async function runTests(chosen) {
  const node = await findNode()
  const reports = path.join(recordFolder(), 'reports')
  mkdirSync(reports, { recursive: true })
  const environment = { ...environmentOf(node), ...readTestEnvironment(), PLAYWRIGHT_JSON_OUTPUT_NAME: path.join(reports, playwrightReport) }
  let total = noTests
  /** @type {string[]} */
  const failed = []

  for (const name of stageNames.filter((stage) => chosen.includes(stage))) {
    const stage = stages[name](reports)
    process.stdout.write(`\n== ${stage.heading}\n`)
    if (stage.report) rmSync(path.join(reports, stage.report.file), { force: true })
    const began = performance.now()
    let ok = true
    for (const [script, ...parameters] of stage.commands) {
      ok = (await runThrough(node, [path.join(cloneRoot, 'node_modules', script), ...parameters], environment)) && ok
    }
    const counts = stage.report ? readCounts(reports, stage.report) : noTests
    total = { passed: total.passed + counts.passed, failed: total.failed + counts.failed, skipped: total.skipped + counts.skipped }
    if (!ok || counts.failed > 0) failed.push(stage.heading)
    process.stdout.write(`== ${stage.heading}: ${ok ? 'passed' : 'FAILED'} in ${Math.round((performance.now() - began) / 1000)} s\n`)
  }
  if (failed.length > 0) process.stdout.write(`\nFailed: ${failed.join(', ')}\n`)
  process.stdout.write(`\n${total.passed} passed, ${total.failed} failed, ${total.skipped} skipped\n`)
  return failed.length === 0
}

/**
 * @param {string} node
 * @param {readonly string[]} parameters
 * @param {NodeJS.ProcessEnv} environment
 * @returns {Promise<boolean>}
 */
function runThrough(node, parameters, environment) {
  return new Promise((resolve) => {
    const child = spawn(node, parameters, { cwd: cloneRoot, env: environment, stdio: 'inherit' })
    const end = () => child.kill('SIGTERM')
    process.once('exit', end)
    child.on('error', () => resolve(false))
    child.on('close', (code) => {
      process.off('exit', end)
      resolve(code === 0)
    })
  })
}

/**
 * A runner that died before it wrote its report counts as one failure.
 *
 * @param {string} folder
 * @param {StageReport} report
 */
function readCounts(folder, { file, count }) {
  try {
    return count(readFileSync(path.join(folder, file), 'utf8'))
  } catch {
    return { ...noTests, failed: 1 }
  }
}
