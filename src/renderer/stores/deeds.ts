import { defineStore } from 'pinia'
import { computed, shallowRef } from 'vue'
import { useNotices } from './notices.ts'

/** Something that was done in the lab and can be taken back. */
export interface Deed {
  /** What happened, as a sentence for people. */
  told: string
  undo(): Promise<unknown>
  redo(): Promise<unknown>
}

/** Deeds that are remembered. */
const most = 50

/** What the user did to runs and data sets, to be undone in the reverse order. Forms keep histories of their own. */
export const useDeeds = defineStore('deeds', () => {
  const notices = useNotices()
  const past = shallowRef<readonly Deed[]>([])
  const future = shallowRef<readonly Deed[]>([])
  /** Notices that still offer to take a deed back. */
  const offers = new WeakMap<Deed, number>()

  /** Remembers a deed; `offer` also tells it at the edge of the window, with a button that takes it back. */
  function done(deed: Deed, { offer = false } = {}): void {
    past.value = [...past.value, deed].slice(-most)
    future.value = []
    if (offer) offers.set(deed, notices.tell(deed.told, { label: 'Undo', run: () => undo(deed) }))
  }
  /** A deed that cannot be taken back, because the world has moved on, is told and forgotten. */
  async function undo(deed = past.value.at(-1)): Promise<void> {
    if (!deed || !past.value.includes(deed)) return
    past.value = past.value.filter((other) => other !== deed)
    const offered = offers.get(deed)
    if (offered !== undefined) notices.dismiss(offered)
    if (await notices.attempt(() => deed.undo())) future.value = [...future.value, deed]
  }
  async function redo(): Promise<void> {
    const deed = future.value.at(-1)
    if (!deed) return
    future.value = future.value.slice(0, -1)
    if (await notices.attempt(() => deed.redo())) past.value = [...past.value, deed]
  }
  return { done, undo, redo, canUndo: computed(() => past.value.length > 0), canRedo: computed(() => future.value.length > 0) }
})
