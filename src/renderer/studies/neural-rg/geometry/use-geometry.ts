import { computed, onScopeDispose, shallowRef, watch, type Ref } from 'vue'
import type { Problem } from '../../../../shared/problem.ts'
import { arraysByKind, type RunRecord, type StoredArray } from '../../../../shared/studies/run-figures.ts'
import { geometryAnalysis } from '../../../../shared/studies/neural-rg/stored-geometry.ts'
import type { Artifact } from '../../../../shared/run.ts'
import { filePaths } from '../../../../shared/files.ts'
import { useConfigHash } from '../../../composables/use-config-hash.ts'
import { useAnalysis } from '../../../run/use-analysis.ts'
import { fetchArray } from '../../../stores/arrays.ts'
import type { OpenRun } from '../../../stores/open-run.ts'
import { toProblem } from '../../../transport/problems.ts'

/** The analysis of the geometry of a checkpoint, and the run as its figures see it, with the kernel of that checkpoint. */
export function useGeometry(run: OpenRun, config: Ref<Record<string, unknown>>, answers: Ref<ReadonlyMap<string, unknown>>) {
  const analysis = useAnalysis(geometryAnalysis)
  const hash = useConfigHash(config)
  const arrays = shallowRef<ReadonlyMap<string, readonly StoredArray[]> | null>(null)
  const readingProblem = shallowRef<Problem | null>(null)
  let abort: AbortController | null = null

  /** What stage II had learned by a step. */
  function kernelAt(step: number): Artifact | undefined {
    return run.artifacts.value.filter((artifact) => artifact.kind === 'bulk-kernel' && artifact.step <= step).toSorted((a, b) => a.step - b.step).at(-1)
  }
  watch(analysis.result, async (result) => {
    abort?.abort()
    if (!result) return
    const mine = (abort = new AbortController())
    const kernel = kernelAt(result.step)
    try {
      const read = await Promise.all([...result.artifacts, ...(kernel ? [kernel] : [])].map(async (artifact): Promise<StoredArray> =>
        ({ artifact, data: (await fetchArray(filePaths.run(result.id, `artifacts/${artifact.file}`), mine.signal)).data })))
      if (mine.signal.aborted) return
      arrays.value = arraysByKind(read)
      readingProblem.value = null
    } catch (error) {
      if (!mine.signal.aborted) readingProblem.value = toProblem(error)
    }
  })
  onScopeDispose(() => abort?.abort())

  const record = computed<RunRecord | null>(() => arrays.value && {
    config: config.value, configHash: hash.value, metrics: [], stepsPerEpoch: null, arrays: arrays.value, computed: answers.value,
  })
  return {
    ...analysis, record,
    problem: computed(() => analysis.problem.value ?? readingProblem.value),
  }
}
