import { defineStore } from 'pinia'
import { shallowRef } from 'vue'

/** Files waiting for the import dialog: dropped anywhere, or chosen by the open dialog. One at a time. */
export const useImportRequests = defineStore('import-requests', () => {
  const file = shallowRef<File | null>(null)
  const waiting = shallowRef<File[]>([])

  function add(files: Iterable<File>): void {
    waiting.value = [...waiting.value, ...files]
    if (file.value === null) next()
  }
  function next(): void {
    const [first, ...rest] = waiting.value
    file.value = first ?? null
    waiting.value = rest
  }
  return { file, add, next }
})
