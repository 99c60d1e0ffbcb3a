import { shallowRef, watch, type Ref, type ShallowRef } from 'vue'
import { z } from 'zod'
import { dataSourceSchema } from '../../../shared/studies/holographic-flow/config.ts'
import type { PointArray } from '../../../shared/studies/run-figures.ts'
import { useHost } from '../../stores/host.ts'

const pointsSchema = z.array(z.tuple([z.number(), z.number()]))
/** Enough to see the law. */
const count = 3000

/** Points of the chosen built-in law; null for a data set of one's own. */
export function useDataPreview(source: Ref<unknown>): ShallowRef<PointArray | null> {
  const host = useHost()
  const points = shallowRef<PointArray | null>(null)
  const name = () => {
    const parsed = dataSourceSchema.safeParse(source.value)
    return parsed.success && parsed.data.kind === 'generator' ? parsed.data.name : null
  }
  watch([name, () => host.connected], async ([law, connected]) => {
    if (law === null) points.value = null
    if (law === null || !connected) return
    const answer = pointsSchema.safeParse(await host.calls().compute({ name: 'generate-points', input: { name: law, count } }).catch(() => null))
    if (answer.success && law === name()) points.value = { data: answer.data.flat(), shape: [count, 2] }
  }, { immediate: true })
  return points
}
