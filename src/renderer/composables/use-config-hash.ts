import { shallowRef, watch, type Ref, type ShallowRef } from 'vue'
import { configHash } from '../../shared/config-hash.ts'

/** The hash of a configuration for captions; undefined until it is known. */
export function useConfigHash(config: Ref<Record<string, unknown> | null>): ShallowRef<string | undefined> {
  const hash = shallowRef<string>()
  watch(config, async (now) => {
    const next = now ? await configHash(now) : undefined
    if (now === config.value) hash.value = next
  }, { immediate: true })
  return hash
}
