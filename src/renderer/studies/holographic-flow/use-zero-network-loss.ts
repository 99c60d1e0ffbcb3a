import { watchDebounced } from '@vueuse/core'
import { computed, shallowRef, type Ref, type ShallowRef } from 'vue'
import { z } from 'zod'
import { useLatest } from '../../composables/use-latest.ts'
import type { HolographicFlowConfig } from '../../../shared/studies/holographic-flow/config.ts'
import { useHost } from '../../stores/host.ts'

const answerSchema = z.object({ total: z.number() }).transform(({ total }) => total)
/** Milliseconds of quiet, and the longest wait during a drag: the number takes some tens of them for an own warp factor. */
const quiet = { debounce: 100, maxWait: 500 }

/** The exact loss of a network that outputs zero, the measure for every training loss; null until known, or where there is none. */
export function useZeroNetworkLoss(config: Ref<HolographicFlowConfig | null>): ShallowRef<number | null> {
  const host = useHost()
  const loss = shallowRef<number | null>(null)
  const ask = useLatest(
    (input: HolographicFlowConfig) => host.calls().compute({ name: 'zero-network-loss', input }),
    (answer) => (loss.value = answerSchema.parse(answer)),
    // A configuration that has no such number (own warp factors at fault, say) simply shows none.
    () => (loss.value = null),
  )
  const relevant = computed(() => config.value && JSON.stringify([config.value.geometry, config.value.encoding, config.value.model, config.value.network.kind]))
  watchDebounced([relevant, () => host.connected], ([, connected]) => {
    if (config.value && connected) ask(config.value)
  }, { immediate: true, ...quiet })
  return loss
}
