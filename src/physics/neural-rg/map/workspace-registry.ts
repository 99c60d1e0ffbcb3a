import type { MapWorkspace } from './holographic-map.ts'
import type { BlockMap } from './make-map.ts'

/** A faster workspace for the maps and batches that it takes; null for others. It agrees with `BlockWorkspace` to rounding. */
export type WorkspaceFactory = (map: BlockMap, batch: number) => MapWorkspace | null

let registered: { readonly name: string; readonly create: WorkspaceFactory } | null = null

/** Makes a factory the first choice of every map, from its next workspace on; null takes it back. */
export function registerMapWorkspaces(factory: typeof registered): void {
  registered = factory
}

export function registeredWorkspace(map: BlockMap, batch: number): MapWorkspace | null {
  return registered?.create(map, batch) ?? null
}

/** What computes maps in float64; null where that is TypeScript. */
export function mapWorkspaceName(): string | null {
  return registered?.name ?? null
}
