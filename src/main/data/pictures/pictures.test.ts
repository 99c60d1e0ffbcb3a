import { deflateSync } from 'node:zlib'
import { encode } from 'jpeg-js'
import { describe, expect, it } from 'vitest'
import { openTable } from '../open-table.ts'
import { decodeJpeg } from './decode-jpeg.ts'
import { decodePng } from './decode-png.ts'
import { luma } from './grey-picture.ts'
import { channelsOf, pngChunk, type PngRecipe, writePng } from './write-png.test-helper.ts'

const [width, height] = [11, 9]
const kinds: Array<[PngRecipe['type'], PngRecipe['depth']]> = [
  [0, 1], [0, 2], [0, 4], [0, 8], [0, 16], [2, 8], [2, 16], [3, 1], [3, 2], [3, 4], [3, 8], [4, 8], [4, 16], [6, 8], [6, 16],
]
const palette = Uint8Array.from({ length: 3 * 256 }, (_, i) => (i * 37) % 256)
const recipeOf = (type: PngRecipe['type'], depth: PngRecipe['depth'], interlaced: boolean): PngRecipe => ({
  width, height, type, depth, interlaced, filter: (row) => row % 5, sample: (x, y, channel) => (x * 7919 + y * 104_729 + channel * 1299 + x * y * 31) % 2 ** depth,
  ...(type === 3 ? { palette, transparency: Uint8Array.of(0, 128) } : {}),
})

/** Lightness over white by the standard's words, pixel by pixel. */
function expected({ type, depth, sample }: PngRecipe, x: number, y: number): number {
  const values = Array.from({ length: channelsOf[type] }, (_, channel) => sample(x, y, channel) / (2 ** depth - 1))
  if (type === 3) {
    const index = sample(x, y, 0)
    const alpha = index === 0 ? 0 : index === 1 ? 128 / 255 : 1
    return (alpha * luma(palette[3 * index], palette[3 * index + 1], palette[3 * index + 2])) / 255 + 1 - alpha
  }
  const lightness = values.length >= 3 ? luma(values[0], values[1], values[2]) : values[0]
  const alpha = type === 4 ? values[1] : type === 6 ? values[3] : 1
  return alpha * lightness + 1 - alpha
}

describe('PNG', () => {
  it.each(kinds.flatMap(([type, depth]) => [false, true].map((interlaced) => [type, depth, interlaced] as const)))('of type %i, %i bits, interlaced %s: every pixel, all filters', (type, depth, interlaced) => {
    const recipe = recipeOf(type, depth, interlaced)
    const picture = decodePng(writePng(recipe))
    expect([picture.width, picture.height]).toEqual([width, height])
    // Lightness is kept in single precision.
    for (let y = 0; y < height; y++) for (let x = 0; x < width; x++) expect(Math.abs(picture.grey[y * width + x] - expected(recipe, x, y))).toBeLessThan(1e-6)
  })

  it('takes the one colour that stands for nothing as paper', () => {
    const sample = (x: number) => (x % 2 === 0 ? 7 : 0)
    expect([...decodePng(writePng({ width: 2, height: 1, type: 0, depth: 8, sample, transparency: Uint8Array.of(0, 7) })).grey]).toEqual([1, 0])
  })

  it('that was cut anywhere is refused with a sentence', () => {
    const whole = writePng(recipeOf(2, 8, false))
    for (let length = 8; length < whole.length; length++) expect(() => decodePng(whole.subarray(0, length))).toThrow(/was cut/)
  })

  it('of which a byte is changed is refused: every byte stands under a checksum', () => {
    const whole = writePng(recipeOf(6, 8, true))
    for (let at = 8; at < whole.length; at++) {
      const changed = Buffer.from(whole)
      changed[at] ^= 0x10
      expect(() => decodePng(changed)).toThrow(/cannot be read|was cut|pixels/)
    }
  })

  it('that claims too much, or unpacks to more than it claims, is refused before it fills the memory', () => {
    const header = (size: number) => {
      const body = Buffer.alloc(13)
      body.writeUInt32BE(size, 0)
      body.writeUInt32BE(size, 4)
      body.set([8, 0, 0, 0, 0], 8)
      return Buffer.concat([Buffer.of(0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a), pngChunk('IHDR', body), pngChunk('IDAT', deflateSync(Buffer.alloc(5_000_000))), pngChunk('IEND', Buffer.alloc(0))])
    }
    expect(() => decodePng(header(100_000))).toThrow(/up to 67 million/)
    expect(() => decodePng(header(4))).toThrow(/more data than its size/)
    expect(() => decodePng(header(0))).toThrow(/no pixels/)
  })
})

describe('JPEG', () => {
  const colours = Buffer.from(Array.from({ length: 32 * 16 * 4 }, (_, i) => (i % 4 === 3 ? 255 : Math.floor(i / 4) % 32 < 16 ? 20 : 230)))
  const jpeg = Buffer.from(encode({ width: 32, height: 16, data: colours }, 95).data)

  it('comes back as the grey that was written', () => {
    const { width: columns, height: rows, grey } = decodeJpeg(jpeg)
    expect([columns, rows]).toEqual([32, 16])
    // Away from the edge the blocks are flat; the coarsest step of the mean at this quality is two levels.
    for (const [x, value] of [[4, 20], [28, 230]]) expect(Math.abs(grey[8 * 32 + x] * 255 - value)).toBeLessThan(3)
  })

  it('that was cut, or claims too much, is refused with a sentence', () => {
    for (let length = 3; length < jpeg.length - 1; length += 7) expect(() => decodeJpeg(jpeg.subarray(0, length))).toThrow(/was cut|no frame header/)
    const huge = Buffer.from(jpeg)
    const frame = huge.indexOf(Buffer.of(0xff, 0xc0))
    huge.writeUInt32BE(0xffffffff, frame + 5)
    expect(() => decodeJpeg(huge)).toThrow(/up to 67 million/)
  })
})

describe('a picture as a density', () => {
  // White paper, a black bar on the left quarter, grey 0.8 on the right one.
  const picture = writePng({ width: 40, height: 20, type: 0, depth: 8, sample: (x, y) => (y < 5 || y > 14 || (x >= 10 && x < 30) ? 255 : x < 10 ? 0 : 204) })
  const read = (choices: Record<string, unknown> = {}) => openTable(picture, 'bars.png', { picture: choices }).select(0, 1).points
  const shareLeft = (points: Float64Array) => points.filter((_, i) => i % 2 === 0 && points[i] < 0).length / (points.length / 2)

  it('draws in proportion to the ink, the longer side from -1 to 1, up being up', () => {
    const points = read()
    expect(points.length).toBe(20_000)
    // 1 to 0.2; five binomial standard deviations of 0.37 / sqrt(10,000).
    expect(Math.abs(shareLeft(points) - 1 / 1.2)).toBeLessThan(0.019)
    for (let i = 0; i < points.length; i += 2) {
      expect(Math.abs(points[i]) >= 0.5 && Math.abs(points[i]) <= 1).toBe(true)
      expect(Math.abs(points[i + 1])).toBeLessThanOrEqual(0.25)
    }
  })

  it('follows threshold, invert, aspect, count and seed', () => {
    expect(shareLeft(read({ threshold: 0.3 }))).toBe(1)
    expect(read({ invert: true }).some((x, i, all) => i % 2 === 0 && Math.abs(x) < 0.5 && Math.abs(all[i + 1]) < 0.2)).toBe(true)
    expect(Math.max(...read({ aspect: 'square' }).filter((_, i) => i % 2 === 1))).toBeGreaterThan(0.45)
    expect(read({ count: 7 })).toEqual(read().subarray(0, 14))
    expect(read({ seed: 1 })).not.toEqual(read())
    expect(() => read({ threshold: 0.95, invert: true, count: 5 })).not.toThrow()
  })

  it('takes the light pixels where the border is dark', () => {
    const stars = writePng({ width: 8, height: 8, type: 0, depth: 8, sample: (x, y) => (x === 4 && y === 4 ? 255 : 0) })
    const table = openTable(stars, 'stars.png')
    expect(table.reading?.picture?.invert).toBe(true)
    expect(table.select(0, 1).points.every((value, i) => (i % 2 === 0 ? value >= 0 && value < 0.25 : value > -0.25 && value <= 0))).toBe(true)
  })

  it('without any ink is refused with the remedy', () => {
    const blank = writePng({ width: 4, height: 4, type: 0, depth: 8, sample: () => 255 })
    expect(() => openTable(blank, 'blank.png')).toThrow(/No pixel is dark enough/)
  })
})
