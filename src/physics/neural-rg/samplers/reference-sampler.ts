import type { AnyLatticeModel } from '../models/make-model.ts'
import { auxiliarySampler } from './auxiliary-sampler.ts'
import type { FieldSampler, SamplerState } from './field-sampler.ts'
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
  const field = new Float64Array(spins.field.length / 2)
  const read = () => { for (let i = 0; i < field.length; i++) field[i] = Math.atan2(spins.field[2 * i + 1], spins.field[2 * i]) }
  read()
  return {
    field,
    independent: false,
    get steps() { return spins.steps },
    step() {
      spins.step()
      read()
    },
    save: () => spins.save(),
    restore(state: SamplerState) {
      spins.restore(state)
      read()
    },
  }
}
