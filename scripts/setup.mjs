import { setUp } from './setup/set-up.mjs'
import { rendererStep } from './setup/steps/renderer.mjs'

// npm run setup: everything that the command line and `serve` need, without starting anything.
process.exitCode = (await setUp([rendererStep])) ? 0 : 1
