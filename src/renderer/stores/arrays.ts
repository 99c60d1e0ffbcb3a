import { onScopeDispose, shallowRef, watch, type Ref, type ShallowRef } from 'vue'
import type { NpyArray } from '../../shared/npy.ts'
import { decodeNpy } from '../../shared/npy.ts'
import { toProblem } from '../transport/problems.ts'
import type { Problem } from '../../shared/problem.ts'
import { useHost } from './host.ts'

/** Arrays kept in memory, newest first: enough to drag a slider over a run's samples without reading them again. */
const keep = 64
const cache = new Map<string, NpyArray>()

/** Reads an array by its path (`shared/files.ts`), once: artifacts of a step never change. */
export async function fetchArray(path: string, signal?: AbortSignal): Promise<NpyArray> {
  const known = cache.get(path)
  if (known) return known
  const array = decodeNpy(await useHost().fetchBytes(path, signal))
  cache.set(path, array)
  if (cache.size > keep) cache.delete(cache.keys().next().value!)
  return array
}

/** The array at a path that changes; keeps showing the last one while the next is under way. */
export function useArray(path: Ref<string | null>): { array: ShallowRef<NpyArray | null>; problem: ShallowRef<Problem | null> } {
  const array = shallowRef<NpyArray | null>(null)
  const problem = shallowRef<Problem | null>(null)
  let abort: AbortController | null = null
  watch(path, async (next) => {
    abort?.abort()
    if (next === null) {
      array.value = null
      return
    }
    const mine = (abort = new AbortController())
    try {
      const read = await fetchArray(next, mine.signal)
      if (mine.signal.aborted) return
      array.value = read
      problem.value = null
    } catch (error) {
      if (!mine.signal.aborted) problem.value = toProblem(error)
    }
  }, { immediate: true })
  onScopeDispose(() => abort?.abort())
  return { array, problem }
}
