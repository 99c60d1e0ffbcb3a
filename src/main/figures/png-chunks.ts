import { crc32, deflateSync } from 'node:zlib'
import type { IndexedImage } from '../../shared/figures/heat-map.ts'

/** The little of the PNG format that is needed beside the rasteriser (W3C PNG, third edition). */

const signature = Uint8Array.of(0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a)

function chunk(type: string, data: Uint8Array): Uint8Array {
  const bytes = new Uint8Array(12 + data.length)
  const view = new DataView(bytes.buffer)
  view.setUint32(0, data.length)
  bytes.set(new TextEncoder().encode(type), 4)
  bytes.set(data, 8)
  view.setUint32(8 + data.length, crc32(bytes.subarray(4, 8 + data.length)))
  return bytes
}

function joined(parts: Uint8Array[]): Uint8Array {
  const bytes = new Uint8Array(parts.reduce((sum, part) => sum + part.length, 0))
  let at = 0
  for (const part of parts) {
    bytes.set(part, at)
    at += part.length
  }
  return bytes
}

/** A picture of palette colours, one byte a pixel. */
export function encodeIndexedPng(image: IndexedImage): Uint8Array {
  const header = new Uint8Array(13)
  const view = new DataView(header.buffer)
  view.setUint32(0, image.columns)
  view.setUint32(4, image.rows)
  header.set([8, 3, 0, 0, 0], 8)
  const rows = new Uint8Array(image.rows * (image.columns + 1))
  for (let row = 0; row < image.rows; row++) {
    rows.set(image.pixels.subarray(row * image.columns, (row + 1) * image.columns), row * (image.columns + 1) + 1)
  }
  const transparency = image.transparent === null ? [] : [chunk('tRNS', Uint8Array.from({ length: image.transparent + 1 }, (_, i) => (i === image.transparent ? 0 : 255)))]
  return joined([signature, chunk('IHDR', header), chunk('PLTE', image.palette), ...transparency, chunk('IDAT', deflateSync(rows)), chunk('IEND', new Uint8Array(0))])
}

/** Adds the resolution (`pHYs`) that page layout programs read, right after the header. */
export function withResolution(png: Uint8Array, dotsPerInch: number): Uint8Array {
  const data = new Uint8Array(9)
  const perMetre = Math.round(dotsPerInch / 0.0254)
  const view = new DataView(data.buffer)
  view.setUint32(0, perMetre)
  view.setUint32(4, perMetre)
  data[8] = 1
  const afterHeader = 8 + 25
  return joined([png.subarray(0, afterHeader), chunk('pHYs', data), png.subarray(afterHeader)])
}
