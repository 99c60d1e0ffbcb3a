import { Problem } from '../../../shared/problem.ts'

/** Lightness of every pixel over white paper, 0 black to 1 white, row by row from the top. */
export interface GreyPicture {
  width: number
  height: number
  grey: Float32Array<ArrayBuffer>
}

/** 8,192 x 8,192: half a gigabyte of colours at the most while it is decoded. */
const mostPixels = 2 ** 26

/** Refuses by the size that a header claims, before anything of it is reserved. */
export function checkPictureSize(width: number, height: number): void {
  if (width < 1 || height < 1) throw brokenPicture('it has no pixels')
  if (width * height > mostPixels) {
    throw new Problem('PictureTooLarge', `The picture has ${width} × ${height} pixels; up to 67 million are read.`, 'Scale it down: 1000 × 1000 pixels are plenty for a density.')
  }
}

/** Luma of ITU-R BT.601, which printing a colour picture in grey uses. */
export function luma(red: number, green: number, blue: number): number {
  return 0.299 * red + 0.587 * green + 0.114 * blue
}

export function brokenPicture(why: string): Problem {
  return new Problem('BrokenPicture', `The picture cannot be read: ${why}.`, 'Open it in a picture program and save it again as PNG.')
}
