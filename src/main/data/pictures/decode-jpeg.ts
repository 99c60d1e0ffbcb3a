import { decode } from 'jpeg-js'
import { Problem } from '../../../shared/problem.ts'
import { brokenPicture, checkPictureSize, type GreyPicture, luma } from './grey-picture.ts'

/** JPEG, baseline and progressive, as lightness. A file that was cut is refused, not half shown. */
export function decodeJpeg(bytes: Buffer): GreyPicture {
  const size = readSize(bytes)
  checkPictureSize(size.width, size.height)
  const { width, height, data } = decodeColours(bytes)
  const grey = new Float32Array(width * height)
  for (let i = 0; i < grey.length; i++) grey[i] = luma(data[3 * i], data[3 * i + 1], data[3 * i + 2]) / 255
  return { width, height, grey }
}

function decodeColours(bytes: Buffer) {
  // The end mark may be followed by padding, as some cameras write it.
  if (bytes.lastIndexOf(endOfImage) < 0) throw new Problem('TruncatedPicture', 'The picture ends before its last pixel: the file was cut.', 'Copy or download it again.')
  try {
    return decode(bytes, { useTArray: true, formatAsRGBA: false, tolerantDecoding: false, maxResolutionInMP: 68, maxMemoryUsageInMB: 2048 })
  } catch {
    throw brokenPicture('its compressed data are damaged, or of a kind of JPEG that is not read')
  }
}

const endOfImage = Buffer.of(0xff, 0xd9)

/** Width and height of the frame header, the first marker SOF0 … SOF15 but for the tables that share their range. */
function readSize(bytes: Buffer): { width: number; height: number } {
  for (let at = 2; at + 9 <= bytes.length;) {
    if (bytes[at] !== 0xff) throw brokenPicture('it has no frame header')
    const marker = bytes[at + 1]
    if (marker === 0xff) {
      at++
      continue
    }
    const isFrame = marker >= 0xc0 && marker <= 0xcf && marker !== 0xc4 && marker !== 0xc8 && marker !== 0xcc
    if (isFrame) return { height: bytes.readUInt16BE(at + 5), width: bytes.readUInt16BE(at + 7) }
    at += 2 + bytes.readUInt16BE(at + 2)
  }
  throw brokenPicture('it has no frame header')
}
