import { existsSync, readFileSync, realpathSync } from 'node:fs'
import { createRequire } from 'node:module'
import path from 'node:path'
import { hasSystemLibrary } from './system-library.ts'
import { type Nvidia, readNvidia } from './nvidia.ts'

/** What decides whether TensorFlow computes on an NVIDIA card. */
export interface CudaFacts {
  /** TensorFlow took a card when it was loaded. */
  readonly usesCard: boolean
  readonly nvidia: Nvidia
  /** The driver's library libcuda.so.1, by which programs reach the card. */
  readonly driverLibrary: boolean
  /** CUDA's libraries beside the TensorFlow that this clone is linked with; null for the build for processors. */
  readonly libraries: CudaLibraries | null
  /** CUDA_VISIBLE_DEVICES, where it is set. */
  readonly visibleDevices: string | undefined
}

export interface CudaLibraries {
  readonly cuda: string
  readonly cudnn: string
  /** Those of `cudaLibraryFiles` that are not there. */
  readonly missing: readonly string[]
}

/** CUDA 12 runs on every driver from this one on (NVIDIA's table of compatible drivers; within a major version). */
const oldestDriver = '525.60'
/** Since TensorFlow 2.17 its wheels hold no code for older cards than Pascal's (its release notes). */
const oldestCard = '6.0'

/** Which of the two ways TensorFlow computes, why, and what would change it. */
export function explainCudaPath({ usesCard, nvidia, driverLibrary, libraries, visibleDevices }: CudaFacts): string {
  const { driver, cards, onBus, failure } = nvidia
  const versions = libraries ? ` version ${libraries.cuda} (cuDNN ${libraries.cudnn})` : ''
  if (usesCard) return `CUDA: in use,${versions}, NVIDIA driver ${driver ?? 'of unknown version'}.`
  const not = 'CUDA: not in use.'
  if (failure !== null) return `${not} The NVIDIA driver does not answer; nvidia-smi says: ${failure}`
  if (driver === null) return onBus ? `${not} There is an NVIDIA card, but no driver for it. Install one (Ubuntu: sudo ubuntu-drivers install), restart, then run npm run setup.` : `${not} There is no NVIDIA card with a driver on this machine.`
  if (isBelow(driver, oldestDriver)) return `${not} The NVIDIA driver ${driver} is too old: CUDA 12 needs ${oldestDriver} or newer. Update it, then restart.`
  if (libraries === null) return `${not} There is an NVIDIA driver (${driver}), but this clone has TensorFlow's build for processors. npm run setup takes the one for CUDA.`
  if (visibleDevices !== undefined && /^(-1|)$/.test(visibleDevices.trim())) return `${not} CUDA_VISIBLE_DEVICES hides the card.`
  if (!driverLibrary) return `${not} The driver's library libcuda.so.1 is missing, by which programs reach the card (Ubuntu: package libnvidia-compute of the driver's version; in a container, start it with --gpus all).`
  if (libraries.missing.length > 0) return `${not} Of CUDA's libraries ${libraries.missing.join(', ')} ${libraries.missing.length === 1 ? 'is' : 'are'} missing. Remove the folder that npm run setup names for TensorFlow, then run npm run setup.`
  const tooOld = cards.length > 0 && cards.every(({ computeCapability }) => computeCapability !== null && isBelow(computeCapability, oldestCard))
  if (tooOld) return `${not} ${cards[0].name} has compute capability ${cards[0].computeCapability}; TensorFlow needs ${oldestCard} or newer.`
  if (cards.length === 0) return `${not} The NVIDIA driver ${driver} sees no card.`
  return `${not} Driver ${driver}, ${cards[0].name} and CUDA${versions} are all there, but TensorFlow does not take the card${visibleDevices === undefined ? '' : ` (CUDA_VISIBLE_DEVICES=${visibleDevices})`}. TF_CPP_MIN_LOG_LEVEL=0 npx holoscope run … lets it say why.`
}

/** Versions by their numbers. */
function isBelow(version: string, limit: string): boolean {
  const numbers = version.split('.').map(Number)
  for (const [i, wanted] of limit.split('.').map(Number).entries()) {
    const difference = (numbers[i] ?? 0) - wanted
    if (difference !== 0) return difference < 0
  }
  return false
}

/** For TensorFlow as it is loaded in this process. */
export async function cudaFacts(usesCard: boolean): Promise<CudaFacts> {
  return {
    usesCard, nvidia: await readNvidia(), driverLibrary: await hasSystemLibrary('libcuda.so.1'),
    libraries: readCudaLibraries(runtimeFolder()), visibleDevices: process.env.CUDA_VISIBLE_DEVICES,
  }
}

/** What TensorFlow opens when it meets a card, as set-up lays it out (`scripts/setup/wheels.mjs`). */
const cudaLibraryFiles = [
  'cublas/lib/libcublas.so.12', 'cublas/lib/libcublasLt.so.12', 'cuda_runtime/lib/libcudart.so.12', 'cuda_cupti/lib/libcupti.so.12',
  'cudnn/lib/libcudnn.so.9', 'cufft/lib/libcufft.so.11', 'cusolver/lib/libcusolver.so.11', 'cusparse/lib/libcusparse.so.12',
  'nccl/lib/libnccl.so.2', 'nvjitlink/lib/libnvJitLink.so.12', 'cuda_nvcc/nvvm/libdevice/libdevice.10.bc',
]

/** @param runtime the folder with `runtime.json` and NVIDIA's libraries, null where it is not known */
export function readCudaLibraries(runtime: string | null): CudaLibraries | null {
  try {
    if (runtime === null) return null
    const { wheels } = JSON.parse(readFileSync(path.join(runtime, 'runtime.json'), 'utf8')) as { wheels: { name: string; version: string }[] }
    const version = (name: string) => wheels.find((wheel) => wheel.name === name)?.version.split('.').slice(0, 2).join('.')
    const cuda = version('nvidia-cuda-runtime-cu12')
    if (cuda === undefined) return null
    const missing = cudaLibraryFiles.filter((file) => !existsSync(path.join(runtime, 'nvidia', file))).map((file) => path.basename(file))
    return { cuda, cudnn: version('nvidia-cudnn-cu12') ?? 'unknown', missing }
  } catch {
    return null
  }
}

/** The addon's link leads to the folder of TensorFlow, beside which NVIDIA's lies. */
function runtimeFolder(): string | null {
  try {
    const addon = path.dirname(createRequire(import.meta.url).resolve('@tensorflow/tfjs-node-gpu/package.json'))
    return path.dirname(realpathSync(process.env.HOLOSCOPE_TENSORFLOW ?? path.join(addon, 'deps', 'lib')))
  } catch {
    return null
  }
}
