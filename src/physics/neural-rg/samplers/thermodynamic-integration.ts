import { gaussLegendre } from '../../numerics/gauss-legendre.ts'
import { complexPhi4SingleSite } from '../exact/single-site.ts'
import { complexPhi4, type ComplexPhi4Parameters } from '../models/complex-phi4.ts'
import { blockedMean, type Estimate } from '../observables/jackknife.ts'
import { quarticSampler } from './quartic-sampler.ts'

export interface IntegrationOptions extends ComplexPhi4Parameters {
  seed: number
  /** Measurements at each node. @default 1000 */
  measurements?: number
  /** Steps before the first. @default 200 */
  warmUp?: number
}

/** Nodes of a panel; a panel is at most 1 wide in 1/T (a single one over [0, 2] errs by 5e-3 in ln Z/N). */
const nodesPerPanel = 6

/**
 * ln Z of complex φ⁴ from single sites by thermodynamic integration, with its statistical error: along μ = -2λρ + 2t,
 * d ln Z/dt = -<½ Σ_<ij> |φ_i - φ_j|²>, integrated from t = 0 by panels of Gauss nodes, one chain a node. Yields the share that is
 * done.
 */
export function* thermodynamicIntegration({ seed, measurements = 1000, warmUp = 200, ...parameters }: IntegrationOptions): Generator<number, Estimate> {
  const { side, temperature, rho, lambda } = parameters
  const panels = Math.ceil(1 / temperature)
  const width = 1 / temperature / panels
  const { nodes, weights } = gaussLegendre(nodesPerPanel)
  let value = side * side * complexPhi4SingleSite({ rho, lambda })
  let variance = 0
  const chains = panels * nodesPerPanel
  for (let chain = 0; chain < chains; chain++) {
    const [panel, node] = [Math.floor(chain / nodesPerPanel), chain % nodesPerPanel]
    const inverseTemperature = width * (panel + 0.5 + 0.5 * nodes[node])
    const model = complexPhi4({ side, rho, lambda, temperature: 1 / inverseTemperature })
    const sampler = quarticSampler(model, { seed: seed + chain })
    const series = new Float64Array(measurements)
    for (let i = -warmUp; i < measurements; i++) {
      sampler.step()
      if (i >= 0) series[i] = halfSquaredDifferences(sampler.field, side)
      yield (chain + (i + 1 + warmUp) / (measurements + warmUp)) / chains
    }
    const { value: mean, error } = blockedMean(series)
    const weight = (0.5 * width * weights[node]) / rho // dt = d(1/T)/ρ
    value -= weight * mean
    variance += (weight * error) ** 2
  }
  return { value, error: Math.sqrt(variance) }
}

/** ½ Σ_<ij> |φ_i - φ_j|² of a complex field. */
function halfSquaredDifferences(field: Float64Array, side: number): number {
  let sum = 0
  for (let row = 0; row < side; row++) {
    for (let column = 0; column < side; column++) {
      const at = 2 * (row * side + column)
      for (const other of [2 * (row * side + ((column + 1) % side)), 2 * (((row + 1) % side) * side + column)]) {
        sum += (field[at] - field[other]) ** 2 + (field[at + 1] - field[other + 1]) ** 2
      }
    }
  }
  return sum / 2
}
