import * as tf from '@tensorflow/tfjs-core'
import type { Tensor, Tensor1D, Tensor4D } from '@tensorflow/tfjs-core'
import { goldenBulkField, goldenParameters } from '../../physics/neural-rg/map/golden-map.ts'
import { makeHolographicMap, plainWorkspace } from '../../physics/neural-rg/map/make-map.ts'
import type { MapOptions } from '../../physics/neural-rg/map/map-options.ts'
import { tensorMap } from '../../physics/neural-rg/map/tensor-map.ts'
import type { BackendName } from '../../shared/run-config.ts'
import { loadBackend } from './index.ts'

/**
 * `node map-on-backend.test-helper.ts <back end>`: each kind of map as tensors there, and how far field, ln-det and gradients are
 * from float64, relative to the largest number of each. Prints one JSON object: the errors, or the reason why there are none.
 */
export type MapErrors = Record<string, Record<string, number>>

const cases: Record<string, { options: MapOptions; side: number; components: 1 | 2 }> = {
  u1: { options: { kind: 'u1', depth: 0, activation: 'asinh', repeats: 1 }, side: 8, components: 2 },
  coupling: { options: { kind: 'coupling', depth: 0, couplings: 2, hidden: 4 }, side: 4, components: 2 },
  realNvp: { options: { kind: 'realNvp', depth: 0, couplings: 2, hidden: 4, hiddenLayers: 2, repeats: 1 }, side: 4, components: 1 },
}

async function errorsOf({ options, side, components }: (typeof cases)[string]): Promise<Record<string, number>> {
  const map = makeHolographicMap(options, side, components, 1)
  const parameters = goldenParameters(map).map(Math.fround)
  const zeta = goldenBulkField(map).map(Math.fround)
  const oracle = plainWorkspace(map, 1)
  oracle.setParameters(parameters)
  const [phi, dZeta] = [new Float64Array(zeta.length), new Float64Array(zeta.length)]
  const [logDet, dParameters] = [new Float64Array(1), new Float64Array(parameters.length)]
  oracle.generate(zeta, phi, logDet)
  oracle.pullBack(phi, Float64Array.of(-1), dZeta, dParameters)

  const error = async (tensor: Tensor, expected: Float64Array) => {
    const scale = expected.reduce((largest, x) => Math.max(largest, Math.abs(x)), 1)
    return Array.from(await tensor.data()).reduce((largest, x, k) => Math.max(largest, Math.abs(x - expected[k]) / scale), 0)
  }
  const tensors = tensorMap(map)
  const at: [Tensor1D, Tensor4D] = [tf.tensor1d(Float32Array.from(parameters)), tf.tensor4d(Float32Array.from(zeta), [1, side, side, components])]
  const there = tensors.generate(...at)
  const back = tensors.renormalize(at[0], there.field)
  // ½|φ|² − ln|det|, whose slope by φ is φ.
  const [ofParameters, ofZeta] = tf.grads((p, z) => {
    const { field, logDetJ } = tensors.generate(p as Tensor1D, z as Tensor4D)
    return tf.sub(tf.mul(tf.sum(tf.square(field)), 0.5), tf.sum(logDetJ))
  })(at)
  return {
    field: await error(there.field, phi), logDet: await error(there.logDetJ, logDet), back: await error(back.field, zeta),
    byParameters: await error(ofParameters, dParameters), byZeta: await error(ofZeta, dZeta),
  }
}

try {
  await loadBackend(process.argv[2] as BackendName)
  const errors: MapErrors = {}
  // A processor that imitates a card takes a second for every new shader: the smallest map has them all but the couplings'.
  const chosen = process.argv[2] === 'webgpu' ? { u1: { ...cases.u1, side: 2 } } : cases
  for (const [name, example] of Object.entries(chosen)) errors[name] = await errorsOf(example)
  console.log(JSON.stringify(errors))
} catch (error) {
  console.log(JSON.stringify({ problem: error instanceof Error ? error.message : String(error) }))
}
process.exit(0)
