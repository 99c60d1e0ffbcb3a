import { crc32, inflateSync } from 'node:zlib'
import { Problem } from '../../../shared/problem.ts'
import { brokenPicture, checkPictureSize, type GreyPicture } from './grey-picture.ts'
import { makePixelReader } from './png-pixels.ts'
import { unfilterRows } from './png-filters.ts'

/**
 * PNG of every colour type, depth and interlace, as lightness over white. Checksums, lengths and the amount of data are checked:
 * a file that was cut is refused, not half shown.
 *
 * W3C PNG, third edition.
 */
export function decodePng(bytes: Buffer): GreyPicture {
  const { header, palette, transparency, data } = readChunks(bytes)
  const { width, height, interlaced } = header
  checkPictureSize(width, height)
  const pixel = makePixelReader(header, palette, transparency)
  const bitsPerPixel = header.depth * header.channels
  const passes = (interlaced ? adam7 : [{ x: 0, y: 0, dx: 1, dy: 1 }]).map((pass) => {
    const columns = Math.ceil((width - pass.x) / pass.dx)
    const rows = Math.ceil((height - pass.y) / pass.dy)
    return { ...pass, columns: rows > 0 ? columns : 0, rows: columns > 0 ? rows : 0, stride: Math.ceil((columns * bitsPerPixel) / 8) }
  })
  const raw = inflateExactly(data, passes.reduce((sum, { rows, stride }) => sum + rows * (rows > 0 ? stride + 1 : 0), 0))

  const grey = new Float32Array(width * height)
  let at = 0
  for (const { x, y, dx, dy, columns, rows, stride } of passes) {
    const pixels = unfilterRows(raw.subarray(at, at + rows * (stride + 1)), stride, rows, Math.ceil(bitsPerPixel / 8))
    at += rows * (stride + 1)
    for (let row = 0; row < rows; row++) {
      for (let column = 0; column < columns; column++) grey[(y + row * dy) * width + x + column * dx] = pixel(pixels, row * stride, column)
    }
  }
  return { width, height, grey }
}

export interface PngHeader {
  width: number
  height: number
  /** Bits a channel: 1, 2, 4, 8 or 16. */
  depth: number
  kind: 'grey' | 'rgb' | 'palette' | 'grey-alpha' | 'rgba'
  channels: number
  interlaced: boolean
}

/** Colour type: name, channels, depths. */
const kinds: Readonly<Record<number, [PngHeader['kind'], number, readonly number[]]>> = {
  0: ['grey', 1, [1, 2, 4, 8, 16]], 2: ['rgb', 3, [8, 16]], 3: ['palette', 1, [1, 2, 4, 8]], 4: ['grey-alpha', 2, [8, 16]], 6: ['rgba', 4, [8, 16]],
}

/** Where the pixels of the seven passes lie. */
const adam7 = [
  { x: 0, y: 0, dx: 8, dy: 8 }, { x: 4, y: 0, dx: 8, dy: 8 }, { x: 0, y: 4, dx: 4, dy: 8 }, { x: 2, y: 0, dx: 4, dy: 4 },
  { x: 0, y: 2, dx: 2, dy: 4 }, { x: 1, y: 0, dx: 2, dy: 2 }, { x: 0, y: 1, dx: 1, dy: 2 },
]

function readChunks(bytes: Buffer) {
  let header: PngHeader | null = null
  let palette: Buffer | null = null
  let transparency: Buffer | null = null
  const data: Buffer[] = []
  for (let at = 8; ;) {
    if (at + 12 > bytes.length) throw truncated()
    const length = bytes.readUInt32BE(at)
    if (at + 12 + length > bytes.length) throw truncated()
    const type = bytes.toString('latin1', at + 4, at + 8)
    const body = bytes.subarray(at + 8, at + 8 + length)
    if (crc32(bytes.subarray(at + 4, at + 8 + length)) !== bytes.readUInt32BE(at + 8 + length)) throw brokenPicture(`the checksum of its part ${JSON.stringify(type)} is wrong`)
    if (header === null && type !== 'IHDR') throw brokenPicture('its header is missing')
    if (type === 'IHDR') header = readHeader(body)
    else if (type === 'PLTE') palette = body
    else if (type === 'tRNS') transparency = body
    else if (type === 'IDAT') data.push(body)
    else if (type === 'IEND') break
    at += 12 + length
  }
  if (header === null || data.length === 0) throw brokenPicture('it holds no pixels')
  return { header, palette, transparency, data: Buffer.concat(data) }
}

function readHeader(body: Buffer): PngHeader {
  const kind = body.length === 13 ? kinds[body[9]] : undefined
  if (!kind || !kind[2].includes(body[8]) || body[10] !== 0 || body[11] !== 0 || body[12] > 1) throw brokenPicture('its header is not one of PNG')
  return { width: body.readUInt32BE(0), height: body.readUInt32BE(4), depth: body[8], kind: kind[0], channels: kind[1], interlaced: body[12] === 1 }
}

/** Never more than the header's size asks for, whatever the data would grow to. */
function inflateExactly(data: Buffer, size: number): Buffer {
  let raw: Buffer
  try {
    raw = inflateSync(data, { maxOutputLength: Math.max(1, size) })
  } catch (error) {
    const { code } = error as NodeJS.ErrnoException
    if (code === 'ERR_BUFFER_TOO_LARGE') throw brokenPicture('it holds more data than its size allows')
    if (code === 'Z_BUF_ERROR') throw truncated()
    throw brokenPicture('its compressed data are damaged')
  }
  if (raw.length !== size) throw truncated()
  return raw
}

function truncated(): Problem {
  return new Problem('TruncatedPicture', 'The picture ends before its last pixel: the file was cut.', 'Copy or download it again.')
}
