import { describe, expect, it } from 'vitest'
import { setPath } from './set-path.ts'

describe('setPath', () => {
  it('sets numbers, booleans, text and objects, and leaves its input alone', () => {
    const config = { training: { steps: 10, schedule: 'cosine' } }
    expect(setPath(config, 'training.steps=500')).toEqual({ training: { steps: 500, schedule: 'cosine' } })
    expect(setPath(config, 'training.schedule=constant')).toEqual({ training: { steps: 10, schedule: 'constant' } })
    expect(setPath(config, 'encoding.standardise=false')).toEqual({ ...config, encoding: { standardise: false } })
    expect(setPath(config, 'geometry={"kind":"hsv","hsvP":0.5}')).toEqual({ ...config, geometry: { kind: 'hsv', hsvP: 0.5 } })
    expect(config).toEqual({ training: { steps: 10, schedule: 'cosine' } })
  })
  it('reaches into arrays', () => {
    expect(setPath({ points: [{ r: 0 }, { r: 1 }] }, 'points.1.r=2')).toEqual({ points: [{ r: 0 }, { r: 2 }] })
  })
  it('keeps an equals sign inside the value', () => {
    expect(setPath({}, 'title=a=b')).toEqual({ title: 'a=b' })
  })
  it.each(['steps', '=3', 'a..b=1', '__proto__.polluted=1', 'title.x=1'])('refuses %s with a sentence', (assignment) => {
    expect(() => setPath({ title: 'text' }, assignment)).toThrow(/--set/)
    expect(({} as Record<string, unknown>).polluted).toBeUndefined()
  })
})
