import { expect, it } from 'vitest'
import { figureSchema } from '../../figure.ts'
import { theorySchema } from './config.ts'
import { knownCorrelations } from './known-correlator-figure.ts'
import { orderPreviewFigure } from './order-preview-figure.ts'

const drawn = (theory: object, temperatures: readonly number[]) => figureSchema.parse(orderPreviewFigure(theorySchema.parse(theory), temperatures)).panels[0]

it('the known order stands beside the temperatures of the run, with its value at the first one', () => {
  const panel = drawn({ kind: 'cphi4', side: 8 }, [0.5, 0.9])
  expect(panel.series.map(({ name }) => name)).toEqual(['XY model × √ρ', 'spin waves', 'Kosterlitz-Thouless transition', 'of this run'])
  expect(panel.series.at(-1)).toMatchObject({ x: [0.5, 0.5, null, 0.9, 0.9, null] })
  // √4 times the tabulated 0.8953.
  expect(panel.note).toContain('At T = 0.5: 1.791 (XY model × √ρ).')
  // Halfway between 0.3 and 0.5.
  expect(drawn({ kind: 'xyHS', side: 8 }, [0.4]).note).toBe(`At T = 0.4: ${((0.9404 + 0.8953) / 2).toFixed(3)} (XY model).`)
})

it('a size that is not tabulated has spin waves alone, and theories without a temperature nothing', () => {
  expect(drawn({ kind: 'xyHS', side: 4 }, [0.5]).series.map(({ name }) => name)).toEqual(['spin waves', 'Kosterlitz-Thouless transition', 'of this run'])
  expect(orderPreviewFigure(theorySchema.parse({ kind: 'phi4', side: 8 }), [Number.NaN])).toBeNull()
})

it('a temperature far above the transition is still on the axis', () => {
  expect(drawn({ kind: 'isingHS', side: 8 }, [10]).x.range?.[1]).toBeGreaterThan(10)
})

it('correlators are read where a formula tells them, half way round the torus', () => {
  const free = theorySchema.parse({ kind: 'free', side: 4 })
  expect(knownCorrelations(free, new Map([['free-field', { correlator: [1, 0.5, 0.3] }]]))).toEqual({ correlator: [1, 0.5, 0.3], magnetisationSquared: null })
  expect(knownCorrelations(free, new Map())).toBeNull()
  const ising = theorySchema.parse({ kind: 'isingHS', side: 4 })
  expect(knownCorrelations(ising, new Map([['ising-correlations', { magnetisationSquared: 0.4, spins: [[1, 0.6, 0.5, 0.6]] }]]))).toEqual({ correlator: [1, 0.6, 0.5], magnetisationSquared: 0.4 })
  expect(knownCorrelations(theorySchema.parse({ kind: 'isingHS', side: 16 }), new Map())).toBeNull()
})
