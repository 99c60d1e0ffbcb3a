import { createHash } from 'node:crypto'
import { isMainThread, parentPort } from 'node:worker_threads'
import * as tf from '@tensorflow/tfjs-core'
import type { Tensor, Tensor1D, Tensor2D, Tensor4D } from '@tensorflow/tfjs-core'
import { layerKernels } from '../../physics/networks/kernel-registry.ts'
import { stream } from '../../physics/random/stream.ts'
import { loadTensorFlow } from '../backends/tensorflow.ts'
import { installKernels } from './index.ts'

/**
 * A program for `native-library.test.ts`: computes the layers that the op library has, forward and backward, and tells the name
 * of the kernels and a digest of all results, on standard output or to the thread that started it. The number of threads is
 * TF_NUM_INTRAOP_THREADS.
 */
await loadTensorFlow({ threads: Number(process.env.TF_NUM_INTRAOP_THREADS) })
installKernels()
const kernels = layerKernels()
const digest = createHash('sha256')

function draw<Result extends Tensor>(...shape: number[]): Result {
  const values = new Float32Array(shape.reduce((product, length) => product * length, 1))
  stream(4, shape.join()).fillNormal(values)
  return tf.tensor(values, shape) as Result
}

function record(tensors: object): void {
  for (const tensor of Object.values(tensors) as Tensor[]) digest.update(tensor.dataSync<'float32'>())
}

for (const [size, channels] of [[16, 16], [8, 24], [5, 64], [2, 128]]) {
  const x = draw<Tensor4D>(7, size, size, channels)
  const scale = draw<Tensor1D>(channels)
  const { y, saved } = kernels.groupNormSilu(x, scale, scale, 8)
  record({ y, ...kernels.groupNormSiluGradient(y, saved, scale, 8) })

  const filter = draw<Tensor4D>(3, 3, channels, channels)
  const block = kernels.convolutionBlock(x, { filter, bias: scale, scale, shift: scale }, 'same', 8)
  record({ ...block, saved: block.saved.at(-1), ...kernels.convolutionBlockGradient(y, x, block.saved, { filter, scale }, 'same', 8) })
  for (const stride of [1, 2] as const) {
    const z = kernels.convolution(x, filter, scale, stride)
    record({ z, ...kernels.convolutionGradient(x, filter, z, stride) })
  }
  const wideFilter = draw<Tensor4D>(4, 4, channels, channels)
  const wide = kernels.transposedConvolution(x, wideFilter, scale)
  record({ wide, ...kernels.transposedConvolutionGradient(x, wideFilter, wide) })
}

const [input, weight, bias] = [draw<Tensor2D>(21, 75), draw<Tensor2D>(75, 100), draw<Tensor1D>(100)]
const { y, z } = kernels.denseSilu(input, weight, bias)
record({ y, z, ...kernels.denseSiluGradient(input, weight, z, y) })

const result = `${kernels.name}: ${digest.digest('hex')}`
if (isMainThread) process.stdout.write(result)
else parentPort?.postMessage(result)
