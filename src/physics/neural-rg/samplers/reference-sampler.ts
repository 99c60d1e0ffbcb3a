import type { AnyLatticeModel } from '../models/make-model.ts'
import { auxiliarySampler } from './auxiliary-sampler.ts'
import { fieldOfSpins } from './field-of-spins.ts'
import type { FieldSampler } from './field-sampler.ts'
import { freeFieldSampler, haarGaussianSampler } from './gaussian-sampler.ts'
import { quarticSampler } from './quartic-sampler.ts'
import { xySpins } from './spin-sampler.ts'

/**
 * The best sampler that is known for a model, in the model's own variables: clusters with Metropolis for φ⁴, clusters and a
 * conditional normal draw for auxiliary fields, independent draws for Gaussian targets.
 */
export function referenceSampler(model: AnyLatticeModel, seed: number): FieldSampler {
  switch (model.id) {
    case 'cphi4':
    case 'phi4':
    case 'free':
      return model.couplings.quartic === 0 ? freeFieldSampler(model, seed) : quarticSampler(model, { seed })
    case 'isingHS':
    case 'xyHS':
      return auxiliarySampler(model, seed)
    case 'haarGaussian':
      return haarGaussianSampler(model, seed)
    case 'xy':
      return angles(xySpins({ side: model.side, temperature: model.temperature, seed }))
  }
}

/** The angles of XY spins. */
function angles(spins: FieldSampler): FieldSampler {
  return fieldOfSpins(spins, spins.field.length / 2, (field, vectors) => {
    for (let i = 0; i < field.length; i++) field[i] = Math.atan2(vectors[2 * i + 1], vectors[2 * i])
  })
}
