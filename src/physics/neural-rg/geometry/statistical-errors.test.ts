import { describe, expect, it } from 'vitest'
import { stream } from '../../random/stream.ts'
import { sampleCovariance } from '../kernel/bulk-covariance.ts'
import { factorKernel, kernelOfClasses, uniformKernel } from '../kernel/bulk-kernel.ts'
import { bulkEdges } from '../kernel/edge-set.ts'
import { drawBulk, toFields } from '../kernel/sample-kernel.ts'
import { bulkLayout } from '../map/layout.ts'
import { bulkGeometry } from './bulk-geometry.ts'
import { jackknifeError } from './resampling.ts'
import { dealErrors, fieldErrors } from './statistical-errors.ts'

const layout = bulkLayout(4)
const edges = bulkEdges(layout)
const kernel = uniformKernel(edges, 1, 0.3)
const options = { scale: { kind: 'fixed', xi: 1, i0: 1 }, informationFactor: 1, seed: 1 } as const

/** `count` bulk fields of the kernel. */
function draw(count: number, seed: number): Float64Array {
  return toFields(drawBulk(kernel, factorKernel(kernel), count, 2, stream(seed, 'sample')).bulk, 16, count, 2)
}

it('the jackknife of a mean is the standard error of the mean', () => {
  const values = [3, 1, 4, 1, 5, 9, 2, 6]
  const n = values.length
  const sum = values.reduce((total, value) => total + value, 0)
  const variance = values.reduce((total, value) => total + (value - sum / n) ** 2, 0) / (n - 1)
  expect(jackknifeError(values.map((value) => (sum - value) / (n - 1)))).toBeCloseTo(Math.sqrt(variance / n), 12)
  expect(jackknifeError([1, null, 2])).toBeNull()
})

describe('errors of moments of samples', () => {
  it('are what independent draws scatter by, and fall as 1/√M', () => {
    const scatter = (count: number, draws: number) => {
      const means = Array.from({ length: draws }, (_, seed) => bulkGeometry('trained', { layout, covariance: sampleCovariance(draw(count, seed), 16, 2) }, { bootstraps: 10 }).gromov.mean)
      const mean = means.reduce((sum, value) => sum + value, 0) / draws
      return Math.sqrt(means.reduce((sum, value) => sum + (value - mean) ** 2, 0) / (draws - 1))
    }
    const error = fieldErrors(layout, draw(4000, 100), 2, options).deltaMean
    // Ten blocks know an error to 1/√18 = 24 %, twenty draws to 16 %: nearly three times both together.
    expect(Math.abs(Math.log(error / scatter(4000, 20)))).toBeLessThan(0.8)
    // The same 24 % twice around a factor of 4.
    const ratio = fieldErrors(layout, draw(1000, 101), 2, options).deltaMean / fieldErrors(layout, draw(16_000, 102), 2, options).deltaMean
    expect(ratio).toBeGreaterThan(1.6)
    expect(ratio).toBeLessThan(10)
  })
})

describe('scatter of deals', () => {
  it('vanishes where all couplings are the same, and not where they differ', () => {
    const none = dealErrors(kernel, null, options, 4)
    expect(none.kind).toBe('deals')
    expect(none.deltaMean).toBeLessThan(1e-12)
    const uneven = kernelOfClasses(edges, edges.classes.map((_, i) => 0.1 + i), 0.5)
    expect(dealErrors(uneven, null, options, 4).deltaMean).toBeGreaterThan(1e-3)
  })
})
