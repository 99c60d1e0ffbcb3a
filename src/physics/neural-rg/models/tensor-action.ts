import type { Tensor1D, Tensor4D } from '@tensorflow/tfjs-core'
import { Problem } from '../../../shared/problem.ts'
import type { AnyLatticeModel } from './make-model.ts'
import { auxiliaryTensorAction } from './tensor-auxiliary.ts'
import { gaussianTensorAction } from './tensor-gaussian.ts'
import { quarticTensorAction } from './tensor-quartic.ts'

/**
 * The action of a model in float32 tensors, for training: S = constant + varying(φ). The constant (-λρ²N for complex φ⁴, -400 a
 * site) stays apart, for float32 would lose the digits behind it; add it on the host.
 */
export interface TensorAction {
  readonly constant: number
  /** φ `[B, L, L, C]` → S - constant `[B]`. One node on the tape, its gradient written out, differentiable once. */
  varying(phi: Tensor4D): Tensor1D
  /** Releases the tables. */
  dispose(): void
}

/** The tensor form of a model. Plain XY angles have none: they are sampled, not trained. */
export function tensorAction(model: AnyLatticeModel): TensorAction {
  switch (model.id) {
    case 'cphi4':
    case 'phi4':
    case 'free':
      return quarticTensorAction(model.couplings)
    case 'isingHS':
    case 'xyHS':
      return auxiliaryTensorAction(model.coupling, model.components)
    case 'haarGaussian':
      return gaussianTensorAction(model)
    case 'xy':
      throw new Problem('NoTensorAction', 'The XY model in its angles has no field that a map could generate.', 'Train its auxiliary field, xyHS, or the stiff complex φ⁴.')
  }
}
