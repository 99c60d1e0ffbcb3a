import { spawn } from 'node:child_process'
import path from 'node:path'
import { cloneRoot } from './setup/places.mjs'
import { setUp } from './setup/set-up.mjs'
import { readTestEnvironment } from './setup/record.mjs'
import { forwardSignals } from './setup/signals.mjs'
import { chromiumStep } from './setup/steps/chromium.mjs'
import { environmentOf, findNode } from './setup/steps/node.mjs'
import { rendererStep } from './setup/steps/renderer.mjs'
import { vulkanLoaderStep } from './setup/steps/vulkan.mjs'

// npm run bench [-- options]: sets the clone up (TensorFlow for CUDA where there is an NVIDIA driver), then measures everything.
// The one command for a machine with a card, too. Options: bench/README.md.
process.exitCode = (await setUp([rendererStep, vulkanLoaderStep, { ...chromiumStep, cost: 'What is measured in the window is left out.' }])) ? await measure() : 1

/** @returns {Promise<number>} the exit status */
async function measure() {
  const node = await findNode()
  // Of what set-up found for the tests, the browser alone: its Vulkan driver would hide a real card.
  const { HOLOSCOPE_CHROMIUM = '' } = readTestEnvironment()
  const child = spawn(node, [path.join('bench', 'run.ts'), ...process.argv.slice(2)], {
    cwd: cloneRoot, env: { ...environmentOf(node), ...(HOLOSCOPE_CHROMIUM ? { HOLOSCOPE_CHROMIUM } : {}) }, stdio: 'inherit',
  })
  forwardSignals(child)
  return new Promise((resolve) => {
    child.on('error', (error) => { process.stderr.write(`${error.message}\n`); resolve(1) })
    child.on('close', (code) => resolve(code ?? 1))
  })
}
