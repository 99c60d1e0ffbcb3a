import { computed, shallowRef, watch, type Ref } from 'vue'
import { z } from 'zod'
import { useLatest } from '../../composables/use-latest.ts'
import { useHost } from '../../stores/host.ts'

const answerSchema = z.object({
  r: z.array(z.number()), logWarp: z.array(z.number()),
  violations: z.array(z.tuple([z.number(), z.number()])), nullEnergyCondition: z.boolean(),
})
export type WarpProfileAnswer = z.infer<typeof answerSchema>

/** ln f through the control points and where it breaks the null energy condition; stays at the last sound answer. */
export function useWarpProfile(geometry: Ref<unknown>, range: Ref<readonly [number, number]>) {
  const host = useHost()
  const answer = shallowRef<WarpProfileAnswer | null>(null)
  /** The answer belongs to an earlier geometry: the newest is not possible. */
  const stale = shallowRef(false)
  const ask = useLatest(
    (input: Record<string, unknown>) => host.calls().compute({ name: 'warp-profile', input }),
    (result) => {
      answer.value = answerSchema.parse(result)
      stale.value = false
    },
    () => (stale.value = true),
  )
  const input = computed(() => ({ geometry: geometry.value, from: range.value[0], to: range.value[1] }))
  watch([() => JSON.stringify(input.value), () => host.connected], ([, connected]) => connected && ask(input.value), { immediate: true })
  return { answer, stale }
}
