import fc from 'fast-check'
import { expect, it } from 'vitest'
import { panelSchema } from '../figure.ts'
import { axisFraction, cellEdges, panelRanges, valueEnds } from './ranges.ts'

const value = fc.oneof(fc.double(), fc.constant(null))
const panelOf = (scale: 'linear' | 'log') =>
  panelSchema.parse({ x: { label: '', scale }, y: { label: '', scale }, series: [{ kind: 'line', name: '', x: [], y: [] }] })

it('gives finite, different ends around all data that the axis can show, whatever the data are', () => {
  fc.assert(fc.property(fc.array(value, { maxLength: 20 }), fc.constantFrom('linear' as const, 'log' as const), (column, scale) => {
    const panel = panelOf(scale)
    const shown = { ...panel, series: [{ kind: 'line' as const, name: '', x: column, y: column, dash: 'solid' as const, role: 'main' as const }] }
    const { x, y } = panelRanges(shown)
    for (const ends of [x, y]) {
      expect(ends.every(Number.isFinite)).toBe(true)
      expect(ends[1]).toBeGreaterThan(ends[0])
      if (scale === 'log') expect(ends[0]).toBeGreaterThan(0)
      for (const datum of column) {
        // Beyond these magnitudes axes are cut off, so that their own arithmetic stays finite.
        if (datum === null || !Number.isFinite(datum) || Math.abs(datum) > 4e307 || (scale === 'log' && datum < 1e-300)) continue
        if (scale === 'linear' && Math.abs(datum) < 1e-290) continue
        const at = axisFraction(datum, ends, scale)
        expect(at).toBeGreaterThan(-1e-9)
        expect(at).toBeLessThan(1 + 1e-9)
      }
    }
  }), { numRuns: 300 })
})

it('counts what a log axis drops, but not what is missing', () => {
  const panel = panelSchema.parse({ x: { label: '' }, y: { label: '', scale: 'log' }, series: [{ kind: 'line', name: '', x: [1, 2, 3, 4], y: [1, 0, -3, null] }] })
  expect(panelRanges(panel).dropped).toBe(2)
})

it('keeps ends that are given, also in falling order, and ignores those that a log axis cannot have', () => {
  const panel = panelSchema.parse({ x: { label: '', range: [5, -5] }, y: { label: '', scale: 'log', range: [-1, 10] }, series: [{ kind: 'line', name: '', x: [0], y: [3] }] })
  expect(panelRanges(panel).x).toEqual([5, -5])
  expect(panelRanges(panel).y[0]).toBeGreaterThan(0)
})

it('puts edges of cells half-way between their centres, geometrically on a log axis', () => {
  expect(cellEdges([0, 1, 3], 'linear')).toEqual([-0.5, 0.5, 2, 4])
  expect(cellEdges([1, 100], 'log').map((edge) => Math.round(Math.log10(edge) * 1e9) / 1e9)).toEqual([-1, 1, 3])
})

it('colours a diverging map symmetrically about zero and a cyclic one over a full turn', () => {
  const map = { kind: 'heatmap' as const, name: '', x: [0, 1], y: [0], values: [-1, 3], valueLabel: '' }
  expect(valueEnds({ ...map, colourMap: 'diverging' })).toEqual([-3, 3])
  expect(valueEnds({ ...map, colourMap: 'cyclic' })).toEqual([-Math.PI, Math.PI])
  expect(valueEnds({ ...map, colourMap: 'viridis' })).toEqual([-1, 3])
})
