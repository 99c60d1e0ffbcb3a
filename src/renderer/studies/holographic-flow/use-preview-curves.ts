import { watchDebounced } from '@vueuse/core'
import { computed, shallowRef, type Ref } from 'vue'
import { z } from 'zod'
import { useLatest } from '../../composables/use-latest.ts'
import type { HolographicFlowConfig } from '../../../shared/studies/holographic-flow/config.ts'
import type { PointArray } from '../../../shared/studies/run-figures.ts'
import { useHost } from '../../stores/host.ts'

const numbers = z.array(z.number())
const trainingSchema = z.object({ step: numbers, learningRate: numbers, initialWeightShare: numbers })
const encodedSchema = z.object({ r: numbers, positions: numbers, fields: z.array(numbers) })

/** Milliseconds of quiet before pictures are drawn anew, and the longest that a drag keeps them back: curves go first. */
const pictureQuiet = { debounce: 150, maxWait: 600 }
/** Points of a data set that stand for all in the mean field. */
const sentPoints = 1000

/** An answer of the catalogue that follows its input; null while there is none. */
function useComputation<Schema extends z.ZodType>(name: string, schema: Schema, input: Ref<Record<string, unknown> | null>, quiet: { debounce: number; maxWait?: number }) {
  const host = useHost()
  const answer = shallowRef<z.output<Schema> | null>(null)
  const ask = useLatest(
    (value: Record<string, unknown>) => host.calls().compute({ name, input: value }),
    (result) => (answer.value = schema.parse(result)),
    // What is wrong with the settings stands beside them.
    () => (answer.value = null),
  )
  const key = computed(() => JSON.stringify(input.value))
  watchDebounced([key, () => host.connected], ([, connected]) => {
    if (input.value === null) answer.value = null
    else if (connected) ask(input.value)
  }, { immediate: true, ...quiet })
  return answer
}

/** Learning rate and moving average over the steps. */
export function useTrainingCurves(config: Ref<HolographicFlowConfig | null>) {
  return useComputation('training-curves', trainingSchema, computed(() => config.value && { training: config.value.training }), { debounce: 0 })
}

/** The encoded data at several radii; of own data a thinned set is sent. Null for a model without fields. */
export function useEncodedData(config: Ref<HolographicFlowConfig | null>, own: Ref<PointArray | null>, which: Ref<'mean' | 'one'>) {
  const points = computed(() => {
    const array = own.value
    if (!array) return null
    const rows = array.shape[0]
    const taken = Math.min(rows, sentPoints)
    return Array.from({ length: taken }, (_, i) => {
      const row = Math.floor((i * rows) / taken)
      return [array.data[2 * row], array.data[2 * row + 1]]
    })
  })
  const input = computed(() => {
    if (!config.value || config.value.model.variant === 'fcn') return null
    const { geometry, encoding, model, data } = config.value
    if (data.kind === 'dataset' && !points.value) return null
    return {
      geometry, encoding, model, ...(data.kind === 'dataset' ? { points: points.value } : { data }), ...(which.value === 'one' ? { only: 0 } : {}),
    }
  })
  return useComputation('encoded-data', encodedSchema, input, pictureQuiet)
}
