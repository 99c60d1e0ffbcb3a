import { describe, expect, it } from 'vitest'
import { decimateMinMax, thinnedPoints } from './decimate.ts'

describe('decimation', () => {
  it('keeps both ends, the order, the extremes, and says what it did', () => {
    const x = Array.from({ length: 10_000 }, (_, i) => i)
    const y = x.map((i) => Math.sin(i / 50) + (i === 7777 ? 100 : 0) - (i === 1234 ? 100 : 0))
    const thin = decimateMinMax(x, y, 500)
    expect(thin.x.length).toBeLessThanOrEqual(500)
    expect(thin.x[0]).toBe(0)
    expect(thin.x.at(-1)).toBe(9999)
    expect(thin.x).toContain(7777)
    expect(thin.x).toContain(1234)
    expect(thin.x).toEqual([...thin.x].sort((a, b) => Number(a) - Number(b)))
    thin.x.forEach((at, i) => expect(thin.y[i]).toBe(y[Number(at)]))
    expect(thin.note).toBe('Lowest and highest of every 40 of 10\u2009000 points.')
  })

  it('leaves a short curve alone, without a note', () => {
    expect(decimateMinMax([1, 2], [3, null], 500)).toEqual({ x: [1, 2], y: [3, null], note: '' })
  })

  it('keeps a long gap a gap', () => {
    const y = Array.from({ length: 1000 }, (_, i) => (i > 300 && i < 700 ? null : i))
    expect(decimateMinMax(y.map((_, i) => i), y, 50).y).toContain(null)
  })
})

it('thins points row by row and says so', () => {
  const data = Float32Array.from({ length: 20 }, (_, i) => i)
  expect(thinnedPoints(data, 4)).toEqual({ x: [0, 6, 12, 18], y: [1, 7, 13, 19], note: 'every 3rd of 10 points' })
  expect(thinnedPoints(data, 10).note).toBe('')
})
