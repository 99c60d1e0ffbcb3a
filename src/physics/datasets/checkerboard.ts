import type { PointLaw } from './generator.ts'

/**
 * The board [-4, 4)² of 4 × 4 tiles of side 2, uniform on the 8 tiles whose column plus row is even; the lower left tile is
 * filled. Each coordinate is uniform on [-4, 4): mean 0, variance 16/3; the covariance vanishes.
 */
export const board = { tilesPerSide: 4, tileSide: 2, lowest: -4, filledTiles: 8 } as const

/** Number 0 … 15 of the tile, column + 4 row, or -1 outside the board (also for coordinates that are no numbers). */
export function tileOf(x: number, y: number): number {
  const column = Math.floor((x - board.lowest) / board.tileSide)
  const row = Math.floor((y - board.lowest) / board.tileSide)
  const inside = column >= 0 && column < board.tilesPerSide && row >= 0 && row < board.tilesPerSide
  return inside ? column + board.tilesPerSide * row : -1
}

export function isFilled(tile: number): boolean {
  return tile >= 0 && ((tile % board.tilesPerSide) + Math.floor(tile / board.tilesPerSide)) % 2 === 0
}

export const checkerboard: PointLaw = {
  draw(random, out) {
    const column = random.below(board.tilesPerSide)
    const row = 2 * random.below(board.tilesPerSide / 2) + (column % 2)
    out.x = board.lowest + board.tileSide * (column + random.uniform())
    out.y = board.lowest + board.tileSide * (row + random.uniform())
  },
}
