import { computed, shallowRef, watch, type Ref } from 'vue'
import type { Artifact } from '../../shared/run.ts'
import { useArray } from '../stores/arrays.ts'
import type { Analysis } from './use-analysis.ts'

/** An artifact with its numbers; keeps the last one while the next is read. */
export function useDescribedArray(analysis: Analysis, artifact: Ref<Artifact | undefined>) {
  const { array, problem } = useArray(computed(() => analysis.pathOf(artifact.value)))
  const described = shallowRef<{ artifact: Artifact; data: ArrayLike<number> } | null>(null)
  watch(array, (read) => {
    described.value = read && artifact.value ? { artifact: artifact.value, data: read.data } : null
  }, { immediate: true })
  return { described, problem }
}
