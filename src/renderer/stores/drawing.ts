import { defineStore } from 'pinia'
import { computed, shallowRef, triggerRef } from 'vue'
import type { Stroke, StrokePoint } from '../data/drawing.ts'

/** The drawing on the pad; it stays when the pad is closed. Clearing can be taken back like any stroke. */
export const useDrawing = defineStore('drawing', () => {
  const strokes = shallowRef<readonly Stroke[]>([])
  const past = shallowRef<Array<readonly Stroke[]>>([])
  const open = shallowRef(false)

  function change(next: readonly Stroke[]): void {
    past.value = [...past.value, strokes.value]
    strokes.value = next
  }
  return {
    strokes, open,
    canUndo: computed(() => past.value.length > 0),
    begin: (stroke: Stroke) => change([...strokes.value, stroke]),
    /** Goes on with the last stroke. */
    extend(point: StrokePoint): void {
      strokes.value.at(-1)?.points.push(point)
      triggerRef(strokes)
    },
    undo(): void {
      const before = past.value.at(-1)
      if (before === undefined) return
      strokes.value = before
      past.value = past.value.slice(0, -1)
    },
    clear(): void {
      if (strokes.value.length > 0) change([])
    },
  }
})
