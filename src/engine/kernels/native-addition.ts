import * as tf from '@tensorflow/tfjs-core'
import type { Tensor } from '@tensorflow/tfjs-core'
import type { TensorFlowOps } from './tensorflow-ops.ts'

/** Smaller tensors cost the same either way. */
const worthwhile = 4096

/**
 * Gives tfjs's own addition on the TensorFlow back end to the op library where two large float tensors of one shape are added; the
 * bits are the same. Where a tensor is read twice, as the start of a skip connection is, it is tfjs that adds the two gradients,
 * in an op that no layer can bring with it.
 */
export function installNativeAddition({ run, attribute, constant }: TensorFlowOps): void {
  const stock = tf.getKernel(tf.Add, 'tensorflow')
  if (!stock) return
  const two = [attribute.int('N', 2)]
  const factors = () => constant('factors of a sum', () => tf.tensor1d([1, 1]))
  const kernelFunc: tf.KernelFunc = (call) => {
    const { a, b } = call.inputs as Record<'a' | 'b', Tensor>
    const suits = a.dtype === 'float32' && b.dtype === 'float32' && a.size >= worthwhile && a.shape.join() === b.shape.join()
    return suits ? run('HoloscopeCombination', two, [factors(), a, b]) : stock.kernelFunc(call)
  }
  tf.unregisterKernel(tf.Add, 'tensorflow')
  tf.registerKernel({ ...stock, kernelFunc })
}
