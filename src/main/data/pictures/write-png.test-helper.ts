import { crc32, deflateSync } from 'node:zlib'

export interface PngRecipe {
  width: number
  height: number
  /** PNG colour type. */
  type: 0 | 2 | 3 | 4 | 6
  depth: 1 | 2 | 4 | 8 | 16
  interlaced?: boolean
  /** Filter of each row. @default 0 */
  filter?: (row: number) => number
  /** Value of a channel of a pixel, below 2^depth. */
  sample: (x: number, y: number, channel: number) => number
  palette?: Uint8Array
  transparency?: Uint8Array
}

export const channelsOf = { 0: 1, 2: 3, 3: 1, 4: 2, 6: 4 } as const

/** A PNG of any kind, written row by row and byte by byte; a slow mirror image of the reader. */
export function writePng(recipe: PngRecipe): Buffer {
  const { width, height, type, depth, interlaced = false, palette, transparency } = recipe
  const header = Buffer.alloc(13)
  header.writeUInt32BE(width, 0)
  header.writeUInt32BE(height, 4)
  header.set([depth, type, 0, 0, interlaced ? 1 : 0], 8)
  return Buffer.concat([
    Buffer.of(0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a), pngChunk('IHDR', header),
    ...(palette ? [pngChunk('PLTE', palette)] : []), ...(transparency ? [pngChunk('tRNS', transparency)] : []),
    pngChunk('IDAT', deflateSync(Buffer.concat(rowsOf(recipe)))), pngChunk('IEND', Buffer.alloc(0)),
  ])
}

export function pngChunk(type: string, body: Uint8Array): Buffer {
  const bytes = Buffer.alloc(12 + body.length)
  bytes.writeUInt32BE(body.length, 0)
  bytes.write(type, 4, 'latin1')
  bytes.set(body, 8)
  bytes.writeUInt32BE(crc32(bytes.subarray(4, 8 + body.length)), 8 + body.length)
  return bytes
}

/** First pixel and distance of the passes, as the standard draws them. */
const passes = [[0, 0, 8, 8], [4, 0, 8, 8], [0, 4, 4, 8], [2, 0, 4, 4], [0, 2, 2, 4], [1, 0, 2, 2], [0, 1, 1, 2]]

function rowsOf({ width, height, type, depth, interlaced = false, filter = () => 0, sample }: PngRecipe): Buffer[] {
  const channels = channelsOf[type]
  const step = Math.max(1, (channels * depth) / 8)
  const rows: Buffer[] = []
  for (const [x0, y0, dx, dy] of interlaced ? passes : [[0, 0, 1, 1]]) {
    if (x0 >= width) continue
    let before: Buffer | null = null
    for (let y = y0; y < height; y += dy) {
      let bits = ''
      for (let x = x0; x < width; x += dx) for (let channel = 0; channel < channels; channel++) bits += sample(x, y, channel).toString(2).padStart(depth, '0')
      const plain = Buffer.from((bits.match(/.{1,8}/g) ?? []).map((byte) => parseInt(byte.padEnd(8, '0'), 2)))
      rows.push(filtered(plain, before, filter(rows.length), step))
      before = plain
    }
  }
  return rows
}

function filtered(plain: Buffer, before: Buffer | null, filter: number, step: number): Buffer {
  return Buffer.from([filter, ...plain.map((byte, i) => {
    const [a, b, c] = [plain[i - step] ?? 0, before?.[i] ?? 0, (i >= step && before?.[i - step]) || 0]
    const nearest = [a, b, c].reduce((best, value) => (Math.abs(a + b - c - value) < Math.abs(a + b - c - best) ? value : best))
    return byte - [0, a, b, Math.floor((a + b) / 2), nearest][filter]
  })])
}
