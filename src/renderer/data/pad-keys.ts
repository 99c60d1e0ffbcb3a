/** What a key does on the drawing pad; null for keys that are not the pad's. */
export type PadAction =
  | { kind: 'undo' | 'redo' | 'brush' | 'eraser' }
  /** Of the brush: smaller or larger by a step. */
  | { kind: 'size'; by: 1 | -1 }
  /** Of the keyboard's own brush, in units of a step; `paints` where a line is drawn on the way. */
  | { kind: 'move'; x: number; y: number; paints: boolean }
  | { kind: 'dot' }

type Key = Pick<KeyboardEvent, 'key' | 'ctrlKey' | 'metaKey' | 'altKey' | 'shiftKey'>

const arrows: Readonly<Record<string, readonly [number, number]>> = { ArrowLeft: [-1, 0], ArrowRight: [1, 0], ArrowUp: [0, -1], ArrowDown: [0, 1] }

/** `onArea`: the drawing area has the focus, and takes the keys that paint. */
export function padAction({ key, ctrlKey, metaKey, altKey, shiftKey }: Key, onArea: boolean): PadAction | null {
  if (altKey) return null
  const letter = key.toLowerCase()
  if (ctrlKey || metaKey) {
    if (letter === 'z') return { kind: shiftKey ? 'redo' : 'undo' }
    return letter === 'y' ? { kind: 'redo' } : null
  }
  if (letter === 'b') return { kind: 'brush' }
  if (letter === 'e') return { kind: 'eraser' }
  if (key === '[' || key === ']') return { kind: 'size', by: key === ']' ? 1 : -1 }
  if (!onArea) return null
  if (key === ' ') return { kind: 'dot' }
  return key in arrows ? { kind: 'move', x: arrows[key][0], y: arrows[key][1], paints: shiftKey } : null
}
