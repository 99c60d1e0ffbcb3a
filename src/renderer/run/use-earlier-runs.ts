import { computed, shallowReactive, watch } from 'vue'
import type { RunDetails } from '../../shared/run.ts'
import { useHost } from '../stores/host.ts'
import { useRuns } from '../stores/runs.ts'

/** Earlier runs that are looked at, newest first: reading one reads its whole curve. */
const lookedAt = 4
/** Shorter trainings are dominated by their start. */
const leastSeconds = 2

/** What the newest runs of a study on this machine teach; `learn` answers null for one that teaches nothing. */
export function useEarlierRuns<Lesson>(study: string, learn: (run: RunDetails) => Lesson | null | Promise<Lesson | null>) {
  const host = useHost()
  const runs = useRuns()
  const lessons = shallowReactive(new Map<string, Lesson | null>())
  const candidates = computed(() => runs.all.filter((run) =>
    run.study === study && !run.broken && ['done', 'stopped', 'interrupted'].includes(run.status.state) && run.status.elapsedSeconds > leastSeconds).slice(0, lookedAt))
  const learnFrom = async (id: string) => void lessons.set(id, await learn(await host.calls().runs.get({ id })))
  watch([candidates, () => host.connected], ([list, connected]) => {
    if (!connected) return
    // A run that cannot be read tells nothing; the list of runs says what is wrong with it.
    for (const { id } of list) if (!lessons.has(id)) void learnFrom(id).catch(() => undefined)
  }, { immediate: true })
  return computed(() => [...lessons.values()].filter((lesson) => lesson !== null))
}
