import { temperatures, type NeuralRgConfig } from '../../../shared/studies/neural-rg/config.ts'
import type { KnownLogZ } from '../../../physics/neural-rg/exact/exact-log-z.ts'
import { makeModel, type AnyLatticeModel } from '../../../physics/neural-rg/models/make-model.ts'
import { thermodynamicIntegration } from '../../../physics/neural-rg/samplers/thermodynamic-integration.ts'
import { modelSpecification, theoryLogZ, wellDepth } from '../../../physics/neural-rg/theory.ts'
import { inSlices, monteCarloFields } from './monte-carlo.ts'

/** What is known of a theory at one temperature without any map. */
export interface Reference {
  /** NaN for theories that have none. */
  temperature: number
  model: AnyLatticeModel
  /** From a formula; for complex φ⁴ by thermodynamic integration where Monte Carlo is asked for; null where nothing tells it. */
  logZ: KnownLogZ | null
  /** λρ² of the theory. */
  well: number
  /** Monte Carlo fields, `[count, L, L, C]`; null where none are asked for. */
  phi: Float64Array | null
}

/** References of a run, each made once, when it is first needed. Depends on the seed alone. */
export class References {
  readonly #config: NeuralRgConfig
  readonly #made = new Map<number, Promise<Reference>>()
  #new: { temperature: number; phi: Float64Array }[] = []

  constructor(config: NeuralRgConfig) {
    this.#config = config
  }

  /** At the temperature of that place in the scan. */
  at(place: number): Promise<Reference> {
    const known = this.#made.get(place)
    if (known) return known
    const made = this.#make(place)
    this.#made.set(place, made)
    return made
  }

  model(place: number): AnyLatticeModel {
    const { theory } = this.#config
    return makeModel(modelSpecification(theory, temperatures(this.#config)[place]), theory.side)
  }

  /** Fields that were drawn since the last call. */
  takeNew(): { temperature: number; phi: Float64Array }[] {
    const taken = this.#new
    this.#new = []
    return taken
  }

  async #make(place: number): Promise<Reference> {
    const { theory, evaluation, seed } = this.#config
    const temperature = temperatures(this.#config)[place]
    const model = this.model(place)
    const phi = evaluation.monteCarloSamples > 0 ? await monteCarloFields(model, seed, { count: evaluation.monteCarloSamples }) : null
    if (phi) this.#new.push({ temperature, phi })
    const logZ = theoryLogZ(theory, temperature) ?? (phi && (await integratedLogZ(this.#config, temperature)))
    return { temperature, model, logZ, well: wellDepth(theory), phi }
  }
}

/** An error of some thousandths of a nat a site, beside gaps of tenths. */
async function integratedLogZ({ theory, evaluation, seed }: NeuralRgConfig, temperature: number): Promise<KnownLogZ | null> {
  if (theory.kind !== 'cphi4') return null
  const { side, rho, lambda } = theory
  const measurements = Math.max(20, Math.min(400, evaluation.monteCarloSamples))
  const { value, error } = await inSlices(thermodynamicIntegration({ side, rho, lambda, temperature, seed, measurements, warmUp: 100 }))
  return { logZ: value, error, method: 'thermodynamic integration' }
}
