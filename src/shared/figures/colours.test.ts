import { describe, expect, it } from 'vitest'
import { figureSchema, panelSchema } from '../figure.ts'
import { colourMapNames, kindOfMap, mapsOfKind } from './colour-map-names.ts'
import { colourAt, colourIndex, colourMapBytes, colourStops } from './colour-maps.ts'
import { kindsOfMaps, withColourMaps } from './with-colour-maps.ts'
import { categoricalPalette, seriesColour, tint } from './palette.ts'

/** CIE 1976 lightness of an sRGB colour (IEC 61966-2-1, white D65). */
function lightness(red: number, green: number, blue: number): number {
  const linear = [red, green, blue].map((byte) => (byte / 255 <= 0.04045 ? byte / 255 / 12.92 : ((byte / 255 + 0.055) / 1.055) ** 2.4))
  const luminance = 0.2126 * linear[0] + 0.7152 * linear[1] + 0.0722 * linear[2]
  return luminance > 0.008856 ? 116 * Math.cbrt(luminance) - 16 : 903.3 * luminance
}

const linearOf = (byte: number) => (byte / 255 <= 0.04045 ? byte / 255 / 12.92 : ((byte / 255 + 0.055) / 1.055) ** 2.4)
const product = (matrix: readonly (readonly number[])[]) => (v: readonly number[]) => matrix.map((row) => Math.max(0, row.reduce((sum, entry, i) => sum + entry * v[i], 0)))
/** Protanopia, deuteranopia, tritanopia in linear sRGB: G. Machado, M. Oliveira, L. Fernandes, IEEE TVCG 15, 1291 (2009), severity 1. */
const dichromats = [
  product([[0.152286, 1.052583, -0.204868], [0.114503, 0.786281, 0.099216], [-0.003882, -0.048116, 1.051998]]),
  product([[0.367322, 0.860646, -0.227968], [0.280085, 0.672501, 0.047413], [-0.01182, 0.04294, 0.968881]]),
  product([[1.255528, -0.076749, -0.178779], [-0.078411, 0.930809, 0.147602], [0.004733, 0.691367, 0.3039]]),
]
/** CIELAB of linear sRGB, white D65. */
function labOf(rgb: readonly number[]): number[] {
  const [x, y, z] = product([[0.4124 / 0.9505, 0.3576 / 0.9505, 0.1805 / 0.9505], [0.2126, 0.7152, 0.0722], [0.0193 / 1.089, 0.1192 / 1.089, 0.9505 / 1.089]])(rgb)
    .map((value) => (value > 0.008856 ? Math.cbrt(value) : 7.787 * value + 16 / 116))
  return [116 * y - 16, 500 * (x - y), 200 * (y - z)]
}

const lightnesses = (name: (typeof colourMapNames)[number]) => {
  const bytes = colourMapBytes(name)
  return Array.from({ length: 256 }, (_, i) => lightness(bytes[3 * i], bytes[3 * i + 1], bytes[3 * i + 2]))
}

describe('colour maps', () => {
  it.each(colourMapNames)('%s has 256 entries', (name) => expect(colourMapBytes(name)).toHaveLength(768))

  it.each(mapsOfKind.sequential)('%s grows lighter all the way: readable in grey and to the colour-blind', (name) => {
    const values = lightnesses(name)
    // A byte of one channel is worth up to half a unit of lightness.
    for (let i = 1; i < 256; i++) expect(values[i]).toBeGreaterThan(values[i - 1] - 0.5)
    expect(values[255] - values[0]).toBeGreaterThan(60)
  })

  it.each(mapsOfKind.diverging)('%s is lightest in the middle and equally dark at both ends', (name) => {
    const values = lightnesses(name)
    expect(values.indexOf(Math.max(...values))).toBeGreaterThan(118)
    expect(values.indexOf(Math.max(...values))).toBeLessThan(138)
    expect(Math.abs(values[0] - values[255])).toBeLessThan(10)
  })

  it.each(mapsOfKind.cyclic)('%s closes: the step from the last to the first colour is like any other', (name) => {
    const bytes = colourMapBytes(name)
    const step = (i: number, j: number) => Math.hypot(...[0, 1, 2].map((channel) => bytes[3 * i + channel] - bytes[3 * j + channel]))
    const largest = Math.max(...Array.from({ length: 255 }, (_, i) => step(i, i + 1)))
    expect(step(255, 0)).toBeLessThanOrEqual(largest)
  })

  it.each(colourMapNames)('%s keeps neighbours apart for the three common deficiencies: no two tenths of it look alike', (name) => {
    const bytes = colourMapBytes(name)
    for (const sees of dichromats) {
      for (let i = 0; i < 10; i++) {
        const [a, b] = [i, i + 1].map((tenth) => labOf(sees([0, 1, 2].map((channel) => linearOf(bytes[3 * Math.round(tenth * 25.5 - Number(tenth === 10)) + channel])))))
        // A just noticeable difference is about 2.3 in CIELAB; a reader of a colour bar needs some of them.
        expect(Math.hypot(...a.map((value, axis) => value - b[axis])), `${name}, tenth ${i}`).toBeGreaterThan(4)
      }
    }
  })

  it('are changed for one of the same kind only', () => {
    const heatmap = (colourMap: 'magma' | 'diverging') => ({ kind: 'heatmap' as const, name: '', x: [0], y: [0], values: [1], valueLabel: '', colourMap })
    const figure = figureSchema.parse({ name: 'maps', title: '', panels: [{ x: { label: '' }, y: { label: '' }, series: [heatmap('magma'), heatmap('diverging')] }] })
    const shown = (style: Parameters<typeof withColourMaps>[1]) => withColourMaps(figure, style).panels[0].series.map((series) => series.kind === 'heatmap' && series.colourMap)
    expect(shown({ divergingMap: 'broc', cyclicMap: 'romaO' })).toEqual(['magma', 'broc'])
    expect(shown({ sequentialMap: 'batlow' })).toEqual(['batlow', 'diverging'])
    expect(withColourMaps(figure, { cyclicMap: 'romaO' })).toBe(figure)
    expect(kindsOfMaps(figure)).toEqual(['sequential', 'diverging'])
    expect(colourMapNames.map(kindOfMap)).toEqual(['sequential', 'sequential', 'sequential', 'sequential', 'diverging', 'diverging', 'cyclic', 'cyclic'])
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
