import { complexPhi4 } from './complex-phi4.ts'
import { freeField } from './free-field.ts'
import { haarGaussian, type HaarGaussianModel } from './haar-gaussian.ts'
import { type AuxiliaryFieldModel, isingField } from './ising-field.ts'
import type { QuarticModel } from './quartic-model.ts'
import { realPhi4 } from './real-phi4.ts'
import { xyAngles, type XYAnglesModel } from './xy-angles.ts'
import { xyField } from './xy-field.ts'

/** A model with its couplings; the side of the lattice comes beside it. */
export type ModelSpecification =
  | { id: 'cphi4'; temperature: number; rho: number; lambda: number }
  | { id: 'phi4'; hopping: number; lambda: number; components?: number }
  | { id: 'isingHS'; temperature: number }
  | { id: 'xyHS'; temperature: number }
  | { id: 'xy'; temperature: number }
  | { id: 'free'; hopping: number; mass: number }
  | { id: 'haarGaussian'; kernel: Float64Array }

/** The models, told apart by `id`. */
export type AnyLatticeModel = QuarticModel | AuxiliaryFieldModel | XYAnglesModel | HaarGaussianModel

export function makeModel(specification: ModelSpecification, side: number): AnyLatticeModel {
  switch (specification.id) {
    case 'cphi4': return complexPhi4({ side, ...specification })
    case 'phi4': return realPhi4({ side, ...specification })
    case 'isingHS': return isingField({ side, ...specification })
    case 'xyHS': return xyField({ side, ...specification })
    case 'xy': return xyAngles({ side, ...specification })
    case 'free': return freeField({ side, ...specification })
    case 'haarGaussian': return haarGaussian({ side, ...specification })
  }
}
