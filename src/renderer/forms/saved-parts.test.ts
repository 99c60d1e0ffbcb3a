import { describe, expect, it } from 'vitest'
import { findPart, partsOf, withNewName, withoutPart, withPart } from './saved-parts.ts'

const place = { study: 'holographic-flow', path: 'geometry' }
const part = (name: string, value: Record<string, unknown> = {}) => ({ ...place, name, value })
const network = { ...place, path: 'network', name: 'Flat', value: {} }

describe('saved parts', () => {
  it('are listed by name, those of the place alone', () => {
    expect(partsOf([part('Wall'), network, part('flat')], place).map(({ name }) => name)).toEqual(['flat', 'Wall'])
  })
  it('saving under a known name replaces that one alone; case and blanks make no new name', () => {
    const saved = withPart([part('Wall', { p: 1 }), part('Flat', { p: 2 }), network], part(' wall ', { p: 3 }))
    expect(partsOf(saved, place)).toEqual([part('Flat', { p: 2 }), part('wall', { p: 3 })])
    expect(saved).toContain(network)
  })
  it('renaming keeps the value, and refuses a name that is empty or taken; another place does not count', () => {
    const all = [part('Wall', { p: 1 }), part('Bump'), network]
    expect(findPart(withNewName(all, place, 'Wall', 'Flat')!, place, 'Flat')).toEqual(part('Flat', { p: 1 }))
    expect(withNewName(all, place, 'Wall', 'bump')).toBeNull()
    expect(withNewName(all, place, 'Wall', '  ')).toBeNull()
    expect(withNewName(all, place, 'Wall', 'WALL')).toContainEqual(part('WALL', { p: 1 }))
  })
  it('what is removed and saved again is there as before', () => {
    const all = [part('Bump'), part('Wall', { p: 1 })]
    const without = withoutPart(all, place, 'Wall')
    expect(partsOf(without, place)).toEqual([part('Bump')])
    expect(withPart(without, part('Wall', { p: 1 }))).toEqual(all)
  })
})
