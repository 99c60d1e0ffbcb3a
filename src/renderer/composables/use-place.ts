import { computed, type WritableComputedRef } from 'vue'
import { useRoute, useRouter, type LocationQueryValue } from 'vue-router'

/** The state of a view in its address, so that a reload, the next start and a copied link show the same. */
export function usePlace() {
  const route = useRoute()
  const router = useRouter()
  // Changes before the address has followed are gathered: it shows all of them.
  let pending: Record<string, string | string[] | undefined> = {}

  function change(name: string, value: string | string[] | undefined): void {
    const first = Object.keys(pending).length === 0
    pending[name] = value
    if (!first) return
    queueMicrotask(() => {
      const query = { ...route.query, ...pending }
      pending = {}
      void router.replace({ query })
    })
  }
  const texts = (value: LocationQueryValue | LocationQueryValue[] | undefined) => [value ?? []].flat().filter((text): text is string => text !== null)

  /** One of `allowed`, or any text where there is no such list. The fallback is left out of the address. */
  function choice<Value extends string>(name: string, fallback: Value, allowed?: readonly Value[]): WritableComputedRef<Value> {
    return computed({
      get: () => {
        const [text] = texts(route.query[name])
        return text !== undefined && (!allowed || allowed.includes(text as Value)) ? (text as Value) : fallback
      },
      set: (value) => change(name, value === fallback ? undefined : value),
    })
  }
  function list(name: string): WritableComputedRef<string[]> {
    return computed({ get: () => texts(route.query[name]), set: (value) => change(name, value) })
  }
  return { choice, list }
}
