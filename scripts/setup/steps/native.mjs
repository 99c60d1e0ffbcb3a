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
const stampFile = path.join(libraryFolder, 'holoscope_ops.built-from.sha256')
const compilers = ['g++', 'c++', 'clang++']

/** @type {{ name: string, compilerOption: string, processorFlags: string[] }[]} */
const instructionSets = JSON.parse(readFileSync(path.join(nativeRoot, 'instruction-sets.json'), 'utf8'))

/**
 * The op library of `native/`, built for each instruction set that it is written for: the clone may lie in a home folder that
 * several machines share. Which build runs is decided when it is loaded.
 *
 * @type {import('../steps.mjs').Step}
 */
export const nativeStep = {
  title: 'Op library',
  cost: 'Training runs on TensorFlow\'s own ops instead: the same results to rounding, about half as fast.',
  async run(report) {
    if (process.arch !== 'x64') throw new SetupProblem(`The op library is written for AVX-512, which ${process.arch} processors do not have.`, 'Nothing needs doing.')
    if (!existsSync(path.join(libraryFolder, 'tfjs_binding.node'))) {
      throw new SetupProblem('The op library is not built, for want of the TensorFlow addon above.', 'Mend that step, then run the command again.')
    }
    const stamp = await currentStamp()
    const names = instructionSets.map(({ name }) => name).join(', ')
    if (isBuilt(stamp)) return { state: 'present', detail: `for ${names}` }

    report.line('compiling (about 20 s)')
    rmSync(stampFile, { force: true })
    for (const set of instructionSets) await build(set)
    report.line('trying it out')
    const tried = await verify()
    writeFileSync(stampFile, stamp)
    return { state: 'done', detail: `for ${names}; ${tried}` }
  },
}

const sources = () => readdirSync(nativeRoot).filter((name) => name.endsWith('.cc')).sort()

/** @param {string} name */
const libraryFile = (name) => path.join(libraryFolder, `holoscope_ops.${name}.node`)

/**
 * `-z nodelete`: Node closes an addon with the worker that loaded it, and a second registration of the ops by the next
 * worker would end the process. No `-ffast-math`: sums keep their order.
 */
const compilerOptions = [
  '-O3', '-std=c++17', '-fPIC', '-fvisibility=hidden', '-fno-math-errno', '-ffp-contract=fast', '-DNDEBUG', '-w',
  '-isystem', path.join('deps', 'include'),
]
const linkerOptions = ['-shared', '-Wl,-z,nodelete', '-Ldeps/lib', '-l:libtensorflow_framework.so.2', '-Wl,-rpath,$ORIGIN/../../deps/lib']

/** Whatever the result depends on: the sources, the commands, and the runtime, by the addon that was built against it. */
async function currentStamp() {
  const code = readdirSync(nativeRoot).sort().map((name) => readFileSync(path.join(nativeRoot, name), 'utf8'))
  const addonStamp = path.join(libraryFolder, 'built-from.sha256')
  const runtime = existsSync(addonStamp) ? readFileSync(addonStamp, 'utf8') : ''
  return sha256OfText(JSON.stringify([code, compilerOptions, linkerOptions, runtime]))
}

/** @param {string} stamp */
function isBuilt(stamp) {
  return existsSync(stampFile) && readFileSync(stampFile, 'utf8') === stamp && instructionSets.every(({ name }) => existsSync(libraryFile(name)))
}

/** @param {{ name: string, compilerOption: string }} set */
async function build({ name, compilerOption }) {
  const compiler = await findCompiler()
  const scratch = mkdtempSync(path.join(libraryFolder, 'objects-'))
  try {
    const objects = sources().map((source) => path.join(scratch, `${source}.o`))
    const compiled = await Promise.all(sources().map((source, i) =>
      runChild(compiler, [...compilerOptions, compilerOption, '-c', path.join(nativeRoot, source), '-o', objects[i]], { cwd: addonRoot })))
    const linked = compiled.find(({ ok }) => !ok)
      ?? await runChild(compiler, [...objects, ...linkerOptions, '-o', path.join(scratch, 'library.node')], { cwd: addonRoot })
    if (!linked.ok) {
      throw new SetupProblem(`${compiler} could not build the op library:\n${linked.tail}`, 'GCC 9 or Clang 10, or newer, is needed; install one, then run the command again.')
    }
    renameSync(path.join(scratch, 'library.node'), libraryFile(name))
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
 * @returns {Promise<string>} which build runs here, or why none does
 */
async function verify() {
  const script = `
    import * as tf from '@tensorflow/tfjs-core'
    import { loadTensorFlow } from './src/engine/backends/tensorflow.ts'
    import { nativeLayerKernels } from './src/engine/kernels/native-layer-kernels.ts'
    import { loadNativeLibrary } from './src/engine/kernels/native-library.ts'
    import { tensorFlowOps } from './src/engine/kernels/tensorflow-ops.ts'
    import { stockKernels } from './src/physics/networks/stock-kernels.ts'
    await loadTensorFlow()
    const { instructionSet, reason } = loadNativeLibrary()
    if (instructionSet) {
      const kernels = nativeLayerKernels(tensorFlowOps(), stockKernels, instructionSet)
      const [x, scale, shift] = [tf.randomNormal([2, 4, 4, 16]), tf.ones([16]), tf.zeros([16])]
      const [ours, theirs] = [kernels, stockKernels].map((layer) => layer.groupNormSilu(x, scale, shift, 8).y)
      const difference = tf.max(tf.abs(tf.sub(ours, theirs))).dataSync()[0]
      if (!(difference < 1e-5)) throw new Error('GroupNorm differs from TensorFlow by ' + difference)
    }
    process.stdout.write(instructionSet ? instructionSet + ' runs here' : reason)
  `
  const node = await findNode()
  const trial = await runChild(node, ['--input-type=module-typescript', '--eval', script], { cwd: cloneRoot, timeout: 120_000 })
  if (trial.ok) return trial.stdout.trim()
  for (const { name } of instructionSets) rmSync(libraryFile(name), { force: true })
  throw new SetupProblem(`The op library was compiled but does not work:\n${trial.tail}`, 'The app runs without it. Please report these lines.')
}
