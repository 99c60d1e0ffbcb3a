import type { BlockMap } from './make-map.ts'

/**
 * Which boundary sites answer to a bulk variable, and which bulk variables a boundary site depends on: a block that sees one
 * value of a set passes it on to all four. Widths from the layout alone; with one pair of blocks a layer a variable of layer l
 * reaches a square of side w = min(L, 3 · 2^(l+1) − 2).
 */
export type SublayerSites = Pick<BlockMap, 'sublayers' | 'layout'>

/** Flat sites, ascending, of the boundary that change with the bulk variable at `site` of the bulk array. */
export function lightCone({ sublayers, layout }: SublayerSites, site: number): number[] {
  // A bulk variable enters generation at the decimators of its own layer: only coarser layers lie before it.
  const { layer } = layout.variables[site]
  return spread(layout.side, [site], sublayers.filter((sublayer) => sublayer.layer <= layer).toReversed())
}

/** Flat sites, ascending, of the bulk array whose variables the boundary region depends on: its causal wedge. */
export function causalWedge({ sublayers, layout }: SublayerSites, region: readonly number[]): number[] {
  return spread(layout.side, region, sublayers)
}

/** Width of the light cone of a variable of layer l, for maps without repeats. */
export function lightConeWidth(side: number, layer: number): number {
  return Math.min(side, 3 * 2 ** (layer + 1) - 2)
}

function spread(side: number, from: readonly number[], sublayers: readonly { sites: Int32Array }[]): number[] {
  const reached = new Uint8Array(side * side)
  for (const site of from) reached[site] = 1
  for (const { sites } of sublayers) {
    for (let first = 0; first < sites.length; first += 4) {
      const hit = reached[sites[first]] | reached[sites[first + 1]] | reached[sites[first + 2]] | reached[sites[first + 3]]
      if (hit) for (let local = 0; local < 4; local++) reached[sites[first + local]] = 1
    }
  }
  return Array.from(reached.keys()).filter((site) => reached[site] === 1)
}
