import { inflateSync } from 'node:zlib'

export interface ReadPng {
  width: number
  height: number
  /** From `pHYs`; null when the chunk is absent or its unit unknown. */
  dotsPerMetre: number | null
  /** Red, green, blue of a pixel. */
  pixel(x: number, y: number): [number, number, number]
}

/** Decodes eight-bit RGBA pictures without interlace, which is what the rasteriser writes. */
export function readPng(bytes: Uint8Array): ReadPng {
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength)
  const data: Uint8Array[] = []
  let [width, height] = [0, 0]
  let dotsPerMetre: number | null = null
  for (let at = 8; at < bytes.length;) {
    const length = view.getUint32(at)
    const type = new TextDecoder('latin1').decode(bytes.subarray(at + 4, at + 8))
    if (type === 'IHDR') {
      width = view.getUint32(at + 8)
      height = view.getUint32(at + 12)
      if (bytes[at + 16] !== 8 || bytes[at + 17] !== 6 || bytes[at + 20] !== 0) throw new Error('not eight-bit RGBA')
    }
    if (type === 'pHYs' && bytes[at + 16] === 1) dotsPerMetre = view.getUint32(at + 8)
    if (type === 'IDAT') data.push(bytes.subarray(at + 8, at + 8 + length))
    at += 12 + length
  }
  const pixels = unfiltered(inflateSync(Buffer.concat(data)), width * 4, height)
  return {
    width, height, dotsPerMetre,
    pixel: (x, y) => {
      const at = (Math.floor(y) * width + Math.floor(x)) * 4
      return [pixels[at], pixels[at + 1], pixels[at + 2]]
    },
  }
}

/** Undoes the five row filters (PNG, chapter 9). */
function unfiltered(raw: Uint8Array, stride: number, rows: number): Uint8Array {
  const out = new Uint8Array(stride * rows)
  for (let row = 0; row < rows; row++) {
    const filter = raw[row * (stride + 1)]
    for (let i = 0; i < stride; i++) {
      const left = i >= 4 ? out[row * stride + i - 4] : 0
      const up = row > 0 ? out[(row - 1) * stride + i] : 0
      const corner = i >= 4 && row > 0 ? out[(row - 1) * stride + i - 4] : 0
      const estimate = [0, left, up, (left + up) >> 1, paeth(left, up, corner)][filter]
      out[row * stride + i] = raw[row * (stride + 1) + 1 + i] + estimate
    }
  }
  return out
}

function paeth(left: number, up: number, corner: number): number {
  const guess = left + up - corner
  const [a, b, c] = [Math.abs(guess - left), Math.abs(guess - up), Math.abs(guess - corner)]
  return a <= b && a <= c ? left : b <= c ? up : corner
}
