import { describe, expect, it } from 'vitest'
import { formatDuration, formatInteger, formatNumber, formatWhen } from './format.ts'

describe('numbers on screen', () => {
  it.each([
    [0.019, '0.019'], [1234.5678, '1235'], [-0.5, '−0.5'], [672200, '672\u202f200'], [1e-5, '10⁻⁵'], [3.2e9, '3.2·10⁹'], [-1.5e-7, '−1.5·10⁻⁷'],
    [0, '0'], [Number.POSITIVE_INFINITY, '∞'], [Number.NaN, 'not a number'], [null, '–'],
  ])('%s reads %s', (value, text) => expect(formatNumber(value)).toBe(text))

  it('groups thousands from the right', () => {
    expect(formatInteger(1234567)).toBe('1\u202f234\u202f567')
    expect(formatInteger(-999)).toBe('−999')
  })

  it('keeps two units of a duration', () => {
    expect([5, 65, 3725, 90_000].map(formatDuration)).toEqual(['5 s', '1 min 5 s', '1 h 2 min', '1 d 1 h'])
  })

  it('names today and yesterday by the calendar, not by 24 hours', () => {
    const now = new Date(2026, 10, 22, 0, 30)
    expect(formatWhen(new Date(2026, 10, 22, 0, 5).toISOString(), now)).toBe('today 0:05')
    expect(formatWhen(new Date(2026, 10, 21, 23, 55).toISOString(), now)).toBe('yesterday 23:55')
    expect(formatWhen(new Date(2026, 10, 19, 8, 7).toISOString(), now)).toBe('2026-11-19 08:07')
  })
})
