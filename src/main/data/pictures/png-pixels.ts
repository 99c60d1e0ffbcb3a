import type { PngHeader } from './decode-png.ts'
import { brokenPicture, luma } from './grey-picture.ts'

/** Lightness over white of one pixel of an unfiltered row that begins at `start`. */
export type PixelReader = (bytes: Uint8Array, start: number, column: number) => number

export function makePixelReader({ kind, depth, channels }: PngHeader, palette: Uint8Array | null, transparency: Uint8Array | null): PixelReader {
  const full = 2 ** depth - 1
  const sample = (bytes: Uint8Array, start: number, index: number): number => {
    if (depth === 8) return bytes[start + index]
    if (depth === 16) return bytes[start + 2 * index] * 256 + bytes[start + 2 * index + 1]
    const bit = index * depth
    return (bytes[start + (bit >> 3)] >> (8 - depth - (bit & 7))) & full
  }
  /** One grey or colour of pictures without alpha that stands for nothing. */
  const clear = transparency && transparency.length >= 2 * channels ? Array.from({ length: channels }, (_, i) => transparency[2 * i] * 256 + transparency[2 * i + 1]) : null

  switch (kind) {
    case 'palette': {
      const table = paletteGreys(palette, transparency)
      return (bytes, start, column) => {
        const index = sample(bytes, start, column)
        if (index >= table.length) throw brokenPicture('a pixel has a colour that its palette lacks')
        return table[index]
      }
    }
    case 'grey':
      return (bytes, start, column) => {
        const value = sample(bytes, start, column)
        return clear?.[0] === value ? 1 : value / full
      }
    case 'rgb':
      return (bytes, start, column) => {
        const [red, green, blue] = [0, 1, 2].map((i) => sample(bytes, start, 3 * column + i))
        return clear?.[0] === red && clear[1] === green && clear[2] === blue ? 1 : luma(red, green, blue) / full
      }
    case 'grey-alpha':
      return (bytes, start, column) => overWhite(sample(bytes, start, 2 * column) / full, sample(bytes, start, 2 * column + 1) / full)
    case 'rgba':
      return (bytes, start, column) => {
        const at = 4 * column
        const value = luma(sample(bytes, start, at), sample(bytes, start, at + 1), sample(bytes, start, at + 2)) / full
        return overWhite(value, sample(bytes, start, at + 3) / full)
      }
  }
}

function overWhite(grey: number, alpha: number): number {
  return grey * alpha + 1 - alpha
}

function paletteGreys(palette: Uint8Array | null, transparency: Uint8Array | null): Float64Array {
  if (!palette || palette.length === 0 || palette.length % 3 !== 0) throw brokenPicture('its palette is missing')
  return Float64Array.from({ length: palette.length / 3 }, (_, i) => (
    overWhite(luma(palette[3 * i], palette[3 * i + 1], palette[3 * i + 2]) / 255, (transparency?.[i] ?? 255) / 255)
  ))
}
