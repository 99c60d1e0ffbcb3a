import { mkdirSync, readdirSync, rmSync, statSync, writeFileSync } from 'node:fs'
import path from 'node:path'
import { fileURLToPath } from 'node:url'
import { verifyChecksum } from './checksum.mjs'
import { runChild } from './child.mjs'
import { SetupProblem } from './problem.mjs'
import { megabytes } from './report.mjs'
import { wheelPython } from './wheels.mjs'

const unpackScript = fileURLToPath(new URL('./unpack_wheel.py', import.meta.url))

/**
 * Fetches one wheel with pip, so that the user's proxy, mirror and certificates count, verifies it and unpacks what is
 * wanted of it. pip draws no progress bar in a pipe: the growth of its files against the known size is the progress.
 *
 * @param {import('./wheels.mjs').Wheel} wheel
 * @param {object} to
 * @param {string} to.python
 * @param {string} to.target where the members go
 * @param {readonly string[]} to.prefixes the members that are wanted
 * @param {string} to.scratch an empty folder for the download; removed
 * @param {import('./report.mjs').Report} to.report
 * @param {readonly string[]} [to.index] further options that tell pip where to look
 */
export async function fetchWheel(wheel, { python, target, prefixes, scratch, report, index = [] }) {
  mkdirSync(scratch, { recursive: true })
  report.line(`fetching ${wheel.name} ${wheel.version} with pip (${megabytes(wheel.bytes)})`)
  const file = await download(wheel, { python, scratch, report, index })
  await verifyChecksum(file, wheel.sha256)
  report.line(`checksum verified, unpacking ${wheel.name}`)
  const unpacked = await runChild(python, [unpackScript, file, target, ...prefixes], {
    onLine: (line) => report.progress(Number(line), 'the unpacking'),
  })
  if (!unpacked.ok) throw new SetupProblem(`${path.basename(file)} could not be unpacked:\n${unpacked.tail}`, 'Look for free disk space, then run the command again.')
  rmSync(scratch, { recursive: true })
}

/**
 * @param {import('./wheels.mjs').Wheel} wheel
 * @param {{ python: string, scratch: string, report: import('./report.mjs').Report, index: readonly string[] }} to
 * @returns {Promise<string>} the wheel's file
 */
async function download(wheel, { python, scratch, report, index }) {
  const requirements = path.join(scratch, 'requirements.txt')
  writeFileSync(requirements, `${wheel.name}==${wheel.version} --hash=sha256:${wheel.sha256}\n`)
  const watch = setInterval(() => report.progress(Math.min(0.99, sizeOfTree(scratch) / wheel.bytes), megabytes(wheel.bytes)), 250)
  const pip = await runChild(python, [
    '-m', 'pip', 'download', '--no-deps', '--no-cache-dir', '--disable-pip-version-check', '--progress-bar', 'off',
    '--only-binary=:all:', '--python-version', wheelPython, ...platformOptions(wheel.platform), ...index,
    '--require-hashes', '--requirement', requirements, '--dest', scratch,
  ], { env: { ...process.env, TMPDIR: scratch, TMP: scratch, TEMP: scratch } })
  clearInterval(watch)
  const file = readdirSync(scratch).find((name) => name.endsWith('.whl'))
  if (pip.ok && file) return path.join(scratch, file)
  throw new SetupProblem(
    `pip could not fetch ${wheel.name} ${wheel.version}:\n${pip.tail}`,
    'Look for the network and, behind a proxy or a mirror, for pip\'s settings (pip config list), then run the command again.',
  )
}

/** @param {string} tags as in a wheel's file name, joined by dots */
const platformOptions = (tags) => tags.split('.').flatMap((tag) => ['--platform', tag])

/** Bytes of all files below it, while others write there. @param {string} folder */
export function sizeOfTree(folder) {
  let bytes = 0
  for (const entry of readdirSync(folder, { withFileTypes: true })) {
    const where = path.join(folder, entry.name)
    try {
      bytes += entry.isDirectory() ? sizeOfTree(where) : statSync(where).size
    } catch {
      // pip moved or removed it between the two calls.
    }
  }
  return bytes
}
