import { computed, onScopeDispose, shallowRef, watch, type Ref } from 'vue'
import type { Problem } from '../../shared/problem.ts'
import type { RunDetails } from '../../shared/run.ts'
import { toProblem } from '../transport/problems.ts'
import { usePlace } from '../composables/use-place.ts'
import { useHost } from './host.ts'
import { useRuns } from './runs.ts'

/** Requests under way at a time: enough to keep the host busy, few enough to leave it free for a click. */
const atOnce = 4

/** The runs that the address names (`runs=…` each, or `all=1`), oldest first, read in full and again when their state moves on. */
export function useChosenRuns(): { details: Ref<RunDetails[]>; ids: Ref<string[]>; missing: Ref<number>; reading: Ref<boolean>; problem: Ref<Problem | null> } {
  const host = useHost()
  const runs = useRuns()
  const place = usePlace()
  const named = place.list('runs')
  const all = place.choice<string>('all', '')
  const known = shallowRef(new Map<string, { updated: string; details: RunDetails }>())
  const reading = shallowRef(false)
  const problem = shallowRef<Problem | null>(null)
  let alive = true
  onScopeDispose(() => (alive = false))

  const sound = computed(() => runs.all.filter((run) => !run.broken).toReversed())
  const chosen = computed(() => (all.value ? sound.value : sound.value.filter(({ id }) => named.value.includes(id))))
  const ids = computed(() => chosen.value.map(({ id }) => id))
  const missing = computed(() => (all.value || !runs.loaded ? 0 : named.value.filter((id) => !ids.value.includes(id)).length))
  const details = computed(() => ids.value.flatMap((id) => known.value.get(id)?.details ?? []))

  async function read(): Promise<void> {
    if (reading.value || !host.connected) return
    reading.value = true
    try {
      for (;;) {
        const stale = chosen.value.filter(({ id, status }) => known.value.get(id)?.updated !== status.updated).slice(0, atOnce)
        if (stale.length === 0 || !alive) break
        const answers = await Promise.all(stale.map(async ({ id, status }) => [id, { updated: status.updated, details: await host.calls().runs.get({ id }) }] as const))
        known.value = new Map([...known.value, ...answers])
      }
      problem.value = null
    } catch (error) {
      problem.value = toProblem(error)
    } finally {
      reading.value = false
    }
  }
  watch([() => chosen.value.map(({ id, status }) => `${id} ${status.updated}`).join('\n'), () => host.connected], () => void read(), { immediate: true })
  return { details, ids, missing, reading, problem }
}
