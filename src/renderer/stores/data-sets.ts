import { defineStore } from 'pinia'
import { shallowRef } from 'vue'
import type { DataSet } from '../../shared/dataset.ts'
import { useHost } from './host.ts'

/** The library of data sets, mirrored from the host. */
export const useDataSets = defineStore('data-sets', () => {
  const host = useHost()
  const all = shallowRef<DataSet[]>([])
  const loaded = shallowRef(false)

  async function load(): Promise<void> {
    all.value = (await host.calls().dataSets.list()).toSorted((a, b) => b.imported.localeCompare(a.imported))
    loaded.value = true
  }
  function follow(): void {
    host.onOpen(() => void load())
    host.onEvent((event) => {
      if (event.type === 'dataSets') void load()
    })
  }
  return { all, loaded, follow, load }
})
