import { brokenPicture } from './grey-picture.ts'

/** Undoes the row filters (PNG, chapter 9): each row comes with a byte that names its filter. `step` is the bytes of a pixel. */
export function unfilterRows(raw: Uint8Array, stride: number, rows: number, step: number): Uint8Array {
  const out = new Uint8Array(stride * rows)
  for (let row = 0; row < rows; row++) {
    const from = row * (stride + 1) + 1
    const to = row * stride
    const filter = raw[from - 1]
    if (filter > 4) throw brokenPicture(`row ${row + 1} has the unknown filter ${filter}`)
    for (let i = 0; i < stride; i++) {
      const left = i >= step ? out[to + i - step] : 0
      const up = row > 0 ? out[to + i - stride] : 0
      const corner = i >= step && row > 0 ? out[to + i - stride - step] : 0
      out[to + i] = raw[from + i] + estimate(filter, left, up, corner)
    }
  }
  return out
}

function estimate(filter: number, left: number, up: number, corner: number): number {
  switch (filter) {
    case 0: return 0
    case 1: return left
    case 2: return up
    case 3: return (left + up) >> 1
    default: return paeth(left, up, corner)
  }
}

function paeth(left: number, up: number, corner: number): number {
  const guess = left + up - corner
  const [a, b, c] = [Math.abs(guess - left), Math.abs(guess - up), Math.abs(guess - corner)]
  return a <= b && a <= c ? left : b <= c ? up : corner
}
