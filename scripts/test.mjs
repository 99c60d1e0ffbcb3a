import { parseArgs } from 'node:util'
import { setUp } from './setup/set-up.mjs'
import { chromiumStep } from './setup/steps/chromium.mjs'
import { rendererStep } from './setup/steps/renderer.mjs'
import { vulkanStep } from './setup/steps/vulkan.mjs'
import { runTests, stageNames } from './setup/test-stages.mjs'

// npm test: sets the clone up, then type checks, lint, unit and integration tests, browser tests, and a count.
const { values } = parseArgs({ options: { only: { type: 'string' }, help: { type: 'boolean', short: 'h' } } })
const chosen = values.only?.split(',') ?? stageNames
const unknown = chosen.filter((name) => !stageNames.includes(name))

if (values.help || unknown.length > 0) {
  if (unknown.length > 0) process.stdout.write(`There is no stage ${unknown.join(', ')}.\n`)
  process.stdout.write(`npm test [-- --only ${stageNames.join(',')}]\n`)
  process.exitCode = unknown.length > 0 ? 2 : 0
} else {
  const needsBrowser = chosen.includes('browser')
  const needsVulkan = chosen.includes('unit')
  const further = [
    ...(needsBrowser || needsVulkan ? [chromiumStep] : []),
    ...(needsVulkan ? [vulkanStep] : []),
    ...(needsBrowser ? [rendererStep] : []),
  ]
  process.exitCode = (await setUp(further)) && (await runTests(chosen)) ? 0 : 1
}
