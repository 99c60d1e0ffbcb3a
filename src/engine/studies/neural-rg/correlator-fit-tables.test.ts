import { expect, it } from 'vitest'
import { figureSchema } from '../../../shared/figure.ts'
import { correlatorFigure } from '../../../shared/studies/neural-rg/correlator-figures.ts'
import { columnsOf, correlatorFitColumns } from '../../../shared/studies/neural-rg/tables.ts'
import { chord } from '../../../physics/neural-rg/observables/correlator.ts'
import type { MapEvaluation } from './evaluate-map.ts'
import { correlatorFitTables } from './tables.ts'

const distance = Float64Array.from({ length: 17 }, (_, r) => r)
const value = distance.map((r) => (r === 0 ? 1 : 0.8 * chord(r, 32) ** -0.25))
const error = new Float64Array(17).fill(1e-3)

it('the fits of a stored correlator lie on its curve in the figure, with their exponents in the note', () => {
  const evaluation = { observed: { correlator: { distance, value, error } }, reference: null } as MapEvaluation
  const [{ descriptor, shape, data }] = correlatorFitTables(7, evaluation)
  const fits = columnsOf({ artifact: { ...descriptor, shape }, data }, correlatorFitColumns)!
  expect(fits.law).toEqual([0, 1])
  expect(fits.exponent[0]).toBeCloseTo(0.25, 12)
  const known = { r: [...distance], correlator: [...value], error: [...error], monteCarlo: [...value].map(() => Number.NaN), monteCarloError: [...error] }
  const { panels } = figureSchema.parse(correlatorFigure(known, '', fits))
  const line = panels[0].series.find(({ name }) => name === 'map, power law')!
  expect(line.kind === 'line' && line.x.every((r, i) => Math.abs(line.y[i]! - 0.8 * chord(r!, 32) ** -0.25) < 1e-12)).toBe(true)
  expect(panels[0].note).toContain('η = 0.250')
  expect(panels[1].series.some(({ name }) => name === 'map, exponential')).toBe(true)
  // On 2 × 2 sites there is nothing to fit.
  const tiny = { observed: { correlator: { distance: distance.slice(0, 2), value: value.slice(0, 2), error: error.slice(0, 2) } }, reference: null } as MapEvaluation
  expect(correlatorFitTables(7, tiny)).toEqual([])
})
