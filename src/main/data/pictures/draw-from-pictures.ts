import { Problem } from '../../../shared/problem.ts'
import { defaultPictureReading, type PictureReading } from '../../../shared/reading.ts'
import { isPicture, openPictureTable } from './picture-table.ts'

export interface RefusedPicture {
  /** Its place in the list. */
  index: number
  reason: string
}

/**
 * Points `[count, 2]` of the mean of several pictures' densities, each normalised and in its own frame: point j is drawn from
 * picture j mod P, the pictures taken in turn, so that each carries the same share. Picture i draws with seed + i. Those that
 * cannot be read are named, and the others share the points.
 */
export function drawFromPictures(
  files: ReadonlyArray<() => Uint8Array>, choices: Partial<PictureReading> = {},
): { points: Float64Array<ArrayBuffer>; refused: RefusedPicture[] } {
  const { count, seed } = { ...defaultPictureReading, ...choices }
  const refused: RefusedPicture[] = []
  let readable = files.map((read, index) => ({ read, index }))
  for (;;) {
    const each = Math.ceil(count / Math.max(1, readable.length))
    const clouds = readable.map(({ read, index }) => {
      try {
        return { index, points: drawOne(read(), { ...choices, count: each, seed: (seed + index) % 2 ** 32 }) }
      } catch (error) {
        if (!(error instanceof Problem)) throw error
        refused.push({ index, reason: `${error.message} ${error.action ?? ''}`.trim() })
        return { index, points: null }
      }
    })
    const drawn = clouds.flatMap(({ points }) => points ?? [])
    if (drawn.length === 0) return { points: new Float64Array(0), refused }
    // Fewer pictures have to carry more points each; what was drawn is the beginning of that.
    if (drawn.length < readable.length) {
      readable = readable.filter((_, i) => clouds[i].points !== null)
      continue
    }
    const points = new Float64Array(2 * count)
    for (let j = 0; j < count; j++) {
      const row = Math.floor(j / drawn.length)
      points.set(drawn[j % drawn.length].subarray(2 * row, 2 * row + 2), 2 * j)
    }
    return { points, refused }
  }
}

function drawOne(content: Uint8Array, reading: Partial<PictureReading>): Float64Array {
  const bytes = Buffer.from(content.buffer, content.byteOffset, content.byteLength)
  if (!isPicture(bytes)) throw new Problem('NoPicture', 'The file is no picture in PNG or JPEG.')
  return openPictureTable(bytes, reading).select(0, 1).points
}
