import { expect, it } from 'vitest'
import { figureSchema } from '../../figure.ts'
import { scanFigure } from './correlator-figures.ts'
import { theorySchema } from './config.ts'
import { isingMagnetisation, orderReference, spinWaveModulus } from './order-reference.ts'
import { scanOrderFigure } from './scan-order-figure.ts'
import { scanColumns } from './tables.ts'

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
  const reference = orderReference(theorySchema.parse({ kind: 'cphi4', side: 8, rho: 4 }))
  // The complex φ⁴ theory at λ = 25 itself has 1.790 at T = 0.5 and 1.455 at T = 1: within 1 % of the stiff limit.
  const at = (temperature: number) => reference!.modulus[reference!.temperature.indexOf(temperature)]
  expect(Math.abs(at(0.5) / 1.79 - 1)).toBeLessThan(0.01)
  expect(Math.abs(at(1) / 1.455 - 1)).toBeLessThan(0.01)
  expect(orderReference(theorySchema.parse({ kind: 'xyHS', side: 8 }))?.modulus[0]).toBe(0.9806)
  expect(orderReference(theorySchema.parse({ kind: 'cphi4', side: 4 }))).toBeNull()
  expect(orderReference(theorySchema.parse({ kind: 'phi4', side: 8 }))).toBeNull()
})

it.each([8, 16, 32])('order falls with temperature, L = %i', (side) => {
  const { modulus } = orderReference(theorySchema.parse({ kind: 'xyHS', side }))!
  expect(modulus.toSorted((a, b) => b - a)).toEqual(modulus)
})

it.each([8, 16, 32])('spin waves are the cold end of the XY table, L = %i', (side) => {
  const { temperature, modulus } = orderReference(theorySchema.parse({ kind: 'xyHS', side }))!
  for (const i of [0, 1, 2]) {
    const [t, waves] = [temperature[i], spinWaveModulus(side, temperature[i])]
    // The next order is T²/8 G = -T/4 ln of the leading one; twice that holds those after it, 0.002 the error of the table.
    const apart = waves - modulus[i]
    expect(apart).toBeGreaterThan(-0.002)
    expect(apart).toBeLessThan(0.002 - (t / 2) * Math.log(waves) * waves)
  }
})

it('the infinite Ising lattice is ordered below T_c alone, and falls as (1 - T/T_c)^⅛ close to it', () => {
  const critical = 2 / Math.log(1 + Math.SQRT2)
  expect(isingMagnetisation(0.5)).toBeCloseTo(1, 5)
  expect(isingMagnetisation(1.001 * critical)).toBe(0)
  const at = (distance: number) => isingMagnetisation(critical * (1 - distance))
  // Corrections to the power are of relative order of the distance.
  expect(Math.log2(at(2e-6) / at(1e-6))).toBeCloseTo(1 / 8, 5)
})

it('the order of the spins has the line 2T/π beside the stiffness, and leaves out what real theories do not have', () => {
  const rows = { temperature: [1, 1, 0.5, 0.5], source: [0, 1, 0, 1], binder: [0.5, 0.6, 0.65, 0.66], binderError: [0.01, 0.01, 0.01, 0.01] }
  const none = [Number.NaN, Number.NaN, Number.NaN, Number.NaN]
  const real = figureSchema.parse(scanOrderFigure({ ...rows, helicity: none, helicityError: none, vortices: none, vorticesError: none }, ''))
  expect(real.panels.map(({ y }) => y.label)).toEqual(['Binder ratio $U$'])
  expect(real.panels[0].series.find(({ name }) => name === 'map')).toMatchObject({ x: [0.5, 1], y: [0.65, 0.5] })
  const half = [0.5, 0.5, 0.8, 0.8]
  const complex = figureSchema.parse(scanOrderFigure({ ...rows, helicity: half, helicityError: half, vortices: half, vorticesError: half }, ''))
  expect(complex.panels).toHaveLength(3)
  expect(complex.panels[1].series.find(({ name }) => name === '$2T/\\pi$')).toMatchObject({ x: [0.5, 1], y: [1 / Math.PI, 2 / Math.PI] })
})
