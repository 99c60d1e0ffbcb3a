import { computed, onScopeDispose, shallowRef, watch, type Ref } from 'vue'
import type { Problem } from '../../shared/problem.ts'
import type { Artifact, MetricsLine, RunDetails } from '../../shared/run.ts'
import { toProblem } from '../transport/problems.ts'
import { useHost } from './host.ts'
import { useRuns } from './runs.ts'

/** Redraws of the curves per second, at most; events between two of them are gathered. */
const redrawsPerSecond = 5

/** Everything about one run, kept live while the calling scope lives: metrics grow, artifacts appear. */
export function useOpenRun(id: Ref<string>) {
  const host = useHost()
  const runs = useRuns()
  const details = shallowRef<RunDetails | null>(null)
  const problem = shallowRef<Problem | null>(null)
  const metrics = shallowRef<MetricsLine[]>([])
  const artifacts = shallowRef<Artifact[]>([])
  let pending: MetricsLine[] = []
  let timer: ReturnType<typeof setTimeout> | undefined
  let generation = 0

  async function load(): Promise<void> {
    const mine = ++generation
    try {
      const answer = await host.calls().runs.get({ id: id.value })
      if (mine !== generation) return
      problem.value = null
      details.value = answer
      artifacts.value = answer.artifacts
      pending = []
      metrics.value = answer.metrics
    } catch (error) {
      if (mine === generation) problem.value = toProblem(error)
    }
  }

  function take(lines: MetricsLine[]): void {
    pending.push(...lines)
    timer ??= setTimeout(flush, 1000 / redrawsPerSecond)
  }
  function flush(): void {
    timer = undefined
    // A resumed run repeats the lines after its checkpoint: the newer ones win.
    const first = pending.reduce((least, line) => Math.min(least, line.step), Number.POSITIVE_INFINITY)
    const known = metrics.value
    const kept = known.length > 0 && known[known.length - 1].step >= first ? withoutRepeats(known, pending) : known
    metrics.value = [...kept, ...pending]
    pending = []
  }

  const stopEvents = host.onEvent((event) => {
    if (!('id' in event) || event.id !== id.value) return
    if (event.type === 'metrics') take(event.lines)
    if (event.type === 'artifact') {
      artifacts.value = [...artifacts.value.filter((known) => known.file !== event.artifact.file), event.artifact]
    }
  })
  const stopOpen = host.onOpen(() => void load())
  watch(id, () => {
    details.value = null
    metrics.value = []
    artifacts.value = []
    problem.value = null
    void load()
  })
  const summary = computed(() => runs.byId.get(id.value) ?? details.value?.summary ?? null)
  // Provenance, checkpoints and sessions change with the state; read them again then.
  watch(() => summary.value?.status.state, (now, before) => {
    if (before !== undefined && now !== before) void load()
  })
  onScopeDispose(() => {
    generation++
    clearTimeout(timer)
    stopEvents()
    stopOpen()
  })

  const progress = computed(() => runs.progress.get(id.value) ?? details.value?.progress ?? null)
  return { details, summary, progress, problem, metrics, artifacts, load }
}
export type OpenRun = ReturnType<typeof useOpenRun>

/** Lines of `known` that no newer line of the same kind and step replaces. */
function withoutRepeats(known: MetricsLine[], newer: MetricsLine[]): MetricsLine[] {
  const repeated = new Set(newer.map((line) => `${line.kind}:${line.step}`))
  return known.filter((line) => !repeated.has(`${line.kind}:${line.step}`))
}
