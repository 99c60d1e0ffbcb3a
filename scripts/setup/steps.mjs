import { SetupProblem } from './problem.mjs'
import { createReport } from './report.mjs'

/**
 * One piece of set-up. It finds out by itself whether it is done already, and may be killed at any instant and run again.
 *
 * @typedef {object} Step
 * @property {string} title
 * @property {string} [cost] what its failure costs; a step without a cost is one that nothing works without
 * @property {(report: import('./report.mjs').Report) => Promise<StepResult>} run
 *
 * @typedef {object} StepResult
 * @property {'done' | 'present'} state
 * @property {string} detail
 *
 * @typedef {object} Outcome
 * @property {boolean} ok
 * @property {boolean} skipped there was nothing to do
 * @property {SetupProblem} [problem]
 */

/**
 * Runs a step and says what came of it.
 *
 * @param {Step} step
 * @param {{ write(text: string): unknown, isTTY?: boolean }} [stream]
 * @returns {Promise<Outcome>}
 */
export async function runStep(step, stream = process.stdout) {
  const report = createReport(step.title, stream)
  const began = performance.now()
  try {
    const { state, detail } = await step.run(report)
    const seconds = Math.round((performance.now() - began) / 1000)
    report.line(state === 'present' ? `there: ${detail}` : `done in ${seconds} s: ${detail}`)
    return { ok: true, skipped: state === 'present' }
  } catch (error) {
    const problem = error instanceof SetupProblem ? error : asProblem(error)
    report.line(problem.message)
    report.line(problem.remedy)
    if (step.cost) report.line(step.cost)
    return { ok: false, skipped: false, problem }
  }
}

const unwritable = new Set(['EACCES', 'EROFS', 'EPERM', 'ENOTDIR', 'EEXIST', 'EDQUOT'])

/**
 * A full disk or a read-only folder can hit any step; the rest are defects.
 *
 * @param {unknown} error
 */
function asProblem(error) {
  const code = error instanceof Error && 'code' in error ? error.code : undefined
  const message = error instanceof Error ? error.message : String(error)
  if (code === 'ENOSPC') return new SetupProblem(`The disk is full (${message}).`, 'Free some space and run the command again.')
  if (typeof code === 'string' && unwritable.has(code)) {
    return new SetupProblem(`Something cannot be written (${message}).`, 'Make that place writable, or set XDG_CACHE_HOME to a folder that is, and run the command again.')
  }
  throw error
}

/**
 * Runs steps in order; stops at the first failure of one that nothing works without.
 *
 * @param {readonly Step[]} steps
 * @returns {Promise<boolean>} whether everything indispensable is there
 */
export async function runSteps(steps) {
  for (const step of steps) {
    const { ok } = await runStep(step)
    if (!ok && !step.cost) return false
  }
  return true
}
