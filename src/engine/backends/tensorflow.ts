import { existsSync, readdirSync, readFileSync } from 'node:fs'
import { createRequire } from 'node:module'
import os from 'node:os'
import path from 'node:path'
import util from 'node:util'
import { isMainThread } from 'node:worker_threads'
import { Problem } from '../../shared/problem.ts'
import type { BackendDescription } from './description.ts'

const commonRequire = createRequire(import.meta.url)

const cudaMark = ' (CUDA)'

/** Whether a device's name is that of a card that TensorFlow computes on. */
export const isCudaDevice = (device: string): boolean => device.endsWith(cudaMark)

/** The card's name from the driver; where several kinds are plugged in, TensorFlow alone knows which it took. */
function cudaDevice(): string {
  const folder = '/proc/driver/nvidia/gpus'
  try {
    const models = readdirSync(folder).map((card) => /^Model:\s*(.+)$/m.exec(readFileSync(path.join(folder, card, 'information'), 'utf8'))?.[1].trim())
    return `${new Set(models).size === 1 && models[0] ? models[0] : 'NVIDIA card'}${cudaMark}`
  } catch {
    return `NVIDIA card${cudaMark}`
  }
}

/** What of the addon's backend is read here; the operations go through tfjs-core. */
interface NodeBackend {
  readonly isUsingGpuDevice: boolean
  readonly binding: { readonly TF_Version: string }
}

/**
 * What the C library reads from the environment when a process starts: its memory in pages of 2 MB where they are to be had (Linux,
 * glibc from 2.35 on). A training step passes over many arrays of megabytes, and by pages of 4 kB it waits for the page tables:
 * 4 to 5 % of its time. Numbers do not change.
 */
export const memoryEnvironment: Readonly<Record<string, string>> = { GLIBC_TUNABLES: process.env.GLIBC_TUNABLES ?? 'glibc.malloc.hugetlb=1' }

/**
 * What TensorFlow reads from the environment, once, when its library is loaded; and `memoryEnvironment`, for whoever starts a process.
 *
 * A worker thread's `process.env` is a copy that native code never sees: whoever starts the process of a run must put
 * these into the environment of that process.
 *
 * @param threads CPU threads within an operation; 0 takes all cores. Part of what makes a run reproducible bit for bit.
 */
export function tensorflowEnvironment(threads: number): Record<string, string> {
  return {
    ...memoryEnvironment,
    // Warnings and errors only: the notes on the processor's instruction sets help nobody here.
    TF_CPP_MIN_LOG_LEVEL: process.env.TF_CPP_MIN_LOG_LEVEL ?? '1',
    // Otherwise the first process takes all memory of the card.
    TF_FORCE_GPU_ALLOW_GROWTH: process.env.TF_FORCE_GPU_ALLOW_GROWTH ?? 'true',
    // Operations that add in an order of their own (some of cuDNN's) give way to ones that repeat themselves.
    TF_DETERMINISTIC_OPS: process.env.TF_DETERMINISTIC_OPS ?? '1',
    ...(threads > 0 ? { TF_NUM_INTRAOP_THREADS: String(threads) } : {}),
  }
}

/** Whether set-up has built the addon; says nothing about whether it loads. */
export function isTensorFlowProvided(): boolean {
  try {
    const root = path.dirname(commonRequire.resolve('@tensorflow/tfjs-node-gpu/package.json'))
    return existsSync(path.join(root, 'lib', 'napi-v8', 'tfjs_binding.node'))
  } catch {
    return false
  }
}

/**
 * Loads TensorFlow through the addon of `@tensorflow/tfjs-node-gpu` and makes it tfjs-core's back end. The only module that
 * does so. It lacks nothing that tfjs has; the gradients are registered by the package itself.
 *
 * One thread a process may load it: the addon keeps a shared set without a lock. A thread that has loaded it must end by
 * itself, never by `terminate()`.
 *
 * @throws Problem where set-up has not provided it, or it does not load
 */
export async function loadTensorFlow(options: { threads?: number } = {}): Promise<BackendDescription> {
  if (!isTensorFlowProvided()) {
    throw new Problem('backend.tensorflow.absent', 'The TensorFlow addon is not built.', 'Run npm start (or npm run setup) and see what its TensorFlow steps say.')
  }
  const { threads = 0 } = options
  if (isMainThread) Object.assign(process.env, tensorflowEnvironment(threads))
  restoreRemovedUtilities()
  preloadLibraries()
  try {
    commonRequire('@tensorflow/tfjs-node-gpu')
  } catch (error) {
    throw loadProblem(error)
  }
  const tf = await import('@tensorflow/tfjs-core')
  tf.enableProdMode()
  await tf.ready()
  const backend = tf.backend() as unknown as NodeBackend
  return {
    name: 'tensorflow',
    version: backend.binding.TF_Version,
    device: backend.isUsingGpuDevice ? cudaDevice() : (os.cpus()[0]?.model.trim() ?? 'CPU'),
    threads: backend.isUsingGpuDevice ? 1 : Number(process.env.TF_NUM_INTRAOP_THREADS) || os.availableParallelism(),
    software: false,
  }
}

/**
 * In an installed app the addon lies where nobody may write, and TensorFlow's libraries in the user's cache, in the folder that
 * HOLOSCOPE_TENSORFLOW names. They are loaded first: the addon, which asks for them by name, then finds them in the process.
 *
 * Node takes what is no addon out again ("did not self-register"), were it not for RTLD_NODELETE. A search path in the environment
 * would have to be there when the process starts, which Electron's way of starting one does not promise.
 *
 * @throws Problem where the libraries have not been fetched
 */
function preloadLibraries(): void {
  const folder = process.env.HOLOSCOPE_TENSORFLOW
  if (!folder) return
  for (const name of ['libtensorflow_framework.so.2', 'libtensorflow_cc.so.2']) {
    const library = path.join(folder, name)
    if (!existsSync(library)) {
      throw new Problem('backend.tensorflow.absent', `TensorFlow's libraries are not in ${folder}.`, 'The app fetches them when it starts; see its message there.')
    }
    try {
      process.dlopen({ exports: {} }, library, os.constants.dlopen.RTLD_NOW | noDelete)
    } catch (error) {
      if (!(error instanceof Error && /self-register/.test(error.message))) throw loadProblem(error)
    }
  }
}

/** RTLD_NODELETE of Linux, which Node does not name. */
const noDelete = 0x1000

function loadProblem(error: unknown): Problem {
  return new Problem('backend.tensorflow.load', `TensorFlow does not load: ${error instanceof Error ? error.message : String(error)}`, 'Run npm run setup, which looks over the libraries and the addon and renews what is broken.')
}

/**
 * tfjs-node 4.22 calls two functions of `node:util` that are on their way out: `isNullOrUndefined` is gone since Node 23,
 * `isArray` warns. Its `util` from `require` is this same object (tfjs issue 8609).
 */
function restoreRemovedUtilities(): void {
  const replacements = {
    isNullOrUndefined: (value: unknown): boolean => value === null || value === undefined,
    isArray: Array.isArray,
  }
  for (const [name, value] of Object.entries(replacements)) Object.defineProperty(util, name, { value, configurable: true })
}
