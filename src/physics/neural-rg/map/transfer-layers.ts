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
 * Parameters for a map from those of another one, whose lattice may have another size. A layer has one set of parameters for all
 * its blocks, so nothing but the number of layers tells a map on L from one on 2L: matched at the UV, the larger lattice has the
 * same short distances and more long ones; matched at the IR, the same long distances, better resolved. Spec chapter 9, "size
 * transfer". What the blocks here have beyond those of the other map begins afresh: coupling networks start as the identity, so
 * a U(1) map with asinh is the start of a coupling map.
 */
export function transferLayers(from: TrainedLayers, to: BlockMap, { matched, others }: TransferOptions): Float64Array {
  requireBlocksOf(from.map, to)
  const shift = matched === 'ultraviolet' ? 0 : to.layout.depth - from.map.layout.depth
  const last = from.map.layout.depth - 1
  const known = new Map(from.map.parameters.map((parameter) => [parameter.name, parameter]))
  const result = to.initialParameters()
  let taken = 0
  for (let layer = 0; layer < to.layout.depth; layer++) {
    const nearest = Math.min(last, Math.max(0, layer - shift))
    if (nearest !== layer - shift && others === 'fresh') continue
    if (!sameMasks(from.map, nearest, to, layer)) continue
    for (const { name, offset, count } of to.parameters.filter((parameter) => parameter.layer === layer)) {
      const counterpart = known.get(name.replace(/^layer\.\d+\./, `layer.${nearest}.`))
      if (counterpart) result.set(from.parameters.subarray(counterpart.offset, counterpart.offset + count), offset)
    }
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

/** Blocks of the same options, whatever the depth; or a coupling map from the U(1) map that its blocks begin with. */
function requireBlocksOf(from: BlockMap, to: BlockMap): void {
  const described = ({ options, components }: BlockMap) => JSON.stringify([{ ...options, depth: 0 }, components])
  const { options } = from
  if (described(from) === described(to) || (to.options.kind === 'coupling' && options.kind === 'u1' && options.activation === 'asinh' && options.repeats === 1)) return
  throw new Problem('BlocksDiffer', `The maps are made of different blocks: ${described(from)} and ${described(to)}.`,
    'Give the map the block and the sizes of the run that it starts from; only lattice side and depth may differ. A coupling map may also start from a U(1) map with asinh and one repeat.')
}

/** Blocks of other masks are other functions of the same numbers. Only RealNVP blocks draw any. */
function sameMasks(from: BlockMap, fromLayer: number, to: BlockMap, toLayer: number): boolean {
  if (from.options.kind !== 'realNvp') return true
  const masks = ({ sublayers, seed, options }: BlockMap, layer: number) =>
    sublayers.flatMap((sublayer, index) => (sublayer.layer === layer && options.kind === 'realNvp' ? [mapMasks(options.couplings, seed, index)] : []))
  return JSON.stringify(masks(from, fromLayer)) === JSON.stringify(masks(to, toLayer))
}
