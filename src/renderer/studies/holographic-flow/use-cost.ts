import { computed, shallowRef, watch, type Ref } from 'vue'
import { z } from 'zod'
import { useLatest } from '../../composables/use-latest.ts'
import { expectedTime } from '../../run/expected-time.ts'
import { useEarlierRuns } from '../../run/use-earlier-runs.ts'
import type { HolographicFlowConfig } from '../../../shared/studies/holographic-flow/config.ts'
import { useHost } from '../../stores/host.ts'
import { flowConfig } from '../../../shared/studies/holographic-flow/run-figure-data.ts'

const costSchema = z.object({ multiplyAddsPerEvaluation: z.number(), perStep: z.number(), perSampling: z.number(), total: z.number() })
export type CostAnswer = z.infer<typeof costSchema>

/** What a configuration costs in floating-point operations, and how long it should take by what this machine has done before. */
export function useCost(config: Ref<HolographicFlowConfig | null>) {
  const host = useHost()
  const cost = shallowRef<CostAnswer | null>(null)
  const askCost = async (input: unknown) => costSchema.parse(await host.calls().compute({ name: 'training-cost', input }))

  const ask = useLatest(askCost, (answer) => (cost.value = answer), () => (cost.value = null))
  const relevant = computed(() => config.value && JSON.stringify([config.value.model, config.value.network, config.value.encoding, config.value.training, config.value.sampling, config.value.cadence]))
  watch([relevant, () => host.connected], ([, connected]) => config.value && connected && ask(config.value), { immediate: true })

  const earlier = useEarlierRuns('holographic-flow', async ({ summary: { id, title, status }, config: own }) => {
    const past = flowConfig(own)
    return past && {
      title: title || id, cost: await askCost(past), step: status.step, elapsedSeconds: status.elapsedSeconds,
      evaluateEvery: past.cadence.evaluateEvery, backend: past.device.backend,
    }
  })
  const expected = computed(() => cost.value && config.value &&
    expectedTime(cost.value, earlier.value.filter(({ backend }) => backend === config.value?.device.backend)))
  return { cost, expected }
}
