import { describe, expect, it } from 'vitest'
import { padAction } from './pad-keys.ts'

const press = (key: string, modifiers: Partial<Record<'ctrlKey' | 'metaKey' | 'altKey' | 'shiftKey', boolean>> = {}, onArea = true) =>
  padAction({ key, ctrlKey: false, metaKey: false, altKey: false, shiftKey: false, ...modifiers }, onArea)

describe('keys of the drawing pad', () => {
  it('take back and forth again, as everywhere', () => {
    expect(press('z', { ctrlKey: true })).toEqual({ kind: 'undo' })
    expect([press('Z', { metaKey: true, shiftKey: true }), press('y', { ctrlKey: true })]).toEqual([{ kind: 'redo' }, { kind: 'redo' }])
  })
  it('choose tool and size from anywhere on the pad', () => {
    expect(['b', 'e', '[', ']'].map((key) => press(key, {}, false))).toEqual([{ kind: 'brush' }, { kind: 'eraser' }, { kind: 'size', by: -1 }, { kind: 'size', by: 1 }])
  })
  it('paint only where the drawing area has the focus: elsewhere they belong to buttons and sliders', () => {
    expect(press('ArrowUp', { shiftKey: true })).toEqual({ kind: 'move', x: 0, y: -1, paints: true })
    expect(press('ArrowRight')).toEqual({ kind: 'move', x: 1, y: 0, paints: false })
    expect(press(' ')).toEqual({ kind: 'dot' })
    expect(['ArrowUp', ' '].map((key) => press(key, {}, false))).toEqual([null, null])
    expect([press('z'), press('ArrowUp', { altKey: true }), press('b', { ctrlKey: true })]).toEqual([null, null, null])
  })
})
