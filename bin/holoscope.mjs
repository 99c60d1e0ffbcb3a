#!/usr/bin/env node
import { spawn } from 'node:child_process'
import { existsSync } from 'node:fs'
import path from 'node:path'
import { fileURLToPath } from 'node:url'
import { SetupProblem } from '../scripts/setup/problem.mjs'
import { forwardSignals } from '../scripts/setup/signals.mjs'
import { environmentOf, findNode } from '../scripts/setup/steps/node.mjs'

// The command line, on the clone's own Node: whatever Node started this file, TypeScript runs on the one it was written for.
const root = path.resolve(path.dirname(fileURLToPath(import.meta.url)), '..')

try {
  if (!existsSync(path.join(root, 'node_modules', 'zod'))) {
    throw new SetupProblem('Holoscope\'s packages are not installed in this clone.', 'Run npm run setup there (or npm start), then this command again.')
  }
  const node = await findNode()
  const entry = path.join(root, 'src', 'main', 'cli-entry.ts')
  const child = spawn(node, [entry, ...process.argv.slice(2)], { stdio: 'inherit', env: environmentOf(node) })
  forwardSignals(child)
  child.on('error', (error) => {
    process.stderr.write(`${error.message}\n`)
    process.exitCode = 1
  })
  child.on('close', (code, signal) => {
    if (!signal) process.exitCode = code ?? 1
    else {
      process.removeAllListeners(signal)
      process.kill(process.pid, signal)
    }
  })
} catch (error) {
  if (!(error instanceof SetupProblem)) throw error
  process.stderr.write(`${error.message}\n${error.remedy}\n`)
  process.exitCode = 1
}
