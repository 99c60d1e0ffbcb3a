import { describe, expect, it } from 'vitest'
import { panelSchema } from '../figure.ts'
import { colourAt, colourIndex, colourMapBytes, colourMapNames, colourStops } from './colour-maps.ts'
import { categoricalPalette, seriesColour, tint } from './palette.ts'

/** CIE 1976 lightness of an sRGB colour (IEC 61966-2-1, white D65). */
function lightness(red: number, green: number, blue: number): number {
  const linear = [red, green, blue].map((byte) => (byte / 255 <= 0.04045 ? byte / 255 / 12.92 : ((byte / 255 + 0.055) / 1.055) ** 2.4))
  const luminance = 0.2126 * linear[0] + 0.7152 * linear[1] + 0.0722 * linear[2]
  return luminance > 0.008856 ? 116 * Math.cbrt(luminance) - 16 : 903.3 * luminance
}

const lightnesses = (name: (typeof colourMapNames)[number]) => {
  const bytes = colourMapBytes(name)
  return Array.from({ length: 256 }, (_, i) => lightness(bytes[3 * i], bytes[3 * i + 1], bytes[3 * i + 2]))
}

describe('colour maps', () => {
  it.each(colourMapNames)('%s has 256 entries', (name) => expect(colourMapBytes(name)).toHaveLength(768))

  it.each(['viridis', 'cividis', 'magma'] as const)('%s grows lighter all the way: readable in grey and to the colour-blind', (name) => {
    const values = lightnesses(name)
    // A byte of one channel is worth up to half a unit of lightness.
    for (let i = 1; i < 256; i++) expect(values[i]).toBeGreaterThan(values[i - 1] - 0.5)
    expect(values[255] - values[0]).toBeGreaterThan(60)
  })

  it('diverging is lightest in the middle and equally dark at both ends', () => {
    const values = lightnesses('diverging')
    expect(values.indexOf(Math.max(...values))).toBeGreaterThan(118)
    expect(values.indexOf(Math.max(...values))).toBeLessThan(138)
    expect(Math.abs(values[0] - values[255])).toBeLessThan(10)
  })

  it('cyclic closes: the step from the last to the first colour is like any other', () => {
    const bytes = colourMapBytes('cyclic')
    const step = (i: number, j: number) => Math.hypot(...[0, 1, 2].map((channel) => bytes[3 * i + channel] - bytes[3 * j + channel]))
    const largest = Math.max(...Array.from({ length: 255 }, (_, i) => step(i, i + 1)))
    expect(step(255, 0)).toBeLessThanOrEqual(largest)
  })

  it('gives end colours outside the range', () => {
    expect(colourIndex(-5, [0, 1])).toBe(0)
    expect(colourIndex(5, [0, 1])).toBe(255)
    expect(colourAt('viridis', 0)).toBe('#440154')
    expect(colourStops('viridis').at(-1)).toBe('#fde725')
  })
})

describe('series colours', () => {
  const panel = panelSchema.parse({ x: { label: '' }, y: { label: '' }, series: [
    { kind: 'line', name: 'a', x: [], y: [], role: 'shadow' }, { kind: 'line', name: 'b', x: [], y: [], colour: 0 }, { kind: 'line', name: 'c', x: [], y: [], role: 'reference' },
  ] })

  it('a shadow is a pale version of its curve, a reference is grey', () => {
    expect(seriesColour(panel, 0)).toBe(tint(categoricalPalette[0], 0.62))
    expect(seriesColour(panel, 1)).toBe(categoricalPalette[0])
    expect(seriesColour(panel, 2)).toMatch(/^#(..)\1\1$/)
  })

  it('tints from the colour itself to white', () => {
    expect(tint('#0072b2', 0)).toBe('#0072b2')
    expect(tint('#0072b2', 1)).toBe('#ffffff')
  })
})
