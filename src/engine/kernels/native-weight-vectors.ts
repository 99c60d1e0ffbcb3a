import * as tf from '@tensorflow/tfjs-core'
import type { Scalar } from '@tensorflow/tfjs-core'
import type { WeightVectors, WeightVectorsFactory } from '../../physics/optimisers/weight-vectors.ts'
import { resourceVectors } from './resource-vectors.ts'
import type { TensorFlowOps } from './tensorflow-ops.ts'

/**
 * The vectors of a training, updated by one op of `native/` in place, and handed out as views instead of copies. An update that
 * comes while views of the weights are still alive leaves those as they are, at the cost of a copy.
 */
export function nativeWeightVectors(ops: TensorFlowOps): WeightVectorsFactory {
  const { run, runMany, attribute } = ops
  return (shapes): WeightVectors => {
    const total = shapes.reduce((sum, shape) => sum + shape.reduce((product, length) => product * length, 1), 0)
    const { handles, read, write, dispose } = resourceVectors(ops, total)
    const count = attribute.int('N', shapes.length)
    const viewAttributes = [count, attribute.int('shapes', shapes.flatMap((shape) => [shape.length, ...shape]))]
    return {
      read,
      write,
      dispose,
      update: (gradients, { clipNorm, beta1, beta2, stepSize, epsilon, shrink, averageDecay }) => tf.tidy(() => {
        // 1 - beta in float64: 1 - 0.999 in float32 is off by 2e-5.
        const numbers = tf.tensor1d([clipNorm, 1 - beta1, 1 - beta2, stepSize, epsilon, shrink, averageDecay ?? -1])
        const { weights, firstMoment, secondMoment, average } = handles
        return run('HoloscopeAdamW', [count], [weights, firstMoment, secondMoment, average, numbers, ...gradients]) as Scalar
      }),
      unflatten: (vector) => runMany('HoloscopeViews', viewAttributes, [vector], shapes.length),
    }
  }
}
