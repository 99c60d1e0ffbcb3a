import { computed, onScopeDispose, shallowRef } from 'vue'
import type { Problem } from '../../shared/problem.ts'
import type { AnalysisResult } from '../../shared/analysis.ts'
import { filePaths } from '../../shared/files.ts'
import type { Artifact } from '../../shared/run.ts'
import { useHost } from '../stores/host.ts'
import { toProblem } from '../transport/problems.ts'

/**
 * Pictures of a run's checkpoint that are drawn on request. One request at a time: a new one, `cancel`, or the end of the calling
 * scope takes the last one back.
 */
export function useAnalysis(kind: string) {
  const host = useHost()
  const result = shallowRef<(AnalysisResult & { id: string; seed: number }) | null>(null)
  const problem = shallowRef<Problem | null>(null)
  /** Share of the work that is done; null while nothing is drawn. */
  const share = shallowRef<number | null>(null)
  let abort: AbortController | null = null
  let asked: { id: string; seed: number } | null = null

  async function draw(id: string, step: number | null, seed: number): Promise<void> {
    cancel()
    const mine = (abort = new AbortController())
    asked = { id, seed }
    problem.value = null
    share.value = 0
    try {
      const answer = await host.calls().runs.analyse({ id, kind, step, seed }, { signal: mine.signal })
      if (!mine.signal.aborted) result.value = { ...answer, id, seed }
    } catch (error) {
      if (!mine.signal.aborted) problem.value = toProblem(error)
    } finally {
      if (abort === mine) share.value = null
    }
  }
  function cancel(): void {
    abort?.abort()
    abort = null
    share.value = null
  }

  const stop = host.onEvent((event) => {
    if (event.type === 'analysis' && share.value !== null && event.kind === kind && event.id === asked?.id && event.seed === asked.seed) share.value = event.share
  })
  onScopeDispose(() => {
    cancel()
    stop()
  })

  const ofKind = (name: string): Artifact[] => result.value?.artifacts.filter((artifact) => artifact.kind === name).toSorted((a, b) => a.file.localeCompare(b.file)) ?? []
  const pathOf = (artifact: Artifact | undefined) => (artifact && result.value ? filePaths.run(result.value.id, `artifacts/${artifact.file}`) : null)
  return { result: computed(() => result.value), problem, share, draw, cancel, ofKind, pathOf }
}
export type Analysis = ReturnType<typeof useAnalysis>
