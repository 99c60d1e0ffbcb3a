import { describe, expect, it } from 'vitest'
import { makeHistory } from './history.ts'

/** A document with a history and a clock that the test moves. */
function document(limit?: number) {
  let time = 0
  const history = makeHistory<string>({ clock: () => time, quiet: 700, limit })
  let text = ''
  return {
    history,
    write(next: string, subject: string, { after = 0, gesture }: { after?: number; gesture?: string } = {}) {
      time += after
      history.note(text, subject, gesture)
      text = next
    },
    undo: () => (text = history.undo(text) ?? text),
    redo: () => (text = history.redo(text) ?? text),
  }
}

describe('history', () => {
  it('undo and redo are inverse to each other, to both ends and not beyond', () => {
    const doc = document()
    for (const word of ['a', 'b', 'c']) doc.write(word, word)
    expect([doc.undo(), doc.undo(), doc.undo(), doc.undo()]).toEqual(['b', 'a', '', ''])
    expect(doc.history.canUndo).toBe(false)
    expect([doc.redo(), doc.redo(), doc.redo(), doc.redo()]).toEqual(['a', 'b', 'c', 'c'])
    expect(doc.history.canRedo).toBe(false)
  })
  it('a new change forgets what was undone', () => {
    const doc = document()
    doc.write('a', 'x')
    doc.write('b', 'y')
    doc.undo()
    doc.write('c', 'z')
    expect(doc.redo()).toBe('c')
    expect([doc.undo(), doc.undo()]).toEqual(['a', ''])
  })
  it('changes of one subject in quick succession are one step; after a pause, or after an undo, another', () => {
    const doc = document()
    for (const word of ['1', '2', '3']) doc.write(word, 'slider', { after: 100 })
    doc.write('4', 'slider', { after: 800 })
    expect(doc.undo()).toBe('3')
    doc.write('5', 'slider', { after: 1 })
    expect(doc.undo()).toBe('3')
    expect(doc.undo()).toBe('')
  })
  it('a gesture is one step however slow, and two gestures are two however quick', () => {
    const doc = document()
    doc.write('1', 'points', { gesture: 'drag 1' })
    doc.write('2', 'points', { gesture: 'drag 1', after: 5000 })
    doc.write('3', 'points', { gesture: 'drag 2', after: 1 })
    expect([doc.undo(), doc.undo()]).toEqual(['2', ''])
  })
  it('forgets the oldest beyond its limit', () => {
    const doc = document(2)
    for (const word of ['a', 'b', 'c']) doc.write(word, word)
    expect([doc.undo(), doc.undo(), doc.undo()]).toEqual(['b', 'a', 'a'])
  })
})
