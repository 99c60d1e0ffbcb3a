import { runChild } from './child.mjs'
import { SetupProblem } from './problem.mjs'

/** The first pip that knows the platform tags of today's wheels (PEP 600). */
const oldestPip = [20, 3]

/**
 * A Python whose pip can fetch wheels. Its own version does not matter: the wheels are unpacked, not imported.
 *
 * @param {readonly string[]} [candidates]
 * @returns {Promise<string>} the command
 */
export async function findPython(candidates = process.platform === 'win32' ? ['py', 'python'] : ['python3', 'python']) {
  let found = 'No Python was found.'
  for (const command of candidates) {
    const pip = await runChild(command, ['-m', 'pip', '--version'], { timeout: 60_000 })
    if (pip.missing) continue
    const version = /^pip (\d+)\.(\d+)/.exec(pip.stdout)
    if (!pip.ok || !version) found = `${command} has no pip.`
    else if (isAtLeast(version.slice(1).map(Number), oldestPip)) return command
    else found = `${command} has pip ${version[1]}.${version[2]}, which is older than ${oldestPip.join('.')}.`
  }
  throw new SetupProblem(
    `${found} pip fetches the TensorFlow libraries.`,
    'Install it (Debian, Ubuntu: apt install python3-pip; Fedora: dnf install python3-pip; or python3 -m ensurepip --upgrade), then run the command again.',
  )
}

/**
 * @param {readonly number[]} version
 * @param {readonly number[]} wanted
 */
export function isAtLeast(version, wanted) {
  for (let part = 0; part < wanted.length; part++) {
    const difference = (version[part] ?? 0) - wanted[part]
    if (difference !== 0) return difference > 0
  }
  return true
}
