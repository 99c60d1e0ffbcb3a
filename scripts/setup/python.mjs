import { runChild } from './child.mjs'
import { SetupProblem } from './problem.mjs'

/** The first pip that knows the platform tags of today's wheels (PEP 600). */
const oldestPip = [20, 3]

const usual = process.platform === 'win32' ? ['py', 'python'] : ['python3', 'python']

/**
 * A Python whose pip can fetch wheels. Where they are only unpacked, as TensorFlow's are, its own version does not matter.
 *
 * @param {object} [wanted]
 * @param {readonly string[]} [wanted.candidates]
 * @param {readonly [number, number]} [wanted.oldest] of Python, where it shall import what it fetches
 * @param {string} [wanted.purpose] what pip fetches
 * @returns {Promise<string>} the command
 */
export async function findPython({ candidates = usual, oldest = [3, 0], purpose = 'the TensorFlow libraries' } = {}) {
  const anyAge = oldest[1] === 0
  const wanted = anyAge ? 'Python' : `Python ${oldest.join('.')} or newer`
  let found = `No ${wanted} was found.`
  for (const command of candidates) {
    const pip = await runChild(command, ['-m', 'pip', '--version'], { timeout: 60_000 })
    if (pip.missing) continue
    const version = /^pip (\d+)\.(\d+).*\(python (\d+)\.(\d+)\)/s.exec(pip.stdout)?.slice(1).map(Number)
    if (!pip.ok || !version) found = `${command} has no pip.`
    else if (!isAtLeast(version.slice(2), oldest)) found = `${command} is Python ${version[2]}.${version[3]}, and ${wanted} is needed.`
    else if (isAtLeast(version.slice(0, 2), oldestPip)) return command
    else found = `${command} has pip ${version[0]}.${version[1]}, which is older than ${oldestPip.join('.')}.`
  }
  throw new SetupProblem(
    `${found} pip fetches ${purpose}.`,
    `Install ${anyAge ? 'it' : 'both'} (Debian, Ubuntu: apt install python3-pip; Fedora: dnf install python3-pip; or python3 -m ensurepip --upgrade), then run the command again.`,
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
