import { eliminationPlan, type EliminationPlan } from '../../numerics/elimination-order.ts'
import type { BulkLayout } from '../map/layout.ts'

/**
 * Which bulk variables are neighbours, with one class for each coupling of the kernel. At every layer l, with c the place of a
 * variable in its decimator (1, 2, 3; also 0 at the last layer):
 *
 *   in   all pairs of one decimator                                     a class for each pair (c, c')
 *   x, y the same c in the decimators (a + 1, b), (a, b + 1), periodic   a class for each c; each pair once, none where it is itself
 *   z    the same c in the parent decimator (l + 1, ⌊a/2⌋, ⌊b/2⌋)        a class for each c, below the last layer
 *
 * The kernel is thus translation invariant layer by layer. L = 4, 8, 16, 32 have 42, 234, 1002, 4074 edges in 18, 30, 42, 54
 * classes. Tied, there is one class a layer for all of `in`, for x and y together, and for z.
 *
 * The paper says "nearest neighbours within and between scales" and leaves the rest open.
 */
export interface BulkEdges {
  readonly layout: BulkLayout
  readonly classes: readonly EdgeClass[]
  /** Sites of the bulk array at the two ends of each edge. */
  readonly from: Int32Array
  readonly to: Int32Array
  /** Index into `classes`. */
  readonly classOf: Int32Array
  /** Order in which the kernel is factored. */
  readonly plan: EliminationPlan
}

export type EdgeDirection = 'in' | 'x' | 'y' | 'z'

export interface EdgeClass {
  /** `beside`: x and y of the tied variant. */
  readonly direction: EdgeDirection | 'beside'
  readonly layer: number
  /** Places in the decimator, equal except for `in`; null where the class is tied over all of them. */
  readonly places: readonly [number, number] | null
  readonly edges: number
}

export interface EdgeSetOptions {
  /** One coupling for each direction and layer instead of one for each class. @default false */
  tied?: boolean
}

export function bulkEdges(layout: BulkLayout, { tied = false }: EdgeSetOptions = {}): BulkEdges {
  const classes: { direction: EdgeClass['direction']; layer: number; places: [number, number] | null; edges: number }[] = []
  const known = new Map<string, number>()
  const from: number[] = []
  const to: number[] = []
  const classOf: number[] = []
  const add = (direction: EdgeDirection, layer: number, places: [number, number], first: number, second: number) => {
    const named = { direction: tied && (direction === 'x' || direction === 'y') ? 'beside' as const : direction, layer, places: tied ? null : places }
    const key = `${named.direction} ${layer} ${named.places}`
    const index = known.get(key) ?? classes.push({ ...named, edges: 0 }) - 1
    known.set(key, index)
    classes[index].edges += 1
    from.push(first)
    to.push(second)
    classOf.push(index)
  }
  for (const { layer, blocksPerSide: m } of layout.layers) {
    const places = layer === layout.depth - 1 ? [0, 1, 2, 3] : [1, 2, 3]
    const site = (l: number, a: number, b: number, c: number) => bulkSite(layout, l, a, b, c)
    for (let a = 0; a < m; a++) for (let b = 0; b < m; b++) for (const c of places) {
      const own = site(layer, a, b, c)
      for (const other of places) if (other > c) add('in', layer, [c, other], own, site(layer, a, b, other))
      // Of two decimators, each is the other's neighbour on both sides: one edge.
      if (m > 2 || (m === 2 && a === 0)) add('x', layer, [c, c], own, site(layer, (a + 1) % m, b, c))
      if (m > 2 || (m === 2 && b === 0)) add('y', layer, [c, c], own, site(layer, a, (b + 1) % m, c))
      if (layer < layout.depth - 1) add('z', layer, [c, c], own, site(layer + 1, a >> 1, b >> 1, c))
    }
  }
  const ends = { from: Int32Array.from(from), to: Int32Array.from(to) }
  return {
    layout, classes, ...ends, classOf: Int32Array.from(classOf),
    plan: eliminationPlan(layout.variables.length, ends.from, ends.to),
  }
}

/** Flat index of ζ(l, a, b, c) in the bulk array: row 2^l (2a + ⌊c/2⌋), column 2^l (2b + c mod 2). */
export function bulkSite({ side, layers }: BulkLayout, layer: number, a: number, b: number, c: number): number {
  const { spacing } = layers[layer]
  return spacing * (2 * a + (c >> 1)) * side + spacing * (2 * b + (c & 1))
}
