import { defineStore } from 'pinia'
import { computed, shallowReactive, shallowRef } from 'vue'
import type { Progress, RunSummary } from '../../shared/run.ts'
import { useHost } from './host.ts'

/** Runs that are under way or wait for their turn. */
const activeStates = new Set(['queued', 'running', 'paused'])

/** The list of runs with the live progress of those that train, mirrored from the host. */
export const useRuns = defineStore('runs', () => {
  const host = useHost()
  const byId = shallowReactive(new Map<string, RunSummary>())
  const progress = shallowReactive(new Map<string, Progress>())
  const loaded = shallowRef(false)

  const all = computed(() => [...byId.values()].sort((a, b) => b.created.localeCompare(a.created)))
  const active = computed(() => all.value.filter((run) => !run.broken && activeStates.has(run.status.state)))

  async function load(): Promise<void> {
    const runs = await host.calls().runs.list()
    byId.clear()
    progress.clear()
    for (const run of runs) byId.set(run.id, run)
    loaded.value = true
  }

  function follow(): void {
    host.onOpen(() => void load())
    host.onEvent((event) => {
      switch (event.type) {
        case 'run':
          byId.set(event.summary.id, event.summary)
          if (!activeStates.has(event.summary.status.state)) progress.delete(event.summary.id)
          break
        case 'runRemoved':
          byId.delete(event.id)
          progress.delete(event.id)
          break
        case 'progress':
          progress.set(event.id, event.progress)
          break
        default:
      }
    })
  }

  /** Share of the steps done, from live progress where there is some. */
  function share(run: RunSummary): number {
    const step = progress.get(run.id)?.step ?? run.status.step
    return Math.min(1, step / run.status.totalSteps)
  }

  async function create(config: Record<string, unknown>): Promise<RunSummary> {
    const run = await host.calls().runs.create({ config })
    byId.set(run.id, run)
    return run
  }

  return { all, active, byId, progress, loaded, follow, load, share, create }
})
