import { describe, expect, it } from 'vitest'
import { stream } from '../../random/stream.ts'
import { expectPrinted, expectRelative, expectWithin } from '../../testing/expect-printed.test-helper.ts'
import { exactCovariance, sampleCovariance } from '../kernel/bulk-covariance.ts'
import { factorKernel, kernelOfClasses, uniformKernel } from '../kernel/bulk-kernel.ts'
import { type BulkEdges, bulkEdges } from '../kernel/edge-set.ts'
import { drawBulk, toFields } from '../kernel/sample-kernel.ts'
import { bulkLayout } from '../map/layout.ts'
import { rescaleGeometry } from '../../../shared/studies/neural-rg/rescale-geometry.ts'
import { bulkGeometry, geometryWithNulls } from './bulk-geometry.ts'
import { decimatorDistances } from './decimator-distances.ts'
import { decimatorIndex, decimatorsOf } from './decimators.ts'
import { angularLaw, radialLaw } from './distance-laws.ts'
import { mutualInformation } from './mutual-information.ts'
import { equalCouplings, shuffledCouplings } from './null-kernels.ts'

const large = bulkEdges(bulkLayout(32))

/** Distances of the equal-coupling kernel, ξ = I₀ = 1. */
function nullTable(edges: BulkEdges, coupling: number, mass: number) {
  const { layout } = edges
  const inverse = factorKernel(uniformKernel(edges, coupling, mass)).inverse()
  const information = mutualInformation(exactCovariance(inverse), 1)
  return { layout, ...decimatorDistances(decimatorsOf(layout), information, { xi: 1, i0: 1 }, 0) }
}

it('NRG 20: distances of decimators at L = 8, λ = m = 1, ξ = I₀ = 1', () => {
  const { layout, distances } = nullTable(bulkEdges(bulkLayout(8)), 1, 1)
  const index = decimatorIndex(layout)
  expectPrinted(distances[index(0, 0, 1)], '4.0087465578')
  expectPrinted(distances[index(0, 1, 1)], '4.8529248327')
  expectPrinted(distances[index(1, 0, 0)], '3.9413736162')
  expectPrinted(distances[index(2, 0, 0)], '5.8305831332')
})

describe('NRG 21: null slopes at L = 32', () => {
  const { layout, distances, masked } = nullTable(large, 1, 1)
  const angular = angularLaw(layout, { distances, masked }, 0)
  const radial = radialLaw(layout, { distances, masked })
  it('distances at λ = m = 1: angular at r = 2, 4, 8, 16, radial at Δl = 1 … 4', () => {
    ;['4.5959', '6.9551', '10.7597', '14.8473'].forEach((printed, i) => expectPrinted(angular.distances[[0, 1, 3, 7][i]]!, printed))
    ;['4.623991', '7.545577', '10.226827', '12.389768'].forEach((printed, i) => expectPrinted(radial.distances[i]!, printed))
  })
  it('slopes, R² against ln r and against r, and their ratio', () => {
    expect(angular.separations).toEqual([2, 4, 6, 8, 10, 12, 14, 16])
    expectPrinted(angular.logarithmic!.slope, '5.227451')
    expectPrinted(angular.logarithmic!.rSquared!, '0.983')
    expectPrinted(angular.linear!.rSquared!, '0.960')
    expectPrinted(radial.linear!.slope, '2.597858')
    expectPrinted(radial.linear!.rSquared!, '0.9956')
    expectPrinted(angular.logarithmic!.slope / radial.linear!.slope, '2.01')
  })
  it.each([[0.1, 1, '11.297', '5.172', '2.18'], [0.3, 0.1, '3.293', '1.832', '1.80']])('at λ = %f, m = %f', (coupling, mass, lateral, vertical, ratio) => {
    const table = nullTable(large, coupling, mass)
    const [a, r] = [angularLaw(table.layout, table, 0).logarithmic!.slope, radialLaw(table.layout, table).linear!.slope]
    expectPrinted(a, lateral)
    expectPrinted(r, vertical)
    expectPrinted(a / r, ratio)
  })
})

describe('bulk geometry', () => {
  const layout = bulkLayout(8)
  const edges = bulkEdges(layout)
  const kernel = kernelOfClasses(edges, edges.classes.map(({ layer }, i) => 0.4 * 2 ** -layer * (1 + 0.3 * Math.sin(i))), 0.3)

  it('is complete, finite and beside its nulls on the same graph', () => {
    const found = geometryWithNulls({ kernel }, { bootstraps: 10 }, { kernel: uniformKernel(edges, 0.2, 1) })
    expect(found.map(({ origin }) => origin)).toEqual(['trained', 'equal', 'shuffled', 'untrained'])
    for (const geometry of found) {
      expect(geometry.decimators.length).toBe(21)
      expect(geometry.masked).toBeNull()
      expect(geometry.negativeShare).toBe(0)
      expect(geometry.slopeRatio).toBeGreaterThan(0)
      expect(geometry.embedding.coordinates.length).toBe(63)
      expect(geometry.curvature!.curvature).toBeLessThan(0)
      expect(geometry.gromov).toMatchObject({ exact: true, quadruples: 5985 })
      expect(geometry.information.length).toBe(30)
      geometry.information.forEach(({ mean, smallest, largest }) => expect(smallest <= mean * (1 + 1e-12) && mean <= largest * (1 + 1e-12) && smallest > 0).toBe(true))
    }
  })
  it('rescales as distances do: ξ multiplies D, δ and R, and leaves ratio, stress and shares alone', () => {
    const [one, other] = [1, 2.5].map((xi) => bulkGeometry('trained', { kernel }, { scale: { kind: 'fixed', xi, i0: 1 }, bootstraps: 10 }))
    one.distances.forEach((distance, i) => expectRelative(other.distances[i], 2.5 * distance, 1e-14))
    expectRelative(other.gromov.max, 2.5 * one.gromov.max, 1e-12)
    expectRelative(other.curvature!.radius, 2.5 * one.curvature!.radius, 1e-4)
    expectRelative(other.slopeRatio!, one.slopeRatio!, 1e-12)
    expectRelative(other.embedding.stress, one.embedding.stress, 1e-10)
    expectRelative(other.gromov.meanRelative, one.gromov.meanRelative, 1e-12)
  })
  it('rescaled at the view is what it would be computed anew: any ξ, I₀ and factor, the automatic and the fitted scale', () => {
    const one = bulkGeometry('trained', { kernel }, { bootstraps: 10 })
    const choices = [
      [{ kind: 'fixed', xi: 2.5, i0: 0.3 }, 0.5], [{ kind: 'fixed', xi: 0.4, i0: 1 }, 1], [{ kind: 'auto' }, 1], [{ kind: 'auto' }, 0.5], [{ kind: 'fit' }, 0.5],
    ] as const
    for (const [scale, informationFactor] of choices) {
      const anew = bulkGeometry('trained', { kernel }, { scale, informationFactor, bootstraps: 10 })
      const rescaled = rescaleGeometry(one, scale, informationFactor)!
      expectRelative(rescaled.scale.xi, anew.scale.xi, 1e-10)
      expectRelative(rescaled.scale.i0, anew.scale.i0, 1e-10)
      // Rounding of ln I only: D is affine in it.
      anew.distances.forEach((distance, i) => expectWithin(rescaled.distances[i], distance, 1e-10))
      expectRelative(rescaled.angular[0].logarithmic!.intercept, anew.angular[0].logarithmic!.intercept, 1e-9)
      expectRelative(rescaled.radial.linear!.slope, anew.radial.linear!.slope, 1e-10)
      expectRelative(rescaled.gromov.relative, anew.gromov.relative, 1e-9)
      expectRelative(rescaled.gromov.meanRelative, anew.gromov.meanRelative, 1e-9)
      expect(rescaled.negativeDistances).toBe(anew.negativeDistances)
      // The fit ends where its loss is flat.
      expectRelative(rescaled.curvature!.curvature, anew.curvature!.curvature, 1e-3)
      rescaled.information.forEach((entry, i) => expectRelative(entry.mean, anew.information[i].mean, 1e-12))
      // With another I₀ only an embedding that was computed can be shown.
      if (scale.kind === 'fixed' && scale.i0 !== 1) expect(rescaled.embedding).toBeNull()
      else {
        anew.embedding.eigenvalues.forEach((value, i) => expectWithin(rescaled.embedding!.eigenvalues[i], value, 1e-9 * anew.embedding.eigenvalues[0]))
        expectRelative(rescaled.embedding!.stress, anew.embedding.stress, 1e-8)
      }
    }
  })
  it('I₀ below the largest mutual information makes distances negative, and that is counted', () => {
    const smallest = Math.min(...bulkGeometry('trained', { kernel }, { bootstraps: 10 }).distances.filter((distance) => distance !== 0))
    const { negativeDistances, distances } = bulkGeometry('trained', { kernel }, { scale: { kind: 'fixed', xi: 1, i0: Math.exp(-smallest - 0.1) }, bootstraps: 10 })
    expect(negativeDistances).toBeGreaterThan(0)
    expect(negativeDistances).toBe(distances.filter((distance) => distance < 0).length / 2)
  })
  it('from samples finds the kernel’s distances where they rise above the noise, and masks the rest; its nulls are masked alike', () => {
    const samples = 300
    const { bulk } = drawBulk(kernel, factorKernel(kernel), samples, 2, stream(6, 'sample'))
    const covariance = sampleCovariance(toFields(bulk, 64, samples, 2), 64, 2)
    const exact = bulkGeometry('trained', { kernel }, { bootstraps: 10 })
    const [sampled, equal] = geometryWithNulls({ layout, covariance }, { bootstraps: 10 })
    expect(sampled.noiseFloor).toBe(3 / samples)
    expect(equal.noiseFloor).toBe(3 / samples)
    expect(sampled.maskedShare).toBeGreaterThan(0)
    expect(sampled.maskedShare).toBeLessThan(0.9)
    // χ has a relative error of about 2/√(M χ) for each of nine pairs that depend on each other little: 0.5 at most where I > 10 × floor.
    exact.distances.forEach((distance, i) => {
      if (distance > 0 && distance < -Math.log(10 * (3 / samples))) expectWithin(sampled.distances[i], distance, 0.5)
    })
    for (let i = 0; i < sampled.distances.length; i++) {
      if (sampled.masked![i] === 1) expect(sampled.distances[i]).toBeGreaterThan(-Math.log(sampled.information.reduce((most, { largest }) => Math.max(most, largest), 0)))
    }
  })
  it('variables that are not joined at all are masked, not infinitely far', () => {
    const { masked, distances } = bulkGeometry('trained', { kernel: uniformKernel(edges, 0, 1) }, { bootstraps: 10 })
    expect(masked!.reduce((sum, value) => sum + value, 0)).toBe(21 * 20)
    expect(distances.every(Number.isFinite)).toBe(true)
  })
})

it('parts of a bulk that are not joined to each other are masked, as far as the farthest that are joined, and left out of the laws', () => {
  const edges = bulkEdges(bulkLayout(16))
  const kernel = kernelOfClasses(edges, edges.classes.map(({ direction }) => (direction === 'z' ? 0 : 1)), 1)
  const { decimators, distances, masked, radial, angular } = bulkGeometry('trained', { kernel }, { bootstraps: 10 })
  const n = decimators.length
  const farthest = distances.reduce((most, value, at) => (masked![at] === 1 ? most : Math.max(most, value)), 0)
  for (let i = 0; i < n; i++) for (let j = 0; j < n; j++) {
    expect(masked![i * n + j]).toBe(Number(decimators[i].layer !== decimators[j].layer))
    // D is a mean over nine pairs, of which each is as far as the farthest single pair.
    if (masked![i * n + j] === 1) expect(distances[i * n + j]).toBeGreaterThanOrEqual(farthest)
  }
  expect(radial).toMatchObject({ distances: [null, null, null], linear: null })
  expect(angular[0].logarithmic!.slope).toBeGreaterThan(0)
})

describe('null kernels', () => {
  const edges = bulkEdges(bulkLayout(8))
  const kernel = kernelOfClasses(edges, edges.classes.map((_, i) => 0.1 + i), 0.5)
  it('keep the mass and the mean coupling; shuffled ones are the same numbers elsewhere, the same for a seed', () => {
    const equal = equalCouplings(kernel)
    expectRelative(equal.couplings[17], kernel.couplings.reduce((a, b) => a + b) / kernel.couplings.length, 1e-14)
    expectWithin(equal.mass, 0.5, 0)
    const shuffled = shuffledCouplings(kernel, 7)
    expect([...shuffled.couplings].sort()).toEqual([...kernel.couplings].sort())
    expect(shuffled.couplings).not.toEqual(kernel.couplings)
    expect(shuffledCouplings(kernel, 7).couplings).toEqual(shuffled.couplings)
    expect(shuffledCouplings(kernel, 8).couplings).not.toEqual(shuffled.couplings)
  })
})
