import { mkdirSync } from 'node:fs'
import os from 'node:os'
import path from 'node:path'
import { fileURLToPath } from 'node:url'

/** The clone that these scripts lie in. */
export const cloneRoot = path.resolve(path.dirname(fileURLToPath(import.meta.url)), '..', '..')

/**
 * The per-user cache that all clones share: `$XDG_CACHE_HOME` where it is set, else the platform's custom.
 *
 * @param {NodeJS.ProcessEnv} [environment]
 * @returns {string}
 */
export function userCache(environment = process.env) {
  const { XDG_CACHE_HOME: xdg, LOCALAPPDATA: local } = environment
  if (xdg && path.isAbsolute(xdg)) return path.join(xdg, 'holoscope')
  if (process.platform === 'win32') return path.join(local ?? path.join(os.homedir(), 'AppData', 'Local'), 'holoscope', 'cache')
  if (process.platform === 'darwin') return path.join(os.homedir(), 'Library', 'Caches', 'holoscope')
  return path.join(os.homedir(), '.cache', 'holoscope')
}

/**
 * What set-up found for this clone (the tests' browser, the Vulkan driver). It goes with `node_modules`, so that a fresh
 * installation looks again.
 *
 * @param {string} [root]
 */
export function recordFolder(root = cloneRoot) {
  const folder = path.join(root, 'node_modules', '.cache', 'holoscope')
  mkdirSync(folder, { recursive: true })
  return folder
}
