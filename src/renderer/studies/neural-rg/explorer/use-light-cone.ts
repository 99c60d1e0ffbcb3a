import { computed, shallowRef, watch, type Ref } from 'vue'
import { z } from 'zod'
import type { NeuralRgConfig } from '../../../../shared/studies/neural-rg/config.ts'
import { useLatest } from '../../../composables/use-latest.ts'
import { useHost } from '../../../stores/host.ts'
import { decimatorsAt, ownBlock, type VariablePlace } from './cone-figure.ts'

const coneSchema = z.object({ site: z.int(), sites: z.array(z.int()), wedge: z.array(z.int()).default([]) })
type Asked = { place: VariablePlace; config: NeuralRgConfig }

/** The light cone of a bulk variable, and the causal wedge of the square below it. The last answer stays while the next is under way. */
export function useLightCone(place: Ref<VariablePlace | null>, config: Ref<NeuralRgConfig | null>) {
  const host = useHost()
  const answer = shallowRef<(z.output<typeof coneSchema> & { place: VariablePlace; side: number }) | null>(null)
  const ask = useLatest(
    async ({ place: { layer, a, b, c }, config: { theory: { side }, map } }: Asked) => coneSchema.parse(await host.calls().compute({
      name: 'light-cone', input: { side, map, variable: [layer, a, b, c], region: ownBlock({ layer, a, b }, side) },
    })),
    (cone, asked) => (answer.value = { ...cone, place: asked.place, side: asked.config.theory.side }),
    // Without an answer (the host is away) nothing is drawn; the banner of the window tells why.
    () => (answer.value = null),
  )
  watch([place, config, () => host.connected], () => {
    if (place.value && config.value && host.connected) ask({ place: place.value, config: config.value })
    else if (!place.value) answer.value = null
  }, { immediate: true })
  /** Decimators with a variable in the wedge, by their place in the list. */
  const wedge = computed(() => {
    const { theory, map } = config.value ?? {}
    return answer.value && theory && map ? new Set(decimatorsAt(answer.value.wedge, theory.side, map.depth || Math.log2(theory.side))) : null
  })
  return { answer, wedge }
}
