import { describe, expect, it } from 'vitest'
import { labelWithUnit, splitUnit } from './units.ts'

describe('units in column names', () => {
  it.each([
    ['x [mm]', 'x', 'mm'], ['x (mm)', 'x', 'mm'], ['q / GeV', 'q', 'GeV'], ['E (keV / u)', 'E', 'keV / u'], ['x', 'x', ''], ['(mm)', '(mm)', ''],
    ['f(x)', 'f(x)', ''], ['a/b', 'a/b', ''], ['phase [°]', 'phase', '°'],
  ])('%s is %s in %s', (text, name, unit) => expect(splitUnit(text)).toEqual({ name, unit }))

  it('a label carries the chosen unit once', () => {
    expect(labelWithUnit('x [mm]', 'm')).toBe('x (m)')
    expect(labelWithUnit('x [mm]', ' ')).toBe('x')
    expect(splitUnit(labelWithUnit('E / keV', 'MeV'))).toEqual({ name: 'E', unit: 'MeV' })
  })
})
