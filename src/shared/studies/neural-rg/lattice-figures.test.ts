import { describe, expect, it } from 'vitest'
import { figureSchema } from '../../figure.ts'
import { neuralRgGallery } from './gallery.ts'
import { latticePanel } from './lattice-figures.ts'
import { phases, type LatticeField } from './lattice.ts'
import { monteCarloFile, referenceAt, temperatureOfFile } from './monte-carlo-files.ts'
import { vorticity } from './vorticity.ts'

/** Unit spins of given angles. */
function spins(side: number, angle: (row: number, column: number) => number): LatticeField {
  const values = Array.from({ length: side * side }, (_, i) => angle(Math.floor(i / side), i % side)).flatMap((theta) => [Math.cos(theta), Math.sin(theta)])
  return { side, components: 2, values }
}
const drawn = (field: LatticeField, colour: 'phase' | 'vorticity' | 'none') =>
  figureSchema.shape.panels.element.parse(latticePanel(field, '', { colour, arrows: true, vortices: false })).series

describe('arrows of a lattice', () => {
  // The cyclic map is palest at ±π and darkest at 0.
  it.each([[Math.PI - 0.01, 'dark'], [0, 'light']] as const)('at phase %f are %s', (phase, ink) => {
    const arrows = drawn(spins(4, () => phase), 'phase').filter(({ kind }) => kind === 'line')
    expect(arrows.map((series) => series.kind === 'line' && series.colour)).toEqual([ink])
  })

  it('are one for each site, whatever their inks', () => {
    const arrows = drawn(spins(8, (row) => (2 * Math.PI * row) / 8), 'phase').filter((series) => series.kind === 'line')
    expect(arrows.map(({ colour }) => colour).toSorted()).toEqual(['dark', 'light'])
    // A shaft and a head, each followed by a break.
    expect(arrows.reduce((sum, { x }) => sum + x.filter((value) => value === null).length, 0)).toBe(2 * 64)
  })
})

it('the map of vorticity puts each charge between its four sites, and repeats the seam of the torus on both sides', () => {
  const side = 8
  // A vortex about (2.5, 4.5) and what the torus asks for elsewhere.
  const field = spins(side, (row, column) => Math.atan2(column - 4.5, row - 2.5))
  const [map] = drawn(field, 'vorticity')
  if (map.kind !== 'heatmap') throw new Error('No map was drawn.')
  const charges = vorticity(phases(field), side)
  const at = (row: number, column: number) => map.values[map.y.indexOf(column + 0.5) * map.x.length + map.x.indexOf(row + 0.5)]
  expect(at(2, 4)).toBe(1)
  for (let row = 0; row < side; row++) for (let column = 0; column < side; column++) expect(at(row, column)).toBe(charges[row * side + column])
  for (let row = -1; row < side; row++) expect(at(row, -1)).toBe(at(row, side - 1))
})

it('reference fields are found by the temperature that the newest evaluation was at', () => {
  const files = [0.3, 1.25, 1e-7].map((temperature) => ({ file: monteCarloFile(temperature) }))
  expect(files.map(({ file }) => temperatureOfFile(file))).toEqual([0.3, 1.25, 1e-7])
  expect(temperatureOfFile(monteCarloFile(Number.NaN))).toBeNull()
  const line = (step: number, temperature: number) => ({ kind: 'evaluate' as const, step, seconds: step, values: { temperature } })
  expect(referenceAt(files, [line(10, 0.3), line(20, 1.25)])).toBe(files[1])
  expect(referenceAt(files, [line(10, 0.3), line(20, 1.25)], 15)).toBe(files[0])
  expect(referenceAt([], [])).toBeNull()
})

it('galleries draw the first of the stored fields, and nothing of another shape', () => {
  const values = Array.from(spins(4, () => 1).values)
  const panel = neuralRgGallery.panel({}, { shape: [2, 4, 4, 2], data: [...values, ...values] }, null, 'step 10')
  expect(panel?.title).toBe('step 10')
  expect(panel?.series[0]).toMatchObject({ kind: 'heatmap', colourMap: 'cyclic' })
  expect(neuralRgGallery.panel({}, { shape: [3, 2], data: [0, 0, 1, 1, 2, 2] }, null, '')).toBeNull()
})
