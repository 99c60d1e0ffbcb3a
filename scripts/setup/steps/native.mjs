import { existsSync, mkdtempSync, readdirSync, readFileSync, renameSync, rmSync, writeFileSync } from 'node:fs'
import path from 'node:path'
import { sha256OfText } from '../checksum.mjs'
import { runChild } from '../child.mjs'
import { cloneRoot } from '../places.mjs'
import { SetupProblem } from '../problem.mjs'
import { findNode } from './node.mjs'

const nativeRoot = path.join(cloneRoot, 'native')
const addonRoot = path.join(cloneRoot, 'node_modules', '@tensorflow', 'tfjs-node-gpu')
/** Beside the addon: both find TensorFlow's libraries by the same relative path, and `npm ci` clears both. */
const libraryFolder = path.join(addonRoot, 'lib', 'napi-v8')
const compilers = ['g++', 'c++', 'clang++']

/**
 * Best first.
 *
 * @typedef {{ name: string, compilerOption: string, processorFlags: string[] }} InstructionSet
 * @type {InstructionSet[]}
 */
const instructionSets = JSON.parse(readFileSync(path.join(nativeRoot, 'instruction-sets.json'), 'utf8'))

/**
 * The op library of `native/`, built for the best instruction set of this processor. Builds for others stay beside it: the clone
 * may lie in a home folder that several machines share.
 *
 * @type {import('../steps.mjs').Step}
 */
export const nativeStep = {
  title: 'Op library',
  cost: 'Training runs on TensorFlow\'s own ops instead: the same results to rounding, in two to three times the time.',
  async run(report) {
    const set = setHere()
    if (!set) {
      throw new SetupProblem(`The op library is written for ${instructionSets.map(({ name }) => name).join(' and ')}, which this processor does not have.`, 'Nothing needs doing.')
    }
    if (!existsSync(path.join(libraryFolder, 'tfjs_binding.node'))) {
      throw new SetupProblem('The op library is not built, for want of the TensorFlow addon above.', 'Mend that step, then run the command again.')
    }
    const stamp = stampOf(set)
    if (existsSync(libraryFile(set)) && existsSync(stampFile(set)) && readFileSync(stampFile(set), 'utf8') === stamp) {
      return { state: 'present', detail: `for ${set.name}` }
    }
    report.line('compiling (about 20 s)')
    // A library of older sources must not stay behind when this fails: its ops may take other inputs.
    for (const file of [stampFile(set), libraryFile(set)]) rmSync(file, { force: true })
    await build(set)
    report.line('trying it out')
    await verify(set)
    writeFileSync(stampFile(set), stamp)
    return { state: 'done', detail: `for ${set.name}` }
  },
}

/** The variable HOLOSCOPE_NATIVE names a lesser one, as it does for the app. */
function setHere() {
  if (process.platform !== 'linux' || process.arch !== 'x64') return undefined
  const available = /^flags\s*:(.*)$/m.exec(readFileSync('/proc/cpuinfo', 'utf8'))?.[1].trim().split(/\s+/) ?? []
  const wanted = process.env.HOLOSCOPE_NATIVE
  return instructionSets.find(({ name, processorFlags }) => processorFlags.every((flag) => available.includes(flag)) && (!wanted || wanted === 'off' || name === wanted))
}

const sources = () => readdirSync(nativeRoot).filter((name) => name.endsWith('.cc')).sort()

/** @param {InstructionSet} set */
const libraryFile = ({ name }) => path.join(libraryFolder, `holoscope_ops.${name}.node`)
/** @param {InstructionSet} set */
const stampFile = ({ name }) => path.join(libraryFolder, `holoscope_ops.${name}.built-from.sha256`)

/**
 * `-z nodelete`: Node closes an addon with the worker that loaded it, and a second registration of the ops by the next
 * worker would end the process. No `-ffast-math`: sums keep their order.
 */
const compilerOptions = [
  '-O3', '-std=c++17', '-fPIC', '-fvisibility=hidden', '-fno-math-errno', '-ffp-contract=fast', '-DNDEBUG', '-w',
  '-isystem', path.join('deps', 'include'), '-isystem', path.join(cloneRoot, 'node_modules', 'node-api-headers', 'include'),
]
const linkerOptions = ['-shared', '-Wl,-z,nodelete', '-Ldeps/lib', '-l:libtensorflow_framework.so.2', '-Wl,-rpath,$ORIGIN/../../deps/lib']

/**
 * Whatever the result depends on: the sources, the commands, and the runtime, by the addon that was built against it.
 *
 * @param {InstructionSet} set
 */
function stampOf({ compilerOption }) {
  const code = readdirSync(nativeRoot).filter((name) => /\.(cc|h)$/.test(name)).sort().map((name) => readFileSync(path.join(nativeRoot, name), 'utf8'))
  const addonStamp = path.join(libraryFolder, 'built-from.sha256')
  const runtime = existsSync(addonStamp) ? readFileSync(addonStamp, 'utf8') : ''
  return sha256OfText(JSON.stringify([code, compilerOptions, compilerOption, linkerOptions, runtime]))
}

/** @param {InstructionSet} set */
async function build(set) {
  const compiler = await findCompiler()
  const scratch = mkdtempSync(path.join(libraryFolder, 'objects-'))
  try {
    const objects = sources().map((source) => path.join(scratch, `${source}.o`))
    const compiled = await Promise.all(sources().map((source, i) =>
      runChild(compiler, [...compilerOptions, set.compilerOption, '-c', path.join(nativeRoot, source), '-o', objects[i]], { cwd: addonRoot })))
    const linked = compiled.find(({ ok }) => !ok)
      ?? await runChild(compiler, [...objects, ...linkerOptions, '-o', path.join(scratch, 'library.node')], { cwd: addonRoot })
    if (!linked.ok) {
      throw new SetupProblem(`${compiler} could not build the op library:\n${linked.tail}`, 'GCC 9 or Clang 10, or newer, is needed; install one, then run the command again.')
    }
    renameSync(path.join(scratch, 'library.node'), libraryFile(set))
  } finally {
    rmSync(scratch, { recursive: true, force: true })
  }
}

async function findCompiler() {
  const candidates = process.env.CXX ? [process.env.CXX, ...compilers] : compilers
  for (const compiler of candidates) {
    if ((await runChild(compiler, ['--version'], { timeout: 20_000 })).ok) return compiler
  }
  throw new SetupProblem(
    `There is no C++ compiler (${candidates.join(', ')}).`,
    'Install one (Debian, Ubuntu: apt install g++; Fedora: dnf install gcc-c++), then run the command again.',
  )
}

/**
 * Loads it in a process of its own, as the app does, and compares one op with TensorFlow's. A library that fails is removed,
 * so that no run meets it.
 *
 * @param {InstructionSet} set
 */
async function verify(set) {
  const script = `
    import * as tf from '@tensorflow/tfjs-core'
    import { loadTensorFlow } from './src/engine/backends/tensorflow.ts'
    import { nativeLayerKernels } from './src/engine/kernels/native-layer-kernels.ts'
    import { loadNativeLibrary } from './src/engine/kernels/native-library.ts'
    import { tensorFlowOps } from './src/engine/kernels/tensorflow-ops.ts'
    import { stockKernels } from './src/physics/networks/stock-kernels.ts'
    await loadTensorFlow()
    const { instructionSet, reason } = loadNativeLibrary()
    if (!instructionSet) throw new Error(reason)
    const kernels = nativeLayerKernels(tensorFlowOps(), stockKernels, instructionSet)
    const [x, scale, shift] = [tf.randomNormal([2, 4, 4, 16]), tf.ones([16]), tf.zeros([16])]
    const [ours, theirs] = [kernels, stockKernels].map((layer) => layer.groupNormSilu(x, scale, shift, 8).y)
    const difference = tf.max(tf.abs(tf.sub(ours, theirs))).dataSync()[0]
    if (!(difference < 1e-5)) throw new Error('GroupNorm differs from TensorFlow by ' + difference)
  `
  const node = await findNode()
  const env = { ...process.env, HOLOSCOPE_NATIVE: set.name, CUDA_VISIBLE_DEVICES: '' }
  const trial = await runChild(node, ['--input-type=module-typescript', '--eval', script], { cwd: cloneRoot, env, timeout: 120_000 })
  if (trial.ok) return
  rmSync(libraryFile(set), { force: true })
  throw new SetupProblem(`The op library was compiled but does not work:\n${trial.tail}`, 'The app runs without it. Please report these lines.')
}
