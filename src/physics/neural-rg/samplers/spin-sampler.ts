import { stream } from '../../random/stream.ts'
import { ClusterUpdate } from './cluster-update.ts'
import type { FieldSampler, SamplerState } from './field-sampler.ts'

export interface SpinSamplerOptions {
  side: number
  temperature: number
  seed: number
  /** Clusters a step, after a sweep of single-site reflections. @default 3 */
  clusters?: number
}

/** Ising spins ±1, one number a site, by Wolff clusters and single-site reflections. */
export function isingSpins(options: SpinSamplerOptions): FieldSampler {
  return spinSampler(options, 1)
}

/** XY spins as unit vectors (cos θ, sin θ), two numbers a site, by Wolff clusters and single-site reflections. */
export function xySpins(options: SpinSamplerOptions): FieldSampler {
  return spinSampler(options, 2)
}

/** S = -(1/T) Σ_<ij> s_i·s_j with unit spins of one or two components, from the ordered state. */
function spinSampler({ side, temperature, seed, clusters = 3 }: SpinSamplerOptions, components: 1 | 2): FieldSampler {
  const sites = side * side
  const field = Float64Array.from({ length: sites * components }, (_, i) => (i % components === 0 ? 1 : 0))
  const cluster = new ClusterUpdate({ side, components, hopping: 1 / temperature })
  let steps = 0
  return {
    field,
    independent: false,
    get steps() { return steps },
    step() {
      const random = stream(seed, 'cluster', steps)
      cluster.reflectSites(field, random)
      for (let i = 0; i < clusters; i++) cluster.update(field, random)
      if (components === 2) renormaliseLengths(field)
      steps++
    },
    save: () => ({ steps, configuration: field.slice() }),
    restore(state: SamplerState) {
      steps = state.steps
      field.set(state.configuration)
    },
  }
}

/** Takes away the rounding that reflections gather. */
function renormaliseLengths(field: Float64Array): void {
  for (let i = 0; i < field.length; i += 2) {
    const length = Math.hypot(field[i], field[i + 1])
    field[i] /= length
    field[i + 1] /= length
  }
}
