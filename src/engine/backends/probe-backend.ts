import * as tf from '@tensorflow/tfjs-core'
import { Problem } from '../../shared/problem.ts'
import { backendNames } from '../../shared/run-config.ts'
import { loadNativeLibrary } from '../kernels/native-library.ts'
import { connectHost } from '../trainer/host-link.ts'
import { cudaFacts, explainCudaPath } from './cuda-path.ts'
import { loadBackend } from './index.ts'
import { isCudaDevice } from './tensorflow.ts'

/**
 * A program for `probe.ts`: loads the back end that its argument names, measures it, and answers with a line of JSON. A process
 * of its own, because a native library that does not fit the machine may end it.
 */
const order = 1024
const enoughSeconds = 0.4

/** Billions of floating-point operations a second in products of two 1024 × 1024 float32 matrices, 2 n³ each. */
async function measureGflops(): Promise<number> {
  const matrix = tf.randomUniform([order, order], -1, 1, 'float32', 1) as tf.Tensor2D
  // Products are queued and one element of the last is awaited, so that a card works and is waited for.
  const seconds = async (products: number): Promise<number> => {
    const began = performance.now()
    const corner = tf.tidy(() => {
      let product = matrix
      for (let i = 0; i < products; i++) product = tf.matMul(matrix, matrix)
      return tf.slice(product, [0, 0], [1, 1])
    })
    await corner.data()
    corner.dispose()
    return (performance.now() - began) / 1000
  }
  await seconds(1)
  let products = 1
  let elapsed = await seconds(products)
  while (elapsed < enoughSeconds) {
    products = Math.min(20 * products, Math.ceil((1.5 * products * enoughSeconds) / Math.max(elapsed, 1e-4)))
    elapsed = await seconds(products)
  }
  matrix.dispose()
  return (2 * order ** 3 * products) / elapsed / 1e9
}

async function probe(): Promise<unknown> {
  const name = backendNames.find((candidate) => candidate === process.argv[2])
  if (!name) throw new Error(`Usage: probe-backend.ts ${backendNames.join('|')}`)
  try {
    const backend = await loadBackend(name)
    const gflops = backend.software ? null : await measureGflops()
    return {
      backend, gflops,
      ...(name === 'tensorflow'
        ? { opLibrary: loadNativeLibrary(), path: explainCudaPath(await cudaFacts(isCudaDevice(backend.device))) }
        : { opLibrary: null, path: null }),
    }
  } catch (error) {
    if (!(error instanceof Problem)) throw error
    return { problem: [error.message, error.action].filter(Boolean).join(' ') }
  }
}

const line = JSON.stringify(await probe())
const host = connectHost<string>()
// Of a pipe that closes with its process Electron may lose the end: the answer is a message there, and whoever has it ends this.
if (host.connected) {
  host.onDisconnect(() => process.exit(0))
  host.send(line)
} else {
  // An open graphics device keeps the process alive, so its end is asked for once everything is written.
  process.stdout.write(`${line}\n`, () => process.exit(0))
}
