import type { BallView } from '../../../shared/studies/neural-rg/bulk-geometry.ts'
import type { BulkLayout } from '../map/layout.ts'
import { decimatorIndex, decimatorsOf } from './decimators.ts'
import { geodesic, toBall } from './hyperbolic-space.ts'

/**
 * The decimators in the Poincaré ball: x centred on the lattice, (x, h) over the height of the last layer, then the ball model. The
 * links join lateral neighbours and parents along geodesics. The torus is cut open: links that wrap are marked.
 */
export function ballView(layout: BulkLayout, arcPoints = 9): BallView {
  const index = decimatorIndex(layout)
  const points = ideal(layout).map(toBall)
  const links: BallView['links'] = []
  for (const { layer, blocksPerSide: m } of layout.layers) {
    for (let a = 0; a < m; a++) for (let b = 0; b < m; b++) {
      const from = index(layer, a, b)
      if (m > 2 || (m === 2 && a === 0)) links.push({ from, to: index(layer, (a + 1) % m, b), direction: 'x', wraps: a === m - 1 })
      if (m > 2 || (m === 2 && b === 0)) links.push({ from, to: index(layer, a, (b + 1) % m), direction: 'y', wraps: b === m - 1 })
      if (layer < layout.depth - 1) links.push({ from, to: index(layer + 1, a >> 1, b >> 1), direction: 'z', wraps: false })
    }
  }
  return {
    positions: Float64Array.from(points.flat()), links, arcPoints,
    arcs: Float64Array.from(links.flatMap(({ from, to }) => geodesic(points[from], points[to], arcPoints).flat())),
  }
}

/** One slice b = ⌊m/2⌋ of every layer in the Poincaré disk, (x₁, h) alone, with its links; `indices` are those of the decimators. */
export function diskView(layout: BulkLayout, arcPoints = 17): { indices: number[]; positions: number[][]; links: { from: number; to: number; arc: number[][] }[] } {
  const index = decimatorIndex(layout)
  const all = ideal(layout)
  const indices = layout.layers.flatMap(({ layer, blocksPerSide: m }) => Array.from({ length: m }, (_, a) => index(layer, a, m >> 1)))
  const positions = indices.map((at) => toBall([all[at][0], all[at][2]]))
  const place = new Map(indices.map((at, k) => [at, k]))
  const links = layout.layers.flatMap(({ layer, blocksPerSide: m }) => Array.from({ length: m }, (_, a) => {
    const from = place.get(index(layer, a, m >> 1))!
    const others = [
      ...(a + 1 < m ? [index(layer, a + 1, m >> 1)] : []),
      ...(layer < layout.depth - 1 ? [index(layer + 1, a >> 1, layout.layers[layer + 1].blocksPerSide >> 1)] : []),
    ]
    return others.map((other) => {
      const to = place.get(other)!
      return { from, to, arc: geodesic(positions[from], positions[to], arcPoints) }
    })
  }).flat())
  return { indices, positions, links }
}

/** (x₁, x₂, h) of each decimator, centred and in units of the last layer's height. */
function ideal(layout: BulkLayout): [number, number, number][] {
  const centre = (layout.side - 1) / 2
  const top = 2 ** (layout.depth - 1)
  return decimatorsOf(layout).map(({ x, height }) => [(x[0] - centre) / top, (x[1] - centre) / top, height / top])
}
