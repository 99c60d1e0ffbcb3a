import { computed, shallowReactive, shallowRef, watch, type Ref } from 'vue'
import { z } from 'zod'
import { useLatest } from '../../composables/use-latest.ts'
import type { HolographicFlowConfig } from '../../../shared/studies/holographic-flow/config.ts'
import type { RunSummary } from '../../../shared/run.ts'
import { useHost } from '../../stores/host.ts'
import { useRuns } from '../../stores/runs.ts'
import { expectedTime, type EarlierRun } from './expected-time.ts'
import { flowConfig } from '../../../shared/studies/holographic-flow/run-figure-data.ts'

const costSchema = z.object({ multiplyAddsPerEvaluation: z.number(), perStep: z.number(), perSampling: z.number(), total: z.number() })
export type CostAnswer = z.infer<typeof costSchema>

/** Earlier runs that are looked at, newest first: reading one reads its whole curve. */
const lookedAt = 4
/** Shorter trainings are dominated by their start. */
const leastSeconds = 2

/** What a configuration costs, and how long it should take by what this machine has done before. */
export function useCost(config: Ref<HolographicFlowConfig | null>) {
  const host = useHost()
  const runs = useRuns()
  const cost = shallowRef<CostAnswer | null>(null)
  const earlier = shallowReactive(new Map<string, EarlierRun & { backend: string }>())
  const askCost = async (input: unknown) => costSchema.parse(await host.calls().compute({ name: 'training-cost', input }))

  const ask = useLatest(askCost, (answer) => (cost.value = answer), () => (cost.value = null))
  const relevant = computed(() => config.value && JSON.stringify([config.value.model, config.value.network, config.value.encoding, config.value.training, config.value.sampling, config.value.cadence]))
  watch([relevant, () => host.connected], ([, connected]) => config.value && connected && ask(config.value), { immediate: true })

  const candidates = computed(() => runs.all.filter((run) =>
    run.study === 'holographic-flow' && !run.broken && ['done', 'stopped', 'interrupted'].includes(run.status.state) && run.status.elapsedSeconds > leastSeconds).slice(0, lookedAt))
  async function learnFrom({ id, title, status }: RunSummary): Promise<void> {
    const past = flowConfig((await host.calls().runs.get({ id })).config)
    if (!past) return
    earlier.set(id, {
      title: title || id, cost: await askCost(past), step: status.step, elapsedSeconds: status.elapsedSeconds,
      evaluateEvery: past.cadence.evaluateEvery, backend: past.device.backend,
    })
  }
  watch([candidates, () => host.connected], ([list, connected]) => {
    if (!connected) return
    // A run that cannot be read tells nothing; the list of runs says what is wrong with it.
    for (const run of list) if (!earlier.has(run.id)) void learnFrom(run).catch(() => undefined)
  }, { immediate: true })

  const expected = computed(() => cost.value && config.value &&
    expectedTime(cost.value, [...earlier.values()].filter(({ backend }) => backend === config.value?.device.backend)))
  return { cost, expected }
}
