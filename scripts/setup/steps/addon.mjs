import { existsSync, lstatSync, mkdirSync, readFileSync, readdirSync, readlinkSync, renameSync, rmSync, symlinkSync, writeFileSync } from 'node:fs'
import path from 'node:path'
import { sha256OfText } from '../checksum.mjs'
import { runChild } from '../child.mjs'
import { cloneRoot } from '../places.mjs'
import { SetupProblem } from '../problem.mjs'
import { findNode } from './node.mjs'
import { isWhole, runtimeFolder, runtimeHere, tensorflowStep } from './tensorflow.mjs'

const addonRoot = path.join(cloneRoot, 'node_modules', '@tensorflow', 'tfjs-node-gpu')
const nodeApiHeaders = path.join(cloneRoot, 'node_modules', 'node-api-headers', 'include')
const sources = ['binding/tfjs_backend.cc', 'binding/tfjs_binding.cc']
/** The place where tfjs-node looks for it. */
const addonFile = path.join('lib', 'napi-v8', 'tfjs_binding.node')
const stampFile = path.join(addonRoot, 'lib', 'napi-v8', 'built-from.sha256')
const compilers = ['g++', 'c++', 'clang++']

/** @type {import('../steps.mjs').Step} */
export const addonStep = {
  title: 'TensorFlow addon',
  cost: tensorflowStep.cost,
  async run(report) {
    const runtime = await runtimeHere()
    const folder = runtime && runtimeFolder(runtime)
    if (!runtime || !folder || !isWhole(folder)) {
      throw new SetupProblem('The addon is not built, for want of the TensorFlow libraries above.', 'Mend that step, then run the command again.')
    }
    if (!existsSync(addonRoot)) throw new SetupProblem('The package @tensorflow/tfjs-node-gpu is not installed.', 'Run npm ci --ignore-scripts, then the command again.')
    link(path.join(addonRoot, 'deps', 'lib'), path.join(folder, 'tensorflow'))
    link(path.join(addonRoot, 'deps', 'include'), path.join(folder, 'tensorflow', 'include'))
    const stamp = stampOf(runtime.key)
    const isBuilt = existsSync(path.join(addonRoot, addonFile)) && readStamp() === stamp
    if (isBuilt) return { state: 'present', detail: `linked to ${runtime.title}` }

    report.line('compiling (about 15 s)')
    rmSync(stampFile, { force: true })
    await compile()
    report.line('trying it out')
    await verify()
    writeFileSync(stampFile, stamp)
    return { state: 'done', detail: `linked to ${runtime.title}` }
  },
}

/** @param {string} target */
const compilerOptions = (target) => [
  '-O2', '-std=c++17', '-fPIC', '-shared', '-w', '-DNAPI_VERSION=8', '-I..', '-Ideps/include', `-I${nodeApiHeaders}`,
  ...sources, '-o', target, '-Ldeps/lib', '-ltensorflow', '-ltensorflow_framework', '-Wl,-rpath,$ORIGIN/../../deps/lib',
]

/** Whatever the result depends on: the runtime, the sources, the command, Node's processor. @param {string} runtimeKey */
function stampOf(runtimeKey) {
  const binding = path.join(addonRoot, 'binding')
  const code = readdirSync(binding).sort().map((name) => readFileSync(path.join(binding, name), 'utf8'))
  return sha256OfText(JSON.stringify([runtimeKey, process.arch, compilerOptions(addonFile).filter((option) => !option.includes(cloneRoot)), code]))
}

function readStamp() {
  return existsSync(stampFile) ? readFileSync(stampFile, 'utf8') : null
}

async function compile() {
  const temporary = `${addonFile}.partial`
  mkdirSync(path.join(addonRoot, path.dirname(addonFile)), { recursive: true })
  const candidates = process.env.CXX ? [process.env.CXX, ...compilers] : compilers
  for (const compiler of candidates) {
    const compiled = await runChild(compiler, compilerOptions(temporary), { cwd: addonRoot })
    if (compiled.missing) continue
    if (!compiled.ok) {
      throw new SetupProblem(`${compiler} could not compile the addon:\n${compiled.tail}`, 'A compiler for C++17 is needed (GCC 9, Clang 10 or newer); install one, then run the command again.')
    }
    renameSync(path.join(addonRoot, temporary), path.join(addonRoot, addonFile))
    return
  }
  throw new SetupProblem(
    `There is no C++ compiler (${candidates.join(', ')}).`,
    'Install one (Debian, Ubuntu: apt install g++; Fedora: dnf install gcc-c++), then run the command again.',
  )
}

/** A product of two matrices in a process of its own, through the very module that the app loads. */
async function verify() {
  const script = `
    import { loadTensorFlow } from './src/engine/backends/tensorflow.ts'
    import * as tf from '@tensorflow/tfjs-core'
    await loadTensorFlow()
    const product = tf.matMul([[1, 2]], [[3], [4]]).dataSync()[0]
    if (product !== 11) throw new Error('The product of (1 2) and (3 4) came out as ' + product + ', not 11')
  `
  const node = await findNode()
  const trial = await runChild(node, ['--input-type=module-typescript', '--eval', script], { cwd: cloneRoot, timeout: 120_000 })
  if (trial.ok) return
  rmSync(path.join(addonRoot, addonFile), { force: true })
  throw new SetupProblem(`The addon was compiled but does not work:\n${trial.tail}`, 'The C library may be too old for TensorFlow (glibc 2.27 or newer is needed). Report it with these lines otherwise.')
}

/**
 * Makes `place` a symbolic link to `target`. The libraries find each other, and NVIDIA's, relative to where they lie.
 *
 * @param {string} place
 * @param {string} target
 */
function link(place, target) {
  const there = lstatSync(place, { throwIfNoEntry: false })
  if (there?.isSymbolicLink() && readlinkSync(place) === target) return
  mkdirSync(path.dirname(place), { recursive: true })
  if (there) rmSync(place, { recursive: true })
  symlinkSync(target, place, 'dir')
}
