import { computed, ref, watch } from 'vue'
import { filePaths } from '../../shared/files.ts'
import type { Artifact } from '../../shared/run.ts'
import { useArray } from '../stores/arrays.ts'
import type { OpenRun } from '../stores/open-run.ts'

/** The arrays of one kind that a run stored over its steps, and the one that is looked at: the newest, until another is chosen. */
export function useStoredSteps(run: OpenRun, kind: string) {
  const chosen = ref<number | null>(null)
  const id = computed(() => run.summary.value?.id ?? '')
  const all = computed(() => run.artifacts.value.filter((artifact) => artifact.kind === kind).toSorted((a, b) => a.step - b.step))
  watch(id, () => (chosen.value = null))

  const index = computed(() => {
    if (chosen.value === null) return all.value.length - 1
    const at = all.value.findIndex((artifact) => artifact.step === chosen.value)
    return at < 0 ? all.value.length - 1 : at
  })
  const shown = computed<Artifact | undefined>(() => all.value[index.value])
  function go(to: number): void {
    const clamped = Math.min(all.value.length - 1, Math.max(0, to))
    chosen.value = clamped === all.value.length - 1 ? null : all.value[clamped].step
  }
  const { array, problem } = useArray(computed(() => (shown.value ? filePaths.run(id.value, `artifacts/${shown.value.file}`) : null)))
  /** The array lags behind the choice by one reading; this is the step of the array. */
  const arrayStep = ref(0)
  watch(array, () => (arrayStep.value = shown.value?.step ?? 0))
  return { all, index, shown, go, array, arrayStep, problem, newest: computed(() => chosen.value === null) }
}
export type StoredSteps = ReturnType<typeof useStoredSteps>
