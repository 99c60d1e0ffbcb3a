import type { BulkLayout } from '../map/layout.ts'

/** A decimator as a point of the bulk. */
export interface Decimator {
  readonly layer: number
  readonly a: number
  readonly b: number
  /** Flat indices of its bulk variables: three, four in the last layer. */
  readonly members: readonly number[]
  /** Centre. */
  readonly x: readonly [number, number]
  /** h = 2^l */
  readonly height: number
}

/** All decimators, sorted by (l, a, b): 1, 5, 21, 85, 341 for L = 2 … 32. */
export function decimatorsOf({ layers, variables }: BulkLayout): Decimator[] {
  const offsets = layers.reduce<number[]>((starts, { blocksPerSide }) => [...starts, starts[starts.length - 1] + blocksPerSide ** 2], [0])
  const found = new Array<Decimator & { members: number[] }>(offsets[layers.length])
  for (const { site, layer, a, b, x, height } of variables) {
    const index = offsets[layer] + a * layers[layer].blocksPerSide + b
    found[index] ??= { layer, a, b, members: [], x, height }
    found[index].members.push(site)
  }
  return found
}

/** Place of decimator (l, a, b) in that list. */
export function decimatorIndex({ layers }: BulkLayout): (layer: number, a: number, b: number) => number {
  const starts = [0]
  for (const { blocksPerSide } of layers) starts.push(starts[starts.length - 1] + blocksPerSide ** 2)
  return (layer, a, b) => starts[layer] + a * layers[layer].blocksPerSide + b
}
