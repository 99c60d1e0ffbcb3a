import { createRequire } from 'node:module'
import os from 'node:os'
import path from 'node:path'
import * as tf from '@tensorflow/tfjs-core'
import { setWasmPaths } from '@tensorflow/tfjs-backend-wasm'
import type { BackendDescription } from './description.ts'
import { registerGradients } from './gradients.ts'
import { registerWasmConv2DBackpropFilter } from './wasm-conv2d-backprop-filter.ts'

const commonRequire = createRequire(import.meta.url)

/**
 * Loads tfjs's WebAssembly back end: always there, on one thread (tfjs starts no WebAssembly threads under Node).
 *
 * What it lacks: the gradient of a convolution by its filter, which is added here; the gradient of `gather`
 * (UnsortedSegmentSum), `einsum`, complex numbers and the FFT; depthwise convolutions can be applied but not trained; the
 * fused and resource operations that only TensorFlow has. Float32 and SIMD only.
 */
export async function loadWasm(): Promise<BackendDescription> {
  registerGradients()
  setWasmPaths(path.dirname(commonRequire.resolve('@tensorflow/tfjs-backend-wasm')) + path.sep)
  if (!(await tf.setBackend('wasm'))) throw new Error('tfjs could not start its WebAssembly back end')
  registerWasmConv2DBackpropFilter()
  tf.enableProdMode()
  return { name: 'wasm', version: tf.version_core, device: os.cpus()[0]?.model.trim() ?? 'CPU', threads: 1, software: false }
}
