import { cholesky } from '../../numerics/cholesky.ts'
import type { ModelSpecification } from '../models/make-model.ts'
import { complexPhi4Couplings } from '../models/complex-phi4.ts'
import { isingFieldLogZ, xyFieldTwoByTwoLogZ } from './auxiliary-field.ts'
import { complexPhi4TwoByTwo } from './complex-phi4-two-by-two.ts'
import { freeFieldLogZ, realFreeFieldLogZ } from './free-field.ts'
import { realPhi4SingleSite, realPhi4TwoByTwo } from './real-phi4-two-by-two.ts'
import { xyTwoByTwo } from './xy-two-by-two.ts'

/** ln Z and how it is known. */
export interface KnownLogZ {
  logZ: number
  /** One standard deviation; 0 where a formula tells it, to about 11 digits. */
  error: number
  method: string
}

/** ln Z of a model where a closed form or a sum is known; null where only sampling tells. */
export function exactLogZ(model: ModelSpecification, side: number): KnownLogZ | null {
  const exact = formula(model, side)
  return exact && { ...exact, error: 0 }
}

function formula(model: ModelSpecification, side: number): Omit<KnownLogZ, 'error'> | null {
  const sites = side * side
  switch (model.id) {
    case 'isingHS':
      return { logZ: isingFieldLogZ(side, model.temperature), method: 'Kaufman’s formula' }
    case 'free':
      return { logZ: freeFieldLogZ({ side, hopping: model.hopping, mass: model.mass }), method: 'sum over Fourier modes' }
    case 'haarGaussian':
      return { logZ: sites * Math.log(Math.PI) - cholesky(model.kernel, sites).logDeterminant, method: 'determinant of the kernel' }
    case 'cphi4':
      return side === 2 ? { logZ: complexPhi4TwoByTwo({ lambda: model.lambda, ...complexPhi4Couplings(model) }).logZ, method: 'transfer matrix' } : null
    case 'xyHS':
      return side === 2 ? { logZ: xyFieldTwoByTwoLogZ(model.temperature), method: 'sum over angular momenta' } : null
    case 'xy':
      return side === 2 ? { logZ: xyTwoByTwo(model.temperature).logZ, method: 'sum over angular momenta' } : null
    case 'phi4': {
      const { hopping, lambda, components = 1 } = model
      if (lambda === 0) return { logZ: realFreeFieldLogZ({ side, hopping, components }), method: 'sum over Fourier modes' }
      if (components !== 1) return null
      if (hopping === 0) return { logZ: sites * realPhi4SingleSite(lambda), method: 'independent sites' }
      return side === 2 ? { logZ: realPhi4TwoByTwo({ hopping, lambda }).logZ, method: 'transfer matrix' } : null
    }
  }
}
