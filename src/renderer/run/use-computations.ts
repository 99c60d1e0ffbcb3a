import { shallowRef, watch, type Ref } from 'vue'
import type { ComputationNeed } from '../../shared/studies/run-figures.ts'
import { useHost } from '../stores/host.ts'

/** Answers of the compute catalogue to a configuration, by name; asked once an input, absent where there is no answer. */
export function useComputations(config: Ref<Record<string, unknown> | null>, needs: Ref<readonly ComputationNeed[]>) {
  const host = useHost()
  const answers = shallowRef<ReadonlyMap<string, unknown>>(new Map())
  /** What each answer was asked with. */
  const asked = new Map<string, string>()

  async function ask(name: string, input: unknown): Promise<void> {
    const key = JSON.stringify(input)
    if (asked.get(name) === key) return
    asked.set(name, key)
    // A configuration that has no such number (own warp factors at fault, say) simply shows none.
    const answer: unknown = await host.calls().compute({ name, input }).catch(() => undefined)
    if (asked.get(name) !== key) return
    if (answer === undefined) asked.delete(name)
    const next = new Map(answers.value)
    if (answer === undefined) next.delete(name)
    else next.set(name, answer)
    answers.value = next
  }
  watch([config, needs, () => host.connected], () => {
    if (!config.value || !host.connected) return
    for (const { name, input } of needs.value) {
      const question = input ? input(config.value, {}) : config.value
      if (question !== null) void ask(name, question)
    }
  }, { immediate: true })
  return { answers }
}
