import { defineStore } from 'pinia'
import { shallowRef } from 'vue'
import type { FolderRequest } from './folder-request.ts'

/** A file or a folder that waits for its dialog; the key tells equal names apart. */
export type ImportRequest = { key: number } & ({ kind: 'file'; file: File } | { kind: 'folder'; folder: FolderRequest })

/** Files and folders for the import dialogs: dropped anywhere, or chosen. One at a time. */
export const useImportRequests = defineStore('import-requests', () => {
  const current = shallowRef<ImportRequest | null>(null)
  const waiting = shallowRef<ImportRequest[]>([])
  let keys = 0

  function next(): void {
    const [first, ...rest] = waiting.value
    current.value = first ?? null
    waiting.value = rest
  }
  function queue(requests: ImportRequest[]): void {
    waiting.value = [...waiting.value, ...requests]
    if (current.value === null) next()
  }
  return {
    current, next,
    add: (files: Iterable<File>) => queue([...files].map((file) => ({ key: ++keys, kind: 'file', file }))),
    addFolders: (folders: Iterable<FolderRequest>) => queue([...folders].map((folder) => ({ key: ++keys, kind: 'folder', folder }))),
  }
})
