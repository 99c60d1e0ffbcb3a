import { describe, expect, it } from 'vitest'
import { gaussLegendre } from '../../numerics/gauss-legendre.ts'
import { haarGenerate } from '../models/haar-transform.ts'
import { isingField } from '../models/ising-field.ts'
import { makeModel, type ModelSpecification } from '../models/make-model.ts'
import { exactLogZ } from './exact-log-z.ts'

/** ln ∫ e^{-S} over `dimension` real numbers by a product rule on [-reach, reach]. */
function cubature(action: (x: Float64Array) => number, dimension: number, reach: number, count: number): number {
  const { nodes, weights } = gaussLegendre(count)
  const x = new Float64Array(dimension)
  const sum = (depth: number, weight: number): number => {
    if (depth === dimension) return weight * Math.exp(-action(x))
    let total = 0
    for (let i = 0; i < count; i++) {
      x[depth] = reach * nodes[i]
      total += sum(depth + 1, weight * reach * weights[i])
    }
    return total
  }
  return Math.log(sum(0, 1))
}

describe('exact ln Z against the integral of e^{-S} itself', () => {
  it.each<[ModelSpecification, number]>([
    [{ id: 'phi4', hopping: 0.1, lambda: 0.5 }, 3.2],
    [{ id: 'phi4', hopping: 0.1, lambda: 0 }, 7],
  ])('%o on 2 × 2 sites', (specification, reach) => {
    const model = makeModel(specification, 2)
    // 28⁴ points: the integrands are analytic with widths well above the spacing.
    const integral = cubature((x) => model.action(x), 4, reach, 28)
    expect(exactLogZ(specification, 2)!.logZ).toBeCloseTo(integral, 5)
  })

  it('Ising field on 2 × 2 sites, in the eigenmodes of K, each scaled by its width', () => {
    const model = isingField({ side: 2, temperature: 4 })
    const { eigenvalues, logDeterminant } = model.coupling
    const integral = cubature((y) => {
      const x = y.map((value, mode) => value * Math.sqrt(eigenvalues[mode]))
      haarGenerate(x, 2, 1)
      return model.action(x)
    }, 4, 8, 22)
    expect(exactLogZ({ id: 'isingHS', temperature: 4 }, 2)!.logZ).toBeCloseTo(integral + logDeterminant / 2, 5)
  })

  it('of the Gaussian target is that of its kernel', () => {
    const kernel = Float64Array.of(3, 1, 0, 0, 1, 2, 0, 0, 0, 0, 1, 0, 0, 0, 0, 4)
    expect(exactLogZ({ id: 'haarGaussian', kernel }, 2)!.logZ).toBeCloseTo(4 * Math.log(Math.PI) - Math.log(20), 12)
  })

  it('is null where only sampling tells', () => {
    expect(exactLogZ({ id: 'cphi4', temperature: 1, rho: 4, lambda: 1 }, 4)).toBeNull()
    expect(exactLogZ({ id: 'xyHS', temperature: 1 }, 8)).toBeNull()
    expect(exactLogZ({ id: 'phi4', hopping: 0.1, lambda: 1 }, 4)).toBeNull()
  })
})
