import { existsSync, readFileSync } from 'node:fs'
import { createRequire } from 'node:module'
import path from 'node:path'
import * as tf from '@tensorflow/tfjs-core'
import type { NativeMapFunctions } from './native-map-workspace.ts'
import instructionSets from '../../../native/instruction-sets.json' with { type: 'json' }

const commonRequire = createRequire(import.meta.url)

/** The op library of `native/`: which build of it runs, or why none does. */
export type NativeLibrary =
  | { readonly instructionSet: string; readonly reason: null; readonly functions: Partial<NativeMapFunctions> }
  | { readonly instructionSet: null; readonly reason: string }

/** As `openNativeLibrary`, for its TensorFlow ops: TensorFlow must be in this thread already, and compute on the processor. */
export function loadNativeLibrary(): NativeLibrary {
  if ((tf.findBackend('tensorflow') as { isUsingGpuDevice?: boolean } | null)?.isUsingGpuDevice) return absent('TensorFlow computes on a graphics card; the op library is for processors.')
  return openNativeLibrary()
}

/**
 * Loads the op library: its ops into TensorFlow, with which it shares one registry, and its functions, which need none. Loading it
 * again, in this thread or in another, does nothing.
 *
 * The file lies beside TensorFlow's addon, where set-up builds it (`scripts/setup/steps/native.mjs`). The variable
 * HOLOSCOPE_NATIVE leaves it out (`off`) or names an instruction set other than the best.
 */
export function openNativeLibrary(): NativeLibrary {
  const wanted = process.env.HOLOSCOPE_NATIVE
  if (wanted === 'off') return absent('HOLOSCOPE_NATIVE is off.')
  const available = processorFlags()
  const suitable = instructionSets.filter(({ processorFlags: needed }) => needed.every((flag) => available.has(flag)))
  if (suitable.length === 0) return absent('This processor has none of the instruction sets that the op library is written for (AVX-512, AVX2).')
  // Only what set-up builds for this processor: another build beside it may be of older sources.
  const { name } = suitable.find((set) => set.name === wanted) ?? suitable[0]
  if (!existsSync(nativeLibraryFile(name))) return absent('The op library is not built; npm run setup builds it where there is a C++ compiler.')
  try {
    return { instructionSet: name, reason: null, functions: commonRequire(nativeLibraryFile(name)) as Partial<NativeMapFunctions> }
  } catch (error) {
    return absent(`The op library does not load: ${error instanceof Error ? error.message : String(error)}`)
  }
}

export function nativeLibraryFile(instructionSet: string): string {
  const addon = path.dirname(commonRequire.resolve('@tensorflow/tfjs-node-gpu/package.json'))
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
