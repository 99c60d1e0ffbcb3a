import os from 'node:os'
import { registerMapWorkspaces } from '../../physics/neural-rg/map/workspace-registry.ts'
import { openNativeLibrary } from './native-library.ts'
import { nativeMapWorkspaces } from './native-map-workspace.ts'

/** Gives the holographic maps of this thread the op library's float64 kernels where it is built; else they stay in TypeScript. */
export function installMapWorkspaces(): void {
  const library = openNativeLibrary()
  if (library.instructionSet === null) return
  const { mapTapeLength, mapGenerate, mapPullBack, mapCarryDensity } = library.functions
  // A library of older sources has none of them until set-up runs again.
  if (!mapTapeLength || !mapGenerate || !mapPullBack || !mapCarryDensity) return
  const threads = Number(process.env.TF_NUM_INTRAOP_THREADS) || os.availableParallelism()
  registerMapWorkspaces({
    name: `native ${library.instructionSet}`,
    create: nativeMapWorkspaces({ mapTapeLength, mapGenerate, mapPullBack, mapCarryDensity }, threads),
  })
}
