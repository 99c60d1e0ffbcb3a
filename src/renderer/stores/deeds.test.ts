import { createPinia, setActivePinia } from 'pinia'
import { beforeEach, describe, expect, it } from 'vitest'
import { Problem } from '../../shared/problem.ts'
import { useDeeds } from './deeds.ts'
import { useNotices } from './notices.ts'

beforeEach(() => setActivePinia(createPinia()))

/** A world that is a list of names, and deeds that put one in. */
function world() {
  const names: string[] = []
  const put = (name: string) => {
    names.push(name)
    return { told: `${name} is in.`, undo: async () => void names.splice(names.indexOf(name), 1), redo: async () => void names.push(name) }
  }
  return { names, put }
}

describe('deeds', () => {
  it('are undone in the reverse order and redone in theirs', async () => {
    const deeds = useDeeds()
    const { names, put } = world()
    for (const name of ['a', 'b', 'c']) deeds.done(put(name))
    await deeds.undo()
    await deeds.undo()
    expect(names).toEqual(['a'])
    await deeds.redo()
    await deeds.redo()
    expect(names).toEqual(['a', 'b', 'c'])
    expect([deeds.canUndo, deeds.canRedo]).toEqual([true, false])
  })

  it('a new deed ends what could be redone', async () => {
    const deeds = useDeeds()
    const { names, put } = world()
    deeds.done(put('a'))
    await deeds.undo()
    deeds.done(put('b'))
    await deeds.redo()
    expect(names).toEqual(['b'])
  })

  it('the notice takes back its own deed, once, whatever was done since', async () => {
    const deeds = useDeeds()
    const { names, put } = world()
    deeds.done(put('a'), { offer: true })
    deeds.done(put('b'))
    const { offer } = useNotices().all[0]
    await offer?.run()
    await offer?.run()
    expect(names).toEqual(['b'])
    expect(useNotices().all).toEqual([])
  })

  it('one that cannot be taken back is told and stands no longer in the way', async () => {
    const deeds = useDeeds()
    const { names, put } = world()
    deeds.done(put('a'))
    deeds.done({ told: '', undo: () => Promise.reject(new Problem('NameTaken', 'There is another by now.')), redo: async () => undefined })
    await deeds.undo()
    expect(useNotices().all.map(({ message }) => message)).toEqual(['There is another by now.'])
    await deeds.undo()
    expect(names).toEqual([])
  })
})
