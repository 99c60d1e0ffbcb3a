import { spawn } from 'node:child_process'
import path from 'node:path'
import { runChild } from './child.mjs'
import { cloneRoot } from './places.mjs'
import { electronBinary } from './steps/electron.mjs'
import { environmentOf, findNode } from './steps/node.mjs'

/** An end within this time, with a failure, means that no window could open at all. */
const tooSoon = 10_000

/** Whether a window could be shown. */
export function hasDisplay(environment = process.env, platform = process.platform) {
  if (platform === 'win32' || platform === 'darwin') return true
  return Boolean(environment.DISPLAY || environment.WAYLAND_DISPLAY)
}

/** Why no window can be tried at all, or null. */
export function windowObstacle() {
  if (!hasDisplay()) return 'There is no display (DISPLAY and WAYLAND_DISPLAY are not set)'
  if (process.platform === 'linux' && process.getuid?.() === 0) return 'Electron opens no window for root'
  return null
}

/**
 * Builds the desktop bundle, opens the window and waits for its end.
 *
 * @returns {Promise<string | null>} null when the app ran, else why it could not
 */
export async function startInWindow() {
  const node = await findNode()
  const electronVite = path.join(cloneRoot, 'node_modules', 'electron-vite', 'bin', 'electron-vite.js')
  process.stdout.write('Building the desktop app\n')
  const built = await runChild(node, [electronVite, 'build', '--logLevel', 'warn'], { cwd: cloneRoot, env: environmentOf(node) })
  if (!built.ok) return `The desktop app could not be built (${built.tail.split('\n').at(-1)})`
  const program = electronBinary()
  if (!program) return 'Electron is not there'

  const began = Date.now()
  const failure = await new Promise((resolve) => {
    const window = spawn(program, ['.'], { cwd: cloneRoot, stdio: 'inherit', env: environmentOf(node) })
    for (const signal of /** @type {const} */ (['SIGINT', 'SIGTERM', 'SIGHUP'])) process.once(signal, () => window.kill(signal))
    window.on('error', (error) => resolve(error.message))
    window.on('close', (code, signal) => resolve(code === 0 || signal ? null : `it ended with status ${code}`))
  })
  if (failure === null) return null
  if (Date.now() - began < tooSoon) return `Electron could not open its window (${failure})`
  process.exitCode = 1
  return null
}
