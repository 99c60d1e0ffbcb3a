import { describe, expect, it } from 'vitest'
import type { Artifact } from '../run.ts'
import { studies } from './index.ts'
import { arraysByKind, evenly, mostSteps, neededArtifacts, newestArray } from './run-figures.ts'

const artifact = (file: string, kind: string, step: number, analysis?: Artifact['analysis']): Artifact => (
  { file, kind, step, shape: [1], axes: [], units: '', description: '', ...(analysis ? { analysis } : {}) })

describe('what a figure is drawn from', () => {
  const history = Array.from({ length: 40 }, (_, i) => artifact(`samples-${String(i).padStart(2, '0')}.npy`, 'samples', 10 * i))
  const all = [...history.toReversed(), artifact('reference.npy', 'reference', 0)]

  it('is the newest of a kind, all arrays of that step', () => {
    expect(neededArtifacts({ arrays: [{ kind: 'samples' }, { kind: 'reference' }, { kind: 'absent' }] }, all).map(({ file }) => file)).toEqual(['samples-39.npy', 'reference.npy'])
    const twins = [artifact('b.npy', 'field', 7), artifact('a.npy', 'field', 7), artifact('c.npy', 'field', 3)]
    expect(neededArtifacts({ arrays: [{ kind: 'field' }] }, twins).map(({ file }) => file)).toEqual(['a.npy', 'b.npy'])
  })

  it('or steps evenly apart from the first to the last', () => {
    const steps = neededArtifacts({ arrays: [{ kind: 'samples', of: 'history' }] }, all).map(({ step }) => step)
    expect(steps).toHaveLength(mostSteps)
    expect([steps[0], steps.at(-1)]).toEqual([0, 390])
    const gaps = steps.slice(1).map((step, i) => step - steps[i])
    // 40 steps into 11 gaps: three or four of them each.
    expect(new Set(gaps)).toEqual(new Set([30, 40]))
  })

  it('or the arrays of one analysis, never those that another request left in the folder', () => {
    const asked = artifact('field-seed-1.npy', 'field', 7, { kind: 'bulk', seed: 1, parts: 1 })
    const other = artifact('field-seed-2.npy', 'field', 7, { kind: 'bulk', seed: 2, parts: 1 })
    const figure = { analysis: 'bulk', arrays: [{ kind: 'field' }] }
    expect(neededArtifacts(figure, [asked, other], [asked])).toEqual([asked])
    expect(neededArtifacts(figure, [asked, other])).toEqual([])
    expect(neededArtifacts({ arrays: [{ kind: 'field' }] }, [asked])).toEqual([])
    // What the training stored may stand beside them, where it is asked for.
    const beside = { analysis: 'bulk', arrays: [{ kind: 'field' }, { kind: 'reference', by: 'training' as const }] }
    expect(neededArtifacts(beside, [asked, ...all], [asked]).map(({ file }) => file)).toEqual([asked.file, 'reference.npy'])
  })
})

it('a record has its arrays in the order of steps, so that the last one is the newest', () => {
  const array = (step: number) => ({ artifact: artifact(`samples-${step}.npy`, 'samples', step), data: [] })
  const arrays = arraysByKind([array(40), array(10), { artifact: artifact('reference.npy', 'reference', 0), data: [] }, array(30)])
  expect(arrays.get('samples')?.map(({ artifact: { step } }) => step)).toEqual([10, 30, 40])
  expect(newestArray({ arrays }, 'samples')?.artifact.step).toBe(40)
})

it('evenly keeps both ends and never repeats', () => {
  expect(evenly([1, 2, 3], 5)).toEqual([1, 2, 3])
  expect(evenly([1, 2, 3, 4, 5], 3)).toEqual([1, 3, 5])
})

it.each(studies.map((study) => [study.id, study.figures] as const))('no two figures of %s have one name', (_, figures) => {
  const names = figures.map(({ name }) => name)
  expect(names.filter((name, i) => names.indexOf(name) !== i)).toEqual([])
})
