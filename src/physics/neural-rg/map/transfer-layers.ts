import { Problem } from '../../../shared/problem.ts'
import { type BlockMap, mapMasks } from './make-map.ts'

export interface TrainedLayers {
  map: BlockMap
  parameters: Float64Array
}

export interface TransferOptions {
  /** Where layers of both maps are laid upon each other: layer 0 on layer 0, or last on last. */
  matched: 'ultraviolet' | 'infrared'
  /** What a layer takes that has no counterpart: the nearest one that has, or what a fresh map begins with. */
  others: 'neighbour' | 'fresh'
}

/**
 * Parameters for a map from those of another one with the same blocks, whose lattice may have another size. A layer has one set
 * of parameters for all its blocks, so nothing but the number of layers tells a map on L from one on 2L: matched at the UV, the
 * larger lattice has the same short distances and more long ones; matched at the IR, the same long distances, better resolved.
 * Spec chapter 9, "size transfer".
 */
export function transferLayers(from: TrainedLayers, to: BlockMap, { matched, others }: TransferOptions): Float64Array {
  requireSameBlocks(from.map, to)
  const shift = matched === 'ultraviolet' ? 0 : to.layout.depth - from.map.layout.depth
  const size = to.parameterCount / to.layout.depth
  const last = from.map.layout.depth - 1
  const result = to.initialParameters()
  let taken = 0
  for (let layer = 0; layer < to.layout.depth; layer++) {
    const counterpart = layer - shift
    const nearest = Math.min(last, Math.max(0, counterpart))
    if (nearest !== counterpart && others === 'fresh') continue
    if (!sameMasks(from.map, nearest, to, layer)) continue
    result.set(from.parameters.subarray(nearest * size, (nearest + 1) * size), layer * size)
    taken++
  }
  if (taken === 0) {
    throw new Problem('NoLayerFits', 'No layer of the other map fits: the masks of its blocks were drawn from another seed.', 'Take the seed of the run that this one starts from.')
  }
  return result
}

/** The same map with other numbers to start from. */
export function mapStartingAt(map: BlockMap, parameters: Float64Array): BlockMap {
  return { ...map, initialParameters: () => parameters.slice() }
}

function requireSameBlocks(from: BlockMap, to: BlockMap): void {
  const described = ({ options, components }: BlockMap) => JSON.stringify([{ ...options, depth: 0 }, components])
  if (described(from) === described(to)) return
  throw new Problem('BlocksDiffer', `The maps are made of different blocks: ${described(from)} and ${described(to)}.`, 'Give the map the block and the sizes of the run that it starts from; only lattice side and depth may differ.')
}

/** Blocks of other masks are other functions of the same numbers. Only RealNVP blocks draw any. */
function sameMasks(from: BlockMap, fromLayer: number, to: BlockMap, toLayer: number): boolean {
  if (from.options.kind !== 'realNvp') return true
  const masks = ({ sublayers, seed, options }: BlockMap, layer: number) =>
    sublayers.flatMap((sublayer, index) => (sublayer.layer === layer && options.kind === 'realNvp' ? [mapMasks(options.couplings, seed, index)] : []))
  return JSON.stringify(masks(from, fromLayer)) === JSON.stringify(masks(to, toLayer))
}
