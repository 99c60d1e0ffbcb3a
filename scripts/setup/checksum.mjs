import { createHash } from 'node:crypto'
import { createReadStream } from 'node:fs'
import { pipeline } from 'node:stream/promises'
import path from 'node:path'
import { SetupProblem } from './problem.mjs'

/** @param {string} text */
export const sha256OfText = (text) => createHash('sha256').update(text).digest('hex')

/**
 * @param {string} file
 * @returns {Promise<string>} lower-case hexadecimal
 */
export async function sha256OfFile(file) {
  const hash = createHash('sha256')
  await pipeline(createReadStream(file, { highWaterMark: 1 << 20 }), hash)
  return hash.digest('hex')
}

/**
 * Refuses a file whose bytes are not the ones that this version of Holoscope was tested with.
 *
 * @param {string} file
 * @param {string} expected SHA-256 in hexadecimal
 */
export async function verifyChecksum(file, expected) {
  const found = await sha256OfFile(file)
  if (found === expected) return
  throw new SetupProblem(
    `${path.basename(file)} has SHA-256 ${found}, not ${expected}: it arrived damaged, or is another file.`,
    'Run the command again to fetch it afresh. If it happens again, look for a proxy or package mirror that changes files.',
  )
}
