import { z } from 'zod'
import { Problem } from '../../shared/problem.ts'
import { theorySchema } from '../../shared/studies/neural-rg/config.ts'
import { vorticity } from '../../shared/studies/neural-rg/vorticity.ts'
import { fitCorrelator } from '../neural-rg/observables/correlator-fits.ts'
import { reweighting } from '../neural-rg/observables/reweighting.ts'
import { autocorrelationTime } from '../neural-rg/samplers/autocorrelation.ts'
import { theoryModel } from '../neural-rg/theory.ts'
import { type Computation, computation } from './computation.ts'

/** What is measured on given fields and series. */

const series = z.array(z.number()).max(1_000_000)

export const latticeFieldEntries: Computation[] = [
  computation(
    'lattice-action',
    'Action S of a field on the torus and its gradient; numbers row by row, (Re, Im) of each site for complex fields.',
    z.object({ theory: theorySchema.prefault({ kind: 'cphi4' }), field: series }),
    ({ theory, field }) => {
      const model = theoryModel(theory, 'temperature' in theory ? theory.temperature : Number.NaN)
      if (field.length !== model.length) {
        throw new Problem('FieldShape', `The field has ${field.length} numbers, but the theory on ${theory.side} × ${theory.side} sites needs ${model.length}.`)
      }
      const gradient = new Float64Array(model.length)
      const action = model.actionGradient(Float64Array.from(field), gradient)
      return { action, actionPerSite: action / theory.side ** 2, gradient: [...gradient] }
    },
  ),
  computation(
    'vorticity',
    'Vorticity q of each plaquette of a table of angles on the torus, counter-clockwise in (row, column), and the density of vortices.',
    z.object({ angles: z.array(z.array(z.number()).min(2)).min(2).max(1024).describe('θ in radians, L rows of L.') }),
    ({ angles }) => {
      const side = angles.length
      if (angles.some((row) => row.length !== side)) throw new Problem('NotSquare', `The lattice has ${side} rows, but not as many angles in each.`, 'Give L rows of L angles.')
      const q = vorticity(Float64Array.from(angles.flat()), side)
      const count = q.reduce((sum, value) => sum + Math.abs(value), 0)
      return { vorticity: angles.map((_, row) => [...q.subarray(row * side, (row + 1) * side)]), total: q.reduce((sum, value) => sum + value, 0), density: count / side ** 2 }
    },
  ),
  computation(
    'correlator-fits',
    'Fits A r_c^{-η} with the chord r_c, and A cosh(κ(L/2 - r)), to a correlator G(0…L/2) by least squares in ln G: exponents, R², AIC.',
    z.object({
      correlator: series.min(3).describe('G(r) for r = 0 … L/2.'),
      errors: series.optional().describe('One standard deviation each; points at or below it are left out.'),
      from: z.int().min(1).default(2).describe('First distance of the fit.'),
    }),
    ({ correlator, errors, from }) => {
      if (errors && errors.length !== correlator.length) throw new Problem('BadInput', `There are ${correlator.length} values, but ${errors.length} errors.`)
      const { power, exponential, omitted } = fitCorrelator({ value: correlator, error: errors }, 2 * (correlator.length - 1), from)
      return { power: power && { ...power }, exponential: exponential && { ...exponential }, omitted }
    },
  ),
  computation(
    'autocorrelation-time',
    'Integrated autocorrelation time ½ + Σ ρ(k) of a series, cut at the smallest window W ≥ 6τ, with its error.',
    z.object({ series: series.min(20) }),
    ({ series: values }) => ({ ...autocorrelationTime(Float64Array.from(values)) }),
  ),
  computation(
    'reweighting',
    'From ℓ = S + ln q of samples of a model: E[ℓ] ≥ -ln Z with its error, std ℓ, ln Ẑ = ln <e^{-ℓ}>, ESS/M, and whether reweighting means anything.',
    z.object({ losses: series.min(1).describe('ℓ, one for each sample.') }),
    ({ losses }) => {
      const { bound, ...rest } = reweighting(Float64Array.from(losses))
      return { bound: { ...bound }, ...rest }
    },
  ),
]
