import { shallowRef, watch, type Ref, type ShallowRef } from 'vue'
import { z } from 'zod'
import type { HolographicFlowConfig } from '../../../shared/studies/holographic-flow/config.ts'
import { useHost } from '../../stores/host.ts'

const answerSchema = z.object({ total: z.number() }).transform(({ total }) => total)

/** The exact loss of a network that outputs zero, the measure for every training loss; null until known, or where there is none. */
export function useZeroNetworkLoss(config: Ref<HolographicFlowConfig | null>): ShallowRef<number | null> {
  const host = useHost()
  const loss = shallowRef<number | null>(null)
  watch([config, () => host.connected], async ([now, connected]) => {
    if (!now || !connected) return
    // A configuration that has no such number (own warp factors at fault, say) simply shows none.
    const answer = await host.calls().compute({ name: 'zero-network-loss', input: now }).catch(() => null)
    const parsed = answerSchema.safeParse(answer)
    loss.value = parsed.success ? parsed.data : null
  }, { immediate: true })
  return loss
}
