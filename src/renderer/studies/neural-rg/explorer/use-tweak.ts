import { computed, shallowRef, watch, type Ref } from 'vue'
import { z } from 'zod'
import type { Problem } from '../../../../shared/problem.ts'
import { fieldComponents, type NeuralRgConfig } from '../../../../shared/studies/neural-rg/config.ts'
import { fieldOf } from '../../../../shared/studies/neural-rg/lattice.ts'
import { useLatest } from '../../../composables/use-latest.ts'
import { useStoredSteps } from '../../../run/use-stored-steps.ts'
import { useHost } from '../../../stores/host.ts'
import type { OpenRun } from '../../../stores/open-run.ts'
import { toProblem } from '../../../transport/problems.ts'
import { changesOf, type Tweak } from './tweak.ts'

const answerSchema = z.object({
  before: z.array(z.number()), after: z.array(z.number()), score: z.number(), meanRotation: z.number().nullable(), touched: z.int(),
})
export type TweakAnswer = z.infer<typeof answerSchema>

/** A stored bulk field of the run, changed, and the boundary's answer by the map of the same step. A burst of changes is answered as fast as the host answers. */
export function useTweak(run: OpenRun, config: Ref<NeuralRgConfig>, tweak: Ref<Tweak>, sample: Ref<number>) {
  const host = useHost()
  const fields = useStoredSteps(run, 'bulk-fields')
  const maps = useStoredSteps(run, 'map-parameters')
  // Both kinds are stored at every evaluation: what is chosen of one is chosen of the other.
  watch(fields.shown, (shown) => {
    const at = maps.all.value.findIndex(({ step }) => step === shown?.step)
    if (at >= 0) maps.go(at)
  }, { immediate: true })

  const shape = computed(() => {
    const { theory, map } = config.value
    return { side: theory.side, layers: map.depth || Math.log2(theory.side), components: fieldComponents(theory) }
  })
  const bulk = computed(() => {
    const field = fields.array.value && fieldOf(fields.array.value, sample.value)
    return field ? Array.from(field.values) : null
  })
  const parameters = computed(() => (maps.array.value && maps.arrayStep.value === fields.arrayStep.value ? Array.from(maps.array.value.data) : null))

  const answer = shallowRef<TweakAnswer | null>(null)
  const problem = shallowRef<Problem | null>(null)
  const ask = useLatest(
    async (input: Record<string, unknown>) => answerSchema.parse(await host.calls().compute({ name: 'bulk-tweak', input })),
    (result) => {
      answer.value = result
      problem.value = null
    },
    (error) => (problem.value = toProblem(error)),
  )
  watch([tweak, bulk, parameters, () => host.connected], () => {
    if (!bulk.value || !parameters.value || !host.connected) return
    const { map, seed } = config.value
    ask({
      side: shape.value.side, map, components: shape.value.components, seed, parameters: parameters.value, field: bulk.value,
      changes: changesOf(tweak.value, bulk.value, shape.value),
    })
  }, { immediate: true })
  return { fields, bulk, shape, answer, problem, samples: computed(() => fields.array.value?.shape[0] ?? 0) }
}
