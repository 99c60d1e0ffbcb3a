import { board, isFilled, tileOf } from '../datasets/checkerboard.ts'
import { meanDistanceInSquare, squareToCentreEnergyDistance } from './exact-distances.ts'
import { type Estimator, meanDistance, meanDistanceWithin } from './pairwise-distances.ts'

/**
 * What only the checkerboard has: filled tiles that one can miss. All points are `[n, 2]` in data units, on the board
 * [-4, 4)² of `datasets/checkerboard.ts`.
 */

const tiles = Array.from({ length: board.tilesPerSide ** 2 }, (_, tile) => tile)
const filledTiles = tiles.filter(isFilled)

/** BV: share of points outside the filled tiles, points outside the board included. 0 for true points, 1/2 for uniform ones. */
export function boundaryViolation(points: Float64Array): number {
  let outside = 0
  for (let i = 0; i < points.length; i += 2) if (!isFilled(tileOf(points[i], points[i + 1]))) outside++
  return outside / (points.length / 2)
}

/** JS(p, q) = H((p + q)/2) - (H(p) + H(q))/2 in nats, between 0 and ln 2; p and q are normalised here. */
export function jensenShannon(p: readonly number[], q: readonly number[]): number {
  const total = (values: readonly number[]) => values.reduce((sum, value) => sum + value, 0)
  const pTotal = total(p)
  const qTotal = total(q)
  let sum = 0
  for (let cell = 0; cell < p.length; cell++) {
    const a = p[cell] / pTotal
    const b = q[cell] / qTotal
    if (a > 0) sum += a * Math.log((2 * a) / (a + b))
    if (b > 0) sum += b * Math.log((2 * b) / (a + b))
  }
  return Math.max(0, sum / 2)
}

/** 17 counts: the 16 tiles (column + 4 row), then outside. */
export function cellHistogram(points: Float64Array): number[] {
  const counts = new Array<number>(tiles.length + 1).fill(0)
  for (let i = 0; i < points.length; i += 2) {
    const tile = tileOf(points[i], points[i + 1])
    counts[tile < 0 ? tiles.length : tile]++
  }
  return counts
}

/** The board's exact histogram: 1/8 on each filled tile. */
export const targetHistogram: readonly number[] = [...tiles.map((tile) => (isFilled(tile) ? 1 / board.filledTiles : 0)), 0]

/** Jensen-Shannon divergence in nats between the cells of the points and the exact board. About 7/(8n) for n true points. */
export function cellJensenShannon(points: Float64Array): number {
  return jensenShannon(cellHistogram(points), targetHistogram)
}

export interface WithinCellResult {
  /** WED, unit: that of the data. */
  distance: number
  /** WED over the mean distance of two uniform points of a tile, 1.042811: our normalisation. */
  normalised: number
  /** Filled tiles with fewer than two generated points. */
  emptyTiles: number
}

/** Points of each filled tile, in the order of `filledTiles`, and what the reference side of the sum needs. */
export interface TileReference {
  tiles: Array<{ points: Float64Array; share: number; meanDistance: number }>
  estimator: Estimator
}

export function prepareTileReference(reference: Float64Array, estimator: Estimator = 'U'): TileReference {
  const groups = pointsByFilledTile(reference)
  const total = groups.reduce((sum, group) => sum + group.length / 2, 0)
  return {
    estimator,
    tiles: groups.map((points) => ({
      points,
      share: total === 0 ? 0 : points.length / 2 / total,
      // A single true point says nothing about its neighbours; the law of the tile does.
      meanDistance: points.length < 4 ? meanDistanceInSquare(board.tileSide) : meanDistanceWithin(points, estimator),
    })),
  }
}

/**
 * WED = Σ_c (m_c / m) E(X_c, Y_c) over the filled tiles c: energy distances inside the tiles, weighted by the true points. A
 * tile with fewer than two generated points counts as if all of them sat in its centre, 0.4876.
 */
export function withinCellEnergyDistance(generated: Float64Array, reference: TileReference): WithinCellResult {
  const groups = pointsByFilledTile(generated)
  let distance = 0
  let emptyTiles = 0
  groups.forEach((points, index) => {
    const tile = reference.tiles[index]
    const empty = points.length < 4
    if (empty) emptyTiles++
    if (tile.share === 0) return
    const energy = empty
      ? squareToCentreEnergyDistance(board.tileSide)
      : 2 * meanDistance(points, tile.points) - meanDistanceWithin(points, reference.estimator) - tile.meanDistance
    distance += tile.share * energy
  })
  return { distance, normalised: distance / meanDistanceInSquare(board.tileSide), emptyTiles }
}

/** CQS = BV + λ JS + μ WED_norm with λ = μ = 1: our reading of the authors' undocumented composite. */
export function qualityScore(violation: number, jensenShannonDivergence: number, normalisedWithinCell: number): number {
  return violation + jensenShannonDivergence + normalisedWithinCell
}

function pointsByFilledTile(points: Float64Array): Float64Array[] {
  const groups = tiles.map((): number[] => [])
  for (let i = 0; i < points.length; i += 2) {
    const tile = tileOf(points[i], points[i + 1])
    if (tile >= 0) groups[tile].push(points[i], points[i + 1])
  }
  return filledTiles.map((tile) => Float64Array.from(groups[tile]))
}
