import { sampleDensity } from '../../../physics/datasets/sample-density.ts'
import { Problem } from '../../../shared/problem.ts'
import { defaultPictureReading, type PictureReading } from '../../../shared/reading.ts'
import { ColumnCounter, type Table } from '../table.ts'
import { decodeJpeg } from './decode-jpeg.ts'
import { decodePng } from './decode-png.ts'
import type { GreyPicture } from './grey-picture.ts'

const pngMark = Buffer.of(0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a)
const jpegMark = Buffer.of(0xff, 0xd8, 0xff)

/** Do the first bytes say PNG or JPEG? */
export function isPicture(bytes: Buffer): boolean {
  return [pngMark, jpegMark].some((mark) => bytes.subarray(0, mark.length).equals(mark))
}

/**
 * A grey-scale picture as a density: a pixel is drawn in proportion to its ink (1 - grey, or grey where inverted), the point
 * uniformly inside it. Up is up; the origin is the middle, the longer side reaches from -1 to 1.
 */
export function openPictureTable(bytes: Buffer, choices: Partial<PictureReading> = {}): Table {
  const picture = bytes[0] === jpegMark[0] ? decodeJpeg(bytes) : decodePng(bytes)
  const reading: PictureReading = { ...defaultPictureReading, invert: hasDarkBorder(picture), ...choices }
  const points = drawPoints(picture, reading)
  return {
    format: 'picture',
    columnNames: ['x', 'y'],
    reading: { picture: reading },
    remarks: [`${picture.width} × ${picture.height} pixels.`],
    summarise() {
      const counters = [new ColumnCounter(), new ColumnCounter()]
      for (let i = 0; i < points.length; i++) counters[i % 2].add(points[i])
      return { rows: points.length / 2, columns: counters.map((counter) => counter.finish()) }
    },
    select(x, y) {
      const selected = Float64Array.from(points, (_, i) => points[i - (i % 2) + (i % 2 === 0 ? x : y)])
      return { points: selected, droppedCount: 0, dropped: [] }
    },
  }
}

function drawPoints(picture: GreyPicture, { threshold, invert, aspect, count, seed }: PictureReading): Float64Array<ArrayBuffer> {
  const { width, height, grey } = picture
  const weights = grey.map((value) => {
    const ink = invert ? value : 1 - value
    return ink < threshold ? 0 : ink
  })
  const points = sampleDensity({ width, height, weights }, count, seed)
  if (points === null) {
    throw new Problem('EmptyPicture', `No pixel is ${invert ? 'light' : 'dark'} enough to carry points.`, `Lower the threshold, or take the ${invert ? 'dark' : 'light'} pixels.`)
  }
  const longer = Math.max(width, height)
  const halves = aspect === 'keep' ? [longer / 2, longer / 2] : [width / 2, height / 2]
  const middle = [width / 2, height / 2]
  for (let i = 0; i < points.length; i++) points[i] = (points[i] - middle[i % 2]) / halves[i % 2]
  return points
}

/** Drawings stand on paper, photographs of screens and stars on black: the border tells. */
function hasDarkBorder({ width, height, grey }: GreyPicture): boolean {
  let sum = 0
  for (let x = 0; x < width; x++) sum += grey[x] + grey[(height - 1) * width + x]
  for (let y = 0; y < height; y++) sum += grey[y * width] + grey[y * width + width - 1]
  return sum < width + height
}
