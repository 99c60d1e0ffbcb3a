import * as tf from '@tensorflow/tfjs-core'
import type { Scalar, Tensor, Tensor1D, Tensor2D, Tensor4D } from '@tensorflow/tfjs-core'
import { keptPairs } from './coupling-block.ts'
import type { TensorMap, TensorMapResult } from './holographic-map.ts'
import type { BlockMap } from './make-map.ts'
import { isMixing, mapMasks } from './make-map.ts'
import { chainTensorBlocks, type TensorBlock } from './tensor-block.ts'
import { u1TensorCoupling } from './tensor-coupling.ts'
import { fromBlocks, rollSites, toBlocks } from './tensor-lattice.ts'
import { rnvpTensorCoupling } from './tensor-rnvp.ts'
import { u1TensorBlocks } from './tensor-u1.ts'
import { lastRotation } from './u1-block.ts'

/** The map as differentiable tfjs ops: a recursion over a shrinking lattice, all blocks of a sub-layer in one matrix of rows. */
export function tensorMap(map: BlockMap): TensorMap {
  return {
    map,
    generate: (parameters, zeta) => generate(map, parameters, zeta),
    renormalize: (parameters, phi) => renormalize(map, parameters, phi),
  }
}

function generate(map: BlockMap, parameters: Tensor1D, zeta: Tensor4D): TensorMapResult {
  return owned(() => {
    const sum = logDetSum(zeta.shape[0])
    const { depth } = map.layout
    const stages = layerStages(map, parameters)
    const details = splitScales(zeta, depth)
    let lattice = details.top
    for (let layer = depth - 1; layer >= 0; layer--) {
      let rows = toBlocks(lattice)
      if (layer < depth - 1) rows = tf.concat([tf.reshape(lattice, [-1, map.components]), details.rows[layer]], 1)
      const shape = latticeShape(zeta, layer)
      for (const { disentangler, decimator } of stages[layer].toReversed()) {
        lattice = fromBlocks(sum.through(decimator.generate(rows)), shape)
        lattice = rollSites(fromBlocks(sum.through(disentangler.generate(toBlocks(rollSites(lattice, -1)))), shape), 1)
        rows = toBlocks(lattice)
      }
    }
    return sum.result(lattice)
  })
}

function renormalize(map: BlockMap, parameters: Tensor1D, phi: Tensor4D): TensorMapResult {
  return owned(() => {
    const sum = logDetSum(phi.shape[0])
    const { components, layout: { depth } } = map
    const stages = layerStages(map, parameters)
    const details: Tensor2D[] = []
    let lattice = phi
    for (let layer = 0; layer < depth; layer++) {
      const shape = latticeShape(phi, layer)
      let rows = toBlocks(lattice)
      for (const { disentangler, decimator } of stages[layer]) {
        lattice = rollSites(fromBlocks(sum.through(disentangler.renormalize(toBlocks(rollSites(lattice, -1)))), shape), 1)
        rows = sum.through(decimator.renormalize(toBlocks(lattice)))
        lattice = fromBlocks(rows, shape)
      }
      if (layer === depth - 1) break
      details.push(tf.slice(rows, [0, components], [-1, -1]))
      lattice = tf.reshape(tf.slice(rows, [0, 0], [-1, components]), latticeShape(phi, layer + 1))
    }
    for (let layer = depth - 2; layer >= 0; layer--) {
      lattice = fromBlocks(tf.concat([tf.reshape(lattice, [-1, components]), details[layer]], 1), latticeShape(phi, layer))
    }
    return sum.result(lattice)
  })
}

/** Shape of the active sites of a layer. */
const latticeShape = ({ shape: [batch, side, , components] }: Tensor4D, layer: number): [number, number, number, number] =>
  [batch, side / 2 ** layer, side / 2 ** layer, components]

/** What enters at each layer: the three decimated values of its blocks, `rows[l]`, and all of the last layer's lattice. */
function splitScales(zeta: Tensor4D, depth: number): { rows: Tensor2D[]; top: Tensor4D } {
  const components = zeta.shape[3]
  const rows: Tensor2D[] = []
  let lattice = zeta
  for (let layer = 0; layer < depth - 1; layer++) {
    const blocks = toBlocks(lattice)
    rows.push(tf.slice(blocks, [0, components], [-1, -1]))
    lattice = tf.reshape(tf.slice(blocks, [0, 0], [-1, components]), latticeShape(zeta, layer + 1))
  }
  return { rows, top: lattice }
}

interface Stage { disentangler: TensorBlock; decimator: TensorBlock }

/** The blocks of each layer, repeats in the RG direction. */
function layerStages(map: BlockMap, parameters: Tensor1D): Stage[][] {
  const blocks = tensorBlocks(map, parameters)
  const stages = map.layout.layers.map((): Stage[] => [])
  for (let index = 0; index < blocks.length; index += 2) {
    stages[map.sublayers[index].layer].push({ disentangler: blocks[index], decimator: blocks[index + 1] })
  }
  return stages
}

function tensorBlocks({ options, sublayers, parameters: list, seed, components }: BlockMap, parameters: Tensor1D): TensorBlock[] {
  const lastTypes = sublayers.map(({ kind }, index) => lastRotation(kind, isMixing(sublayers, index)))
  if (options.kind === 'u1') return u1TensorBlocks(tf.reshape(parameters, [-1, 12]), lastTypes, options.activation)
  const pieces = tf.split(parameters, list.map(({ count }) => count)).map((piece, index) => tf.reshape(piece, [...list[index].shape]))
  const perSublayer = list.length / sublayers.length
  const piecesOf = (sublayer: number): Tensor[] => pieces.slice(sublayer * perSublayer, (sublayer + 1) * perSublayer)
  if (options.kind === 'realNvp') {
    return sublayers.map((_, index) => {
      const masks = mapMasks(options.couplings, seed, index)
      const perCoupling = perSublayer / options.couplings
      return chainTensorBlocks(masks.map((mask, step) => rnvpTensorCoupling(
        mask.flatMap((kept) => new Array<boolean>(components).fill(kept)), piecesOf(index).slice(step * perCoupling, (step + 1) * perCoupling),
      )))
    })
  }
  const rotations = u1TensorBlocks(tf.stack(sublayers.map((_, index) => tf.concat1d(piecesOf(index).slice(0, 3) as Tensor1D[]))) as Tensor2D, lastTypes, 'asinh')
  const perCoupling = (perSublayer - 3) / options.couplings
  return rotations.map((rotation, index) => chainTensorBlocks([
    rotation,
    ...Array.from({ length: options.couplings }, (_, step) =>
      u1TensorCoupling(keptPairs[step % keptPairs.length], piecesOf(index).slice(3 + step * perCoupling, 3 + (step + 1) * perCoupling))),
  ]))
}

/** Collects ln-dets of rows into those of fields. */
function logDetSum(batch: number) {
  let total: Tensor1D = tf.zeros([batch])
  let largest: Scalar | null = null
  return {
    through({ rows, logDet, largestModulus }: ReturnType<TensorBlock['generate']>): Tensor2D {
      const blocks = rows.shape[0] / batch
      total = tf.add(total, logDet.rank === 0 ? tf.mul(logDet, blocks) : tf.sum(tf.reshape(logDet, [batch, blocks]), 1))
      if (largestModulus) largest = largest ? tf.maximum(largest, largestModulus) : tf.reshape(largestModulus, [])
      return rows
    },
    result: (field: Tensor4D): TensorMapResult => ({ field, logDetJ: total, largestModulus: largest }),
  }
}

/** Keeps the result alone. */
function owned(compute: () => TensorMapResult): TensorMapResult {
  return tf.tidy(compute as unknown as () => tf.TensorContainer) as unknown as TensorMapResult
}
