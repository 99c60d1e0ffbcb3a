import { existsSync, readFileSync } from 'node:fs'
import { createRequire } from 'node:module'
import path from 'node:path'

const require = createRequire(import.meta.url)

/** Instruction sets that `native/` is built for, best first, with what the processor must have for each. */
export const instructionSets = [
  { name: 'avx512', flags: ['avx512f', 'avx512bw', 'avx512cd', 'avx512dq', 'avx512vl'] },
] as const

export type InstructionSet = (typeof instructionSets)[number]['name']

/** The op library of `native/`: which build of it runs, or why none does. */
export type NativeLibrary =
  | { readonly instructionSet: InstructionSet; readonly reason: null }
  | { readonly instructionSet: null; readonly reason: string }

/**
 * Loads the op library into TensorFlow, which must be in this thread already: both then share one registry of ops. Loading it
 * again, in this thread or in another, does nothing.
 *
 * The file lies beside TensorFlow's addon, where set-up builds it (`scripts/setup/steps/native.mjs`). The variable
 * `HOLOSCOPE_NATIVE=off` leaves it out.
 */
export function loadNativeLibrary(): NativeLibrary {
  if (process.env.HOLOSCOPE_NATIVE === 'off') return absent('HOLOSCOPE_NATIVE is off.')
  const set = instructionSets.find(({ flags }) => flags.every((flag) => processorFlags().has(flag)))
  if (!set) return absent('This processor has none of the instruction sets that the op library is written for (AVX-512).')
  const file = nativeLibraryFile(set.name)
  if (!existsSync(file)) return absent('The op library is not built; npm run setup builds it where there is a C++ compiler.')
  try {
    require(file)
  } catch (error) {
    return absent(`The op library does not load: ${error instanceof Error ? error.message : String(error)}`)
  }
  return { instructionSet: set.name, reason: null }
}

export function nativeLibraryFile(instructionSet: InstructionSet): string {
  const addon = path.dirname(require.resolve('@tensorflow/tfjs-node-gpu/package.json'))
  return path.join(addon, 'lib', 'napi-v8', `holoscope_ops.${instructionSet}.node`)
}

const absent = (reason: string): NativeLibrary => ({ instructionSet: null, reason })

/** What the kernel says about the first processor; empty on other systems and processors, where the library is not built. */
function processorFlags(): Set<string> {
  try {
    const line = /^flags\s*:(.*)$/m.exec(readFileSync('/proc/cpuinfo', 'utf8'))
    return new Set(line?.[1].trim().split(/\s+/))
  } catch {
    return new Set()
  }
}
