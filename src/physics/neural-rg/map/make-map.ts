import { Problem } from '../../../shared/problem.ts'
import { stream } from '../../random/stream.ts'
import type { Block } from './block.ts'
import { BlockWorkspace, type Sublayer } from './block-workspace.ts'
import { couplingBlock } from './coupling-block.ts'
import type { BlockKind, HolographicMap, MapParameter } from './holographic-map.ts'
import { bulkLayout } from './layout.ts'
import type { MapOptions } from './map-options.ts'
import { rnvpBlock, rnvpMasks } from './rnvp-block.ts'
import { u1Block } from './u1-block.ts'
import { registeredWorkspace } from './workspace-registry.ts'

/** A holographic map with its blocks laid out. `sublayers` are in the RG direction, which is the order of the parameters. */
export interface BlockMap extends HolographicMap {
  readonly sublayers: readonly Sublayer[]
  readonly seed: number
}

/** Whether a sub-layer is followed by another of its kind in the same layer: its decimators then only mix. */
export function isMixing(sublayers: readonly Sublayer[], index: number): boolean {
  return sublayers[index + 2]?.layer === sublayers[index].layer
}

/**
 * Builds a map for an L × L lattice. `seed` fixes what a map draws once and for all: the masks of RealNVP blocks, and the
 * weights that networks start from.
 */
export function makeHolographicMap(options: MapOptions, side: number, components: 1 | 2, seed = 0): BlockMap {
  if (options.kind !== 'realNvp' && components !== 2) {
    throw new Problem('mapNeedsComplexField', `The map "${options.kind}" rotates complex fields; this theory's field is real.`, 'Take the RealNVP block for real fields.')
  }
  const layout = bulkLayout(side, options.depth)
  const repeats = 'repeats' in options ? options.repeats : 1
  const sublayers: Sublayer[] = []
  const parameters: MapParameter[] = []
  let offset = 0
  for (const { layer, disentanglers, decimators } of layout.layers) {
    for (let repeat = 0; repeat < repeats; repeat++) {
      for (const kind of ['disentangler', 'decimator'] as const) {
        const block = makeBlock(options, kind, repeat < repeats - 1, components, seed, sublayers.length)
        const prefix = `layer.${layer}.${kind}${repeats > 1 ? `.${repeat}` : ''}`
        sublayers.push({ layer, kind, block, sites: kind === 'disentangler' ? disentanglers : decimators, offset })
        for (const { name, role, shape } of block.parameters) {
          const count = shape.reduce((product, length) => product * length, 1)
          parameters.push({ name: `${prefix}.${name}`, layer, block: kind, role, shape, offset, count })
          offset += count
        }
      }
    }
  }
  const parameterCount = offset
  const map: BlockMap = {
    options, seed, layout, components, sublayers, parameters, parameterCount,
    initialParameters() {
      const values = new Float64Array(parameterCount)
      const laws = sublayers.flatMap(({ block }) => block.parameters)
      laws.forEach(({ initial }, index) => {
        const { offset: start, count } = parameters[index]
        initial(values.subarray(start, start + count), stream(seed, 'init', index))
      })
      return values
    },
    workspace: (batch) => registeredWorkspace(map, batch) ?? plainWorkspace(map, batch),
  }
  return map
}

/** In TypeScript, whatever a machine brings: the oracle. */
export function plainWorkspace(map: BlockMap, batch: number): BlockWorkspace {
  return new BlockWorkspace(map.layout, map.components, map.sublayers, map.parameterCount, batch)
}

function makeBlock(options: MapOptions, kind: BlockKind, mixing: boolean, components: 1 | 2, seed: number, index: number): Block {
  switch (options.kind) {
    case 'u1': return u1Block(kind, options.activation, mixing)
    case 'coupling': return couplingBlock(kind, options.couplings, options.hidden)
    case 'realNvp': return rnvpBlock(components, mapMasks(options.couplings, seed, index), options.hidden, options.hiddenLayers)
  }
}

/** The masks of the RealNVP block of a sub-layer. */
export function mapMasks(couplings: number, seed: number, sublayer: number): boolean[][] {
  return rnvpMasks(couplings, stream(seed, 'masks', sublayer))
}
