import path from 'node:path'
import { withLock } from './lock.mjs'
import { cloneRoot } from './places.mjs'
import { runSteps } from './steps.mjs'
import { addonStep } from './steps/addon.mjs'
import { nativeStep } from './steps/native.mjs'
import { nodeStep } from './steps/node.mjs'
import { packagesStep } from './steps/packages.mjs'
import { tensorflowStep } from './steps/tensorflow.mjs'

/** What every entry needs. The packages come first: npm ci clears the folder into which the addon is built. */
const always = [packagesStep, nodeStep, tensorflowStep, addonStep, nativeStep]

/**
 * Sets this clone up, one process at a time.
 *
 * @param {readonly import('./steps.mjs').Step[]} further what this entry needs beyond the common steps
 * @returns {Promise<boolean>} whether everything indispensable is there
 */
export function setUp(further) {
  return withLock(path.join(cloneRoot, '.cache', 'set-up.lock'), () => runSteps([...always, ...further]), {
    onWait: (owner) => process.stdout.write(`Another set-up of this clone is running (${owner}); waiting for it.\n`),
  })
}
