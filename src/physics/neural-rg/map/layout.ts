import { Problem } from '../../../shared/problem.ts'

/**
 * Where the blocks of a map act on the L × L torus, L = 2ⁿ, and which site of the bulk array holds which bulk variable.
 *
 * Layer l = 0 … depth − 1 (0 is the UV) acts on the multiples of the spacing s = 2^l, in m = L / 2^(l+1) blocks a side:
 *
 *   disentangler (a, b): rows and columns s (2a + 1), s (2a + 2), modulo L
 *   decimator    (a, b): rows and columns s 2a,       s (2a + 1)
 *
 * Sites of a block are in row-major order 0 … 3. In the RG direction site 0 of a decimator is kept for layer l + 1, sites 1 … 3
 * become the bulk variables ζ(l, a, b, c); at the last layer site 0 is bulk, too (the zero mode when depth = n).
 */
export interface BulkLayout {
  /** L */
  readonly side: number
  /** Number of layers, at most log₂ L. */
  readonly depth: number
  readonly layers: readonly BlockLayer[]
  /** One entry a site of the bulk array, row-major. */
  readonly variables: readonly BulkVariable[]
}

export interface BlockLayer {
  readonly layer: number
  /** s = 2^l */
  readonly spacing: number
  /** m = L / 2^(l+1) */
  readonly blocksPerSide: number
  /** Flat sites, four a block, blocks in row-major order of (a, b). */
  readonly disentanglers: Int32Array
  readonly decimators: Int32Array
}

/** A bulk variable ζ(l, a, b, c) and its place in the geometry. */
export interface BulkVariable {
  /** Flat index in the bulk array. */
  readonly site: number
  readonly layer: number
  readonly a: number
  readonly b: number
  readonly c: number
  /** Centre of its decimator, x₁ = 2^(l+1) a + (2^(l+1) − 1)/2, x₂ with b. */
  readonly x: readonly [number, number]
  /** h = 2^l */
  readonly height: number
}

/** `depth` 0 takes all log₂ L layers. */
export function bulkLayout(side: number, depth = 0): BulkLayout {
  const fullDepth = Math.log2(side)
  if (!Number.isInteger(fullDepth) || fullDepth < 1) {
    throw new Problem('mapSide', `A map of 2 × 2 blocks needs a lattice side that is a power of two from 2 on; this one is ${side}.`, 'Take 2, 4, 8, 16, 32, …')
  }
  if (!Number.isInteger(depth) || depth < 0 || depth > fullDepth) {
    throw new Problem('mapDepth', `A lattice of side ${side} has ${fullDepth} layers; a depth of ${depth} is not possible.`, `Take 1 to ${fullDepth}, or 0 for all.`)
  }
  const layers = Array.from({ length: depth || fullDepth }, (_, layer) => blockLayer(side, layer))
  return { side, depth: layers.length, layers, variables: bulkVariables(side, layers) }
}

/** The layer of each site of the bulk array. */
export function layersOf({ variables }: BulkLayout): Int32Array {
  return Int32Array.from(variables, ({ layer }) => layer)
}

function blockLayer(side: number, layer: number): BlockLayer {
  const spacing = 2 ** layer
  const blocksPerSide = side / (2 * spacing)
  const sites = (offset: number) => {
    const result = new Int32Array(4 * blocksPerSide ** 2)
    for (let block = 0; block < blocksPerSide ** 2; block++) {
      const [a, b] = [Math.floor(block / blocksPerSide), block % blocksPerSide]
      for (let local = 0; local < 4; local++) {
        const row = (spacing * (2 * a + offset + (local >> 1))) % side
        const column = (spacing * (2 * b + offset + (local & 1))) % side
        result[4 * block + local] = row * side + column
      }
    }
    return result
  }
  return { layer, spacing, blocksPerSide, disentanglers: sites(1), decimators: sites(0) }
}

function bulkVariables(side: number, layers: readonly BlockLayer[]): BulkVariable[] {
  const variables = new Array<BulkVariable>(side * side)
  for (const { layer, spacing, blocksPerSide, decimators } of layers) {
    const cell = 2 * spacing
    for (let block = 0; block < blocksPerSide ** 2; block++) {
      const [a, b] = [Math.floor(block / blocksPerSide), block % blocksPerSide]
      for (let c = layer === layers.length - 1 ? 0 : 1; c < 4; c++) {
        const site = decimators[4 * block + c]
        variables[site] = { site, layer, a, b, c, x: [cell * a + (cell - 1) / 2, cell * b + (cell - 1) / 2], height: spacing }
      }
    }
  }
  return variables
}
