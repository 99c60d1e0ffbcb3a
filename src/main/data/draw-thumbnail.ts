import { thumbnailSize } from '../../shared/dataset.ts'
import { cellOf } from './describe-points.ts'

/**
 * Density of points `[N, 2]` on `thumbnailSize`² cells, a byte a cell, in base64; rows from the top. The longer side fills the
 * picture where the two ranges are comparable (within a factor of four), else both do. Brightness goes with the square root of
 * the count, so that thin curves are seen beside dense spots.
 */
export function drawThumbnail(points: Float64Array, min: readonly [number, number], max: readonly [number, number]): string {
  // A margin of a twentieth on each side.
  const width = 1.1 * (max[0] - min[0])
  const height = 1.1 * (max[1] - min[1])
  const comparable = width < 4 * height && height < 4 * width
  const halves = comparable ? [Math.max(width, height) / 2, Math.max(width, height) / 2] : [width / 2, height / 2]
  const low = [0, 1].map((axis) => min[axis] / 2 + max[axis] / 2 - halves[axis])
  const high = [0, 1].map((axis) => min[axis] / 2 + max[axis] / 2 + halves[axis])
  const counts = new Uint32Array(thumbnailSize ** 2)
  for (let i = 0; i < points.length; i += 2) {
    const column = Math.max(0, cellOf(points[i], low[0], high[0], thumbnailSize))
    const row = thumbnailSize - 1 - Math.max(0, cellOf(points[i + 1], low[1], high[1], thumbnailSize))
    counts[row * thumbnailSize + column]++
  }
  const most = counts.reduce((a, b) => Math.max(a, b), 1)
  return Buffer.from(Uint8Array.from(counts, (count) => Math.ceil(255 * Math.sqrt(count / most)))).toString('base64')
}
