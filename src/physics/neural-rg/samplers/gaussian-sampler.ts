import { Problem } from '../../../shared/problem.ts'
import { cholesky } from '../../numerics/cholesky.ts'
import { stream, type RandomStream } from '../../random/stream.ts'
import { haarGenerate } from '../models/haar-transform.ts'
import type { HaarGaussianModel } from '../models/haar-gaussian.ts'
import type { QuarticModel } from '../models/quartic-model.ts'
import { drawCirculantNormal } from './circulant-normal.ts'
import type { FieldSampler, SamplerState } from './field-sampler.ts'

/** Independent configurations of a quartic model without quartic term: each Fourier mode is normal. */
export function freeFieldSampler(model: QuarticModel, seed: number): FieldSampler {
  const { side, components, hopping, quadratic, quartic } = model.couplings
  if (quartic !== 0) throw new Problem('NotGaussian', `The field has a quartic coupling of ${quartic}; only free fields can be drawn mode by mode.`)
  const sites = side * side
  // e^{-(a - h (cos k_x + cos k_y)) |φ_k|²}: variance 1/(2 …) for each real component.
  const variances = Float64Array.from({ length: sites }, (_, k) => {
    const cosines = Math.cos((2 * Math.PI * Math.floor(k / side)) / side) + Math.cos((2 * Math.PI * (k % side)) / side)
    return 1 / (2 * (quadratic - hopping * cosines))
  })
  const re = new Float64Array(sites)
  const im = new Float64Array(sites)
  return independentSampler(model.length, seed, (field, random) => {
    for (let c = 0; c < components; c += 2) {
      drawCirculantNormal(variances, side, random, re, im)
      for (let i = 0; i < sites; i++) {
        field[i * components + c] = re[i]
        if (c + 1 < components) field[i * components + c + 1] = im[i]
      }
    }
  })
}

/** Independent configurations of the Gaussian target with bulk kernel K*: ζ = Lᵀ⁻¹ξ with K* = LLᵀ, φ = W⁻¹ζ. */
export function haarGaussianSampler(model: HaarGaussianModel, seed: number): FieldSampler {
  const { side, kernel } = model
  const sites = side * side
  const { lower } = cholesky(kernel, sites)
  return independentSampler(model.length, seed, (zeta, random) => {
    random.fillNormal(zeta, Math.SQRT1_2)
    for (let i = sites - 1; i >= 0; i--) {
      for (let c = 0; c < 2; c++) {
        let value = zeta[2 * i + c]
        for (let j = i + 1; j < sites; j++) value -= lower[j * sites + i] * zeta[2 * j + c]
        zeta[2 * i + c] = value / lower[i * sites + i]
      }
    }
    haarGenerate(zeta, side, 2)
  })
}

function independentSampler(length: number, seed: number, draw: (field: Float64Array, random: RandomStream) => void): FieldSampler {
  const field = new Float64Array(length)
  let steps = 0
  return {
    field,
    independent: true,
    get steps() { return steps },
    step() {
      draw(field, stream(seed, 'gaussian', steps))
      steps++
    },
    save: () => ({ steps, configuration: field.slice() }),
    restore(state: SamplerState) {
      steps = state.steps
      field.set(state.configuration)
    },
  }
}
