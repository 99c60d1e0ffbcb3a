import { parseArgs } from 'node:util'
import { hasDisplay, startInWindow, windowObstacle } from './setup/start-window.mjs'
import { serve } from './setup/start-serve.mjs'
import { setUp } from './setup/set-up.mjs'
import { runStep } from './setup/steps.mjs'
import { electronStep } from './setup/steps/electron.mjs'
import { rendererStep } from './setup/steps/renderer.mjs'

// npm start: sets the clone up, then opens the app in a window; where there is no display or no Electron, in the browser.
const help = `npm start [-- options]
  --serve       serve the app at a local address instead of opening a window
  --port N      the port to serve it at (any free one by default)
  --no-open     do not open the browser
`
const { values: options } = parseArgs({
  options: { serve: { type: 'boolean' }, port: { type: 'string' }, 'no-open': { type: 'boolean' }, help: { type: 'boolean', short: 'h' } },
})

if (options.help) process.stdout.write(help)
else if (await setUp([rendererStep])) process.exitCode = await start()
else process.exitCode = 1

async function start() {
  const obstacle = options.serve ? 'As asked, no window' : windowObstacle() ?? (await tryWindow())
  if (obstacle === null) return process.exitCode ?? 0
  process.stdout.write(`\n${obstacle}: serving the app at a local address instead.\n`)
  return serve({ port: options.port, open: !options['no-open'] && hasDisplay() })
}

/** @returns {Promise<string | null>} null when the app ran in its window, else why it could not */
async function tryWindow() {
  const { ok } = await runStep(electronStep)
  return ok ? startInWindow() : 'Electron is not there'
}
