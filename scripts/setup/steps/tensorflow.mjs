import { existsSync, mkdirSync, readFileSync, statfsSync, statSync, symlinkSync, writeFileSync } from 'node:fs'
import path from 'node:path'
import { runChild } from '../child.mjs'
import { fetchWheel } from '../fetch-wheel.mjs'
import { userCache } from '../places.mjs'
import { SetupProblem } from '../problem.mjs'
import { findPython } from '../python.mjs'
import { megabytes } from '../report.mjs'
import { chooseRuntime } from '../wheels.mjs'
import { provideFolder } from '../whole-folder.mjs'

/** What the addon is compiled and linked with, out of a wheel with all of Python's TensorFlow in it. */
const tensorflowMembers = ['tensorflow/include/', 'tensorflow/libtensorflow_cc.so.2', 'tensorflow/libtensorflow_framework.so.2']
const nvidiaMembers = ['nvidia/']
const manifestName = 'runtime.json'

/** Where the runtime lies in the cache. @param {import('../wheels.mjs').Runtime} runtime */
export const runtimeFolder = (runtime) => path.join(userCache(), 'runtime', runtime.key)

/** The runtime for this machine, or null. */
export const runtimeHere = async () => chooseRuntime(process.platform, process.arch, await hasNvidiaDriver())

/** A driver counts, not a card: with it CUDA loads. */
export async function hasNvidiaDriver() {
  if (existsSync('/proc/driver/nvidia/version')) return true
  return (await runChild('nvidia-smi', ['-L'], { timeout: 20_000 })).ok
}

/** @type {import('../steps.mjs').Step} */
export const tensorflowStep = {
  title: 'TensorFlow',
  cost: 'The app runs on WebGPU or WebAssembly instead: the same results to rounding, several times slower.',
  async run(report) {
    const runtime = await runtimeHere()
    if (!runtime) {
      throw new SetupProblem(
        `TensorFlow's libraries are not provided on ${process.platform} (${process.arch}) yet.`,
        'Nothing needs doing: the app takes WebGPU or WebAssembly. For long trainings run it on a Linux machine (README, "A remote GPU box").',
      )
    }
    const folder = runtimeFolder(runtime)
    demandPlace(path.dirname(folder))
    const outcome = await provideFolder(folder, {
      isWhole: () => isWhole(folder),
      build: (temporary) => build(runtime, temporary, report),
      onWait: (owner) => report.line(`${owner} is fetching it for another clone; waiting`),
    })
    return { state: outcome === 'built' ? 'done' : 'present', detail: `${runtime.title} in ${folder}` }
  },
}

/**
 * @param {import('../wheels.mjs').Runtime} runtime
 * @param {string} temporary
 * @param {import('../report.mjs').Report} report
 */
async function build(runtime, temporary, report) {
  const python = await findPython()
  demandSpace(temporary, runtime)
  for (const wheel of runtime.wheels) {
    const prefixes = wheel.name.startsWith('nvidia-') ? nvidiaMembers : tensorflowMembers
    await fetchWheel(wheel, { python, target: temporary, prefixes, scratch: path.join(temporary, 'download'), report })
  }
  finishRuntime(temporary, runtime)
}

/**
 * Gives the libraries the names that the linker looks for, and writes down their sizes as the mark of a whole folder.
 *
 * @param {string} folder
 * @param {Pick<import('../wheels.mjs').Runtime, 'key' | 'wheels'>} runtime
 */
export function finishRuntime(folder, runtime) {
  const libraries = ['libtensorflow_cc.so.2', 'libtensorflow_framework.so.2']
  mkdirSync(path.join(folder, 'tensorflow'), { recursive: true })
  symlinkSync('libtensorflow_cc.so.2', path.join(folder, 'tensorflow', 'libtensorflow.so'))
  symlinkSync('libtensorflow_framework.so.2', path.join(folder, 'tensorflow', 'libtensorflow_framework.so'))
  const sizes = Object.fromEntries(libraries.map((name) => [`tensorflow/${name}`, statSync(path.join(folder, 'tensorflow', name)).size]))
  const wheels = runtime.wheels.map(({ name, version, sha256 }) => ({ name, version, sha256 }))
  writeFileSync(path.join(folder, manifestName), JSON.stringify({ key: runtime.key, wheels, sizes }, null, 2))
}

/** @param {string} folder */
export function isWhole(folder) {
  try {
    const { sizes } = JSON.parse(readFileSync(path.join(folder, manifestName), 'utf8'))
    return Object.entries(sizes).every(([name, size]) => statSync(path.join(folder, name)).size === size)
      && existsSync(path.join(folder, 'tensorflow', 'include'))
  } catch {
    return false
  }
}

/** @param {string} folder */
function demandPlace(folder) {
  try {
    mkdirSync(folder, { recursive: true })
  } catch (error) {
    throw new SetupProblem(
      `The cache ${folder} cannot be made (${error instanceof Error ? error.message : String(error)}).`,
      'Make that place writable, or set XDG_CACHE_HOME to a folder that is, and run the command again.',
    )
  }
}

/**
 * @param {string} folder
 * @param {import('../wheels.mjs').Runtime} runtime
 */
function demandSpace(folder, runtime) {
  const largest = Math.max(...runtime.wheels.map((wheel) => wheel.bytes))
  const needed = runtime.installedBytes + 2 * largest
  const { bavail, bsize } = statfsSync(folder)
  if (bavail * bsize >= needed) return
  throw new SetupProblem(
    `${path.dirname(folder)} has ${megabytes(bavail * bsize)} free; TensorFlow needs ${megabytes(needed)} while it is unpacked.`,
    'Free some space, or set XDG_CACHE_HOME to a folder on a larger disk, then run the command again.',
  )
}
