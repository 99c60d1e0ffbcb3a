import { stream, type RandomStream } from '../../random/stream.ts'
import type { QuarticModel } from '../models/quartic-model.ts'
import { ClusterUpdate, neighbourTable } from './cluster-update.ts'
import type { FieldSampler, SamplerState } from './field-sampler.ts'

export interface QuarticSamplerOptions {
  seed: number
  /** Half-width of the square from which Metropolis shifts are drawn. @default 2.5 radial widths of the well */
  shift?: number
  /** Metropolis sweeps a step. @default 2 */
  sweeps?: number
  /** Clusters a step, after a sweep of single-site reflections; 0 leaves out both. @default 3 */
  clusters?: number
}

/** Cluster and Metropolis updates of φ⁴ with any number of components. */
export interface QuarticSampler extends FieldSampler {
  /** Share of the Metropolis shifts that were accepted so far. */
  readonly acceptance: number
}

/**
 * Clusters and single-site reflections move the directions of the field, Metropolis the moduli: φ → φ + δ, δ uniform in a square, accepted with
 * min(1, e^{-ΔS}), site by site. Starts from the ordered field at the bottom of the well.
 */
export function quarticSampler(model: QuarticModel, options: QuarticSamplerOptions): QuarticSampler {
  const { couplings: { side, components, hopping, quadratic, quartic } } = model
  const { seed, sweeps = 2, clusters = 3, shift = defaultShift(model) } = options
  const sites = side * side
  const field = new Float64Array(model.length)
  const radiusSquared = quartic > 0 ? Math.max(0, (2 * hopping - quadratic) / (2 * quartic)) : 0
  for (let site = 0; site < sites; site++) field[site * components] = Math.sqrt(radiusSquared)
  const neighbours = neighbourTable(side)
  const cluster = new ClusterUpdate({ side, components, hopping })
  const proposal = new Float64Array(components)
  let steps = 0
  let proposed = 0
  let accepted = 0

  function updateSite(site: number, random: RandomStream): void {
    const at = site * components
    let bond = 0
    let oldSquare = 0
    let newSquare = 0
    for (let c = 0; c < components; c++) {
      const delta = shift * (2 * random.uniform() - 1)
      let around = 0
      for (let k = 4 * site; k < 4 * site + 4; k++) around += field[neighbours[k] * components + c]
      bond += delta * around
      const old = field[at + c]
      proposal[c] = old + delta
      oldSquare += old * old
      newSquare += proposal[c] * proposal[c]
    }
    const change = (newSquare - oldSquare) * (quadratic + quartic * (newSquare + oldSquare)) - hopping * bond
    proposed++
    if (change > 0 && random.uniform() >= Math.exp(-change)) return
    accepted++
    field.set(proposal, at)
  }

  return {
    field,
    independent: false,
    get steps() { return steps },
    get acceptance() { return proposed > 0 ? accepted / proposed : 0 },
    step() {
      const random = stream(seed, 'cluster-metropolis', steps)
      for (let sweep = 0; sweep < sweeps; sweep++) for (let site = 0; site < sites; site++) updateSite(site, random)
      if (clusters > 0) cluster.reflectSites(field, random)
      for (let i = 0; i < clusters; i++) cluster.update(field, random)
      steps++
    },
    save: () => ({ steps, configuration: field.slice() }),
    restore(state: SamplerState) {
      steps = state.steps
      field.set(state.configuration)
    },
  }
}

/** 2.5/√(8bρ): 0.09 for λ = 25, ρ = 4. Without a well, of the order of the width of a single site. */
function defaultShift({ couplings: { hopping, quadratic, quartic } }: QuarticModel): number {
  const curvature = quartic > 0 ? Math.max(4 * (2 * hopping - quadratic), 2 * Math.sqrt(quartic)) : 2 * quadratic
  return 2.5 / Math.sqrt(Math.max(curvature, 1))
}
