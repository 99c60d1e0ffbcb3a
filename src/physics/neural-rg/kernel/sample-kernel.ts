import type { LaplacianFactor } from '../../numerics/grounded-laplacian.ts'
import type { RandomStream } from '../../random/stream.ts'
import type { BulkKernel } from './bulk-kernel.ts'

/**
 * Bulk fields of covariance K⁻¹ by perturb-and-solve: with unit normals η_0 (a site) and η_e (an edge),
 *   y = √m η_0 + Σ_e √λ_e η_e b_e,   ζ = K⁻¹ y,
 * since ⟨y y†⟩ = K. No factor of K itself is needed, and ζ is a smooth function of the couplings at fixed η.
 *
 * Complex fields have E|η|² = 1, so that each of the two components has variance 1/2; real ones have variance 1.
 */
export interface KernelDraw {
  readonly batch: number
  /** Real numbers a site: 2 for complex fields. */
  readonly components: 1 | 2
  /** `[sites, batch, components]` */
  readonly siteNoise: Float64Array
  /** `[edges, batch, components]` */
  readonly edgeNoise: Float64Array
  /** ζ, `[sites, batch, components]` */
  readonly bulk: Float64Array
}

export function drawBulk(kernel: BulkKernel, factor: LaplacianFactor, batch: number, components: 1 | 2, random: RandomStream): KernelDraw {
  const columns = batch * components
  const deviation = Math.sqrt(1 / components)
  const siteNoise = new Float64Array(kernel.edges.plan.vertices * columns)
  const edgeNoise = new Float64Array(kernel.edges.from.length * columns)
  random.fillNormal(siteNoise, deviation)
  random.fillNormal(edgeNoise, deviation)
  return { batch, components, siteNoise, edgeNoise, bulk: bulkOfNoise(kernel, factor, siteNoise, edgeNoise, columns) }
}

/** ζ = K⁻¹ y of given noise, `[sites, columns]` and `[edges, columns]`. */
export function bulkOfNoise(
  { edges, couplings, mass }: BulkKernel, factor: LaplacianFactor, siteNoise: Float64Array, edgeNoise: Float64Array, columns: number,
): Float64Array {
  const rootMass = Math.sqrt(mass)
  const y = siteNoise.map((value) => rootMass * value)
  for (let edge = 0; edge < couplings.length; edge++) {
    const root = Math.sqrt(couplings[edge])
    const first = edges.from[edge] * columns
    const second = edges.to[edge] * columns
    for (let column = 0; column < columns; column++) {
      const push = root * edgeNoise[edge * columns + column]
      y[first + column] += push
      y[second + column] -= push
    }
  }
  return factor.solve(y, columns)
}

/** From `[sites, batch, components]` to the order of fields, `[batch, sites, components]`. */
export function toFields(bulk: Float64Array, sites: number, batch: number, components: number): Float64Array {
  return swapOuter(bulk, sites, batch, components)
}

/** From `[batch, sites, components]` to `[sites, batch, components]`. */
export function fromFields(fields: ArrayLike<number>, sites: number, batch: number, components: number): Float64Array {
  return swapOuter(fields, batch, sites, components)
}

function swapOuter(values: ArrayLike<number>, rows: number, columns: number, components: number): Float64Array {
  const result = new Float64Array(rows * columns * components)
  for (let row = 0; row < rows; row++) for (let column = 0; column < columns; column++) for (let k = 0; k < components; k++) {
    result[(column * rows + row) * components + k] = values[(row * columns + column) * components + k]
  }
  return result
}
