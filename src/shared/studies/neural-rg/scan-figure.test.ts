import { expect, it } from 'vitest'
import { figureSchema } from '../../figure.ts'
import { scanFigure } from './correlator-figures.ts'
import { theorySchema } from './config.ts'
import { scanColumns } from './tables.ts'
import { xyReference } from './xy-reference.ts'

const table = (parts: Partial<Record<(typeof scanColumns)[number], number[]>>) =>
  ({ ...Object.fromEntries(scanColumns.map((name) => [name, [Number.NaN, Number.NaN]])), ...parts }) as Record<(typeof scanColumns)[number], number[]>

it('a scan that goes down in temperature is drawn upwards, and tells its worst deviation from Monte Carlo', () => {
  const figure = figureSchema.parse(scanFigure(table({
    temperature: [1, 0.5], orderParameter: [1.6, 1.9], orderParameterError: [0.01, 0.01], monteCarloOrderParameter: [1.5, 1.8], monteCarloOrderParameterError: [0.01, 0.01],
  }), ''))
  expect(figure.panels[0].series.find(({ name }) => name === 'map')).toMatchObject({ x: [0.5, 1], y: [1.9, 1.6] })
  expect(figure.panels[0].note).toBe('The map deviates from Monte Carlo by at most 6.7 %, at T = 1.')
})

it('the XY model stands beside the theories that become it, at sizes that are tabulated, with spins of length √ρ', () => {
  const reference = xyReference(theorySchema.parse({ kind: 'cphi4', side: 8, rho: 4 }))
  // The complex φ⁴ theory at λ = 25 itself has 1.790 at T = 0.5 and 1.455 at T = 1: within 1 % of the stiff limit.
  const at = (temperature: number) => reference!.modulus[reference!.temperature.indexOf(temperature)]
  expect(Math.abs(at(0.5) / 1.79 - 1)).toBeLessThan(0.01)
  expect(Math.abs(at(1) / 1.455 - 1)).toBeLessThan(0.01)
  expect(xyReference(theorySchema.parse({ kind: 'xyHS', side: 8 }))?.modulus[0]).toBe(0.9806)
  expect(xyReference(theorySchema.parse({ kind: 'cphi4', side: 4 }))).toBeNull()
  expect(xyReference(theorySchema.parse({ kind: 'isingHS', side: 8 }))).toBeNull()
})

it.each([8, 16, 32])('order falls with temperature, L = %i', (side) => {
  const { modulus } = xyReference(theorySchema.parse({ kind: 'xyHS', side }))!
  expect(modulus.toSorted((a, b) => b - a)).toEqual(modulus)
})
