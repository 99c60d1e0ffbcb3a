import { defineStore } from 'pinia'
import { shallowRef, triggerRef } from 'vue'
import type { Stroke, StrokePoint } from '../data/drawing.ts'
import { makeHistory } from '../forms/history.ts'

/** The drawing on the pad; it stays when the pad is closed. Strokes and clearing can be taken back, and forth again. */
export const useDrawing = defineStore('drawing', () => {
  const strokes = shallowRef<readonly Stroke[]>([])
  const open = shallowRef(false)
  const history = makeHistory<readonly Stroke[]>()
  const canUndo = shallowRef(false)
  const canRedo = shallowRef(false)
  let changes = 0

  function showHistory(): void {
    canUndo.value = history.canUndo
    canRedo.value = history.canRedo
  }
  /** Each stroke is a step of its own, however quickly they follow. */
  function change(next: readonly Stroke[]): void {
    history.note(strokes.value, 'drawing', `change ${++changes}`)
    strokes.value = next
    showHistory()
  }
  function go(direction: 'undo' | 'redo'): void {
    strokes.value = history[direction](strokes.value) ?? strokes.value
    showHistory()
  }
  return {
    strokes, open, canUndo, canRedo,
    begin: (stroke: Stroke) => change([...strokes.value, stroke]),
    /** Goes on with the last stroke. */
    extend(point: StrokePoint): void {
      strokes.value.at(-1)?.points.push(point)
      triggerRef(strokes)
    },
    undo: () => go('undo'),
    redo: () => go('redo'),
    clear(): void {
      if (strokes.value.length > 0) change([])
    },
  }
})
