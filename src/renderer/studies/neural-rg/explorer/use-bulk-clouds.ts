import { computed, onScopeDispose, shallowRef, watch, type Ref } from 'vue'
import type { BulkGeometry } from '../../../../shared/studies/neural-rg/bulk-geometry.ts'
import type { NeuralRgConfig } from '../../../../shared/studies/neural-rg/config.ts'
import { geometryAnalysis, geometryKinds, storedGeometries } from '../../../../shared/studies/neural-rg/stored-geometry.ts'
import { arraysByKind, type StoredArray } from '../../../../shared/studies/run-figures.ts'
import { Problem } from '../../../../shared/problem.ts'
import { useAnalysis } from '../../../run/use-analysis.ts'
import { useLatest } from '../../../composables/use-latest.ts'
import { fetchArray } from '../../../stores/arrays.ts'
import { useHost } from '../../../stores/host.ts'
import type { OpenRun } from '../../../stores/open-run.ts'
import { toProblem } from '../../../transport/problems.ts'
import { type BallAnswer, ballAnswerSchema } from './bulk-cloud.ts'

/** The ideal bulk of a run's layout, and the geometries of its newest checkpoint, drawn when they are first wanted. */
export function useBulkClouds(run: OpenRun, config: Ref<NeuralRgConfig | null>, wanted: Ref<boolean>) {
  const host = useHost()
  const readingProblem = shallowRef<Problem | null>(null)
  const ball = shallowRef<BallAnswer | null>(null)
  const layout = computed(() => config.value && { side: config.value.theory.side, depth: config.value.map.depth, arcPoints: arcPoints(config.value.theory.side) })
  const ask = useLatest(
    async (input: Record<string, number>) => ballAnswerSchema.parse(await host.calls().compute({ name: 'bulk-ball', input })),
    (answer) => (ball.value = answer),
    (error) => (readingProblem.value = toProblem(error)),
  )
  watch([layout, () => host.connected], ([asked]) => { if (asked && host.connected) ask(asked) }, { immediate: true })

  const analysis = useAnalysis(geometryAnalysis)
  const geometries = shallowRef<readonly BulkGeometry[]>([])
  function draw(): void {
    const details = run.details.value
    if (details && wanted.value && config.value && config.value.theory.side >= 4) void analysis.draw(details.summary.id, null, config.value.seed)
  }
  watch([() => run.details.value?.summary.id, wanted], () => {
    if (analysis.result.value === null && analysis.share.value === null) draw()
  }, { immediate: true })

  let abort: AbortController | null = null
  watch(analysis.result, async (result) => {
    abort?.abort()
    if (!result) return
    const mine = (abort = new AbortController())
    try {
      const artifacts = Object.values(geometryKinds).flatMap((kind) => analysis.ofKind(kind))
      const arrays = await Promise.all(artifacts.map(async (artifact): Promise<StoredArray> => ({ artifact, data: (await fetchArray(analysis.pathOf(artifact)!, mine.signal)).data })))
      if (mine.signal.aborted) return
      geometries.value = storedGeometries(arraysByKind(arrays))
      readingProblem.value = geometries.value.length > 0 ? null
        : new Problem('UnreadableGeometry', 'The distances that are kept in the run folder were written by another version.', 'Remove the geometry files from its artifacts, and measure again.')
    } catch (error) {
      if (!mine.signal.aborted) readingProblem.value = toProblem(error)
    }
  }, { immediate: true })
  onScopeDispose(() => abort?.abort())

  return {
    ball, geometries, draw, cancel: analysis.cancel, share: analysis.share,
    /** Of the checkpoint that the geometries belong to. */
    step: computed(() => analysis.result.value?.step ?? null),
    problem: computed(() => analysis.problem.value ?? readingProblem.value),
  }
}

/** Geodesics of large bulks are short on the screen. */
const arcPoints = (side: number) => (side <= 16 ? 13 : side <= 32 ? 9 : 5)
