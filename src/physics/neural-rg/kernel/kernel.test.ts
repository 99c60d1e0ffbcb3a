import { describe, expect, it } from 'vitest'
import { cholesky } from '../../numerics/cholesky.ts'
import { symmetricEigen } from '../../numerics/symmetric-eigen.ts'
import { stream } from '../../random/stream.ts'
import { expectPrinted, expectRelative, expectWithin } from '../../testing/expect-printed.test-helper.ts'
import { bulkLayout } from '../map/layout.ts'
import { exactCovariance, negativeShare, sampleCovariance } from './bulk-covariance.ts'
import { factorKernel, kernelMatrix, kernelOfClasses, uniformKernel } from './bulk-kernel.ts'
import { bulkEdges, bulkSite } from './edge-set.ts'
import { kernelGradient, priorEntropyTerm } from './kernel-gradient.ts'
import { kernelOfParameters, parameterGradient, parametersOfKernel } from './kernel-parameters.ts'
import { kernelMoments, matchMoments } from './moment-matching.ts'
import { bulkOfNoise, drawBulk, fromFields, toFields } from './sample-kernel.ts'

const edgesOf = (side: number) => bulkEdges(bulkLayout(side))
const unevenKernel = (side: number) => {
  const edges = edgesOf(side)
  return kernelOfClasses(edges, edges.classes.map((_, i) => 0.2 + 0.15 * Math.sin(i + 1) ** 2 * (i + 1)), 0.6)
}

describe('edges of the bulk', () => {
  it.each([[2, 6, 7], [4, 42, 19], [8, 234, 31], [16, 1002, 43], [32, 4074, 55]])('L = %i has %i edges and %i parameters', (side, edges, parameters) => {
    const set = edgesOf(side)
    expect(set.from.length).toBe(edges)
    expect(set.classes.length + 1).toBe(parameters)
    expect(set.classes.reduce((sum, { edges: count }) => sum + count, 0)).toBe(edges)
    // No edge twice, none from a variable to itself.
    expect(new Set(Array.from(set.from, (i, e) => Math.min(i, set.to[e]) * side * side + Math.max(i, set.to[e]))).size).toBe(edges)
    expect(set.from.every((i, e) => i !== set.to[e])).toBe(true)
  })
  it('tied, L = 32 has 5 + 4 + 4 couplings on the same edges', () => {
    const tied = bulkEdges(bulkLayout(32), { tied: true })
    expect(tied.classes.map(({ direction }) => direction).sort().join()).toBe([...Array(4).fill('beside'), ...Array(5).fill('in'), ...Array(4).fill('z')].join())
    expect(tied.from).toEqual(edgesOf(32).from)
  })
  it('places agree with the layout of the map', () => {
    const layout = bulkLayout(8)
    for (const { site, layer, a, b, c } of layout.variables) expect(bulkSite(layout, layer, a, b, c)).toBe(site)
  })
  it('is the same after a shift by half the lattice, class by class', () => {
    const { layout, from, to, classOf } = edgesOf(8)
    // The top decimator stays where it is.
    const shift = (site: number) => {
      const { layer, a, b, c } = layout.variables[site]
      const m = layout.layers[layer].blocksPerSide
      return bulkSite(layout, layer, (a + (m >> 1)) % m, b, c)
    }
    const key = (i: number, j: number, index: number) => `${Math.min(i, j)} ${Math.max(i, j)} ${index}`
    const all = new Set(Array.from(from, (i, e) => key(i, to[e], classOf[e])))
    from.forEach((i, e) => expect(all.has(key(shift(i), shift(to[e]), classOf[e]))).toBe(true))
  })
  it('without its top layers the last one keeps its variables 0 and has neighbours, but no parents', () => {
    const { classes } = bulkEdges(bulkLayout(8, 2))
    expect(classes.filter(({ layer }) => layer === 1).map(({ direction, places }) => `${direction}${places}`).sort()).toEqual(
      ['in0,1', 'in0,2', 'in0,3', 'in1,2', 'in1,3', 'in2,3', 'x0,0', 'x1,1', 'x2,2', 'x3,3', 'y0,0', 'y1,1', 'y2,2', 'y3,3'])
  })
})

describe('kernel', () => {
  it('NRG 17: L = 4, λ = m = 1: trace, ln det, entries of the inverse', () => {
    const kernel = uniformKernel(edgesOf(4), 1, 1)
    const matrix = kernelMatrix(kernel)
    expect(Array.from({ length: 16 }, (_, i) => matrix[17 * i]).reduce((a, b) => a + b)).toBe(100)
    const factor = factorKernel(kernel)
    const inverse = factor.inverse()
    expectPrinted(factor.logDeterminant, '27.4276786138')
    expectPrinted(inverse[0], '0.3076923077')
    expectPrinted(inverse[1], '0.0384615385')
    expectPrinted(inverse[5 * 17], '0.2255861799')
  })
  it('NRG 19: L = 4, λ = 0.5, m = 0.2: ln det, C₀₀, row sums 1/m of the inverse, smallest eigenvalue m', () => {
    const kernel = uniformKernel(edgesOf(4), 0.5, 0.2)
    const factor = factorKernel(kernel)
    const inverse = factor.inverse()
    expectPrinted(factor.logDeterminant, '13.7832086715')
    expectPrinted(inverse[0], '0.9008097166')
    for (let i = 0; i < 16; i++) expectRelative(inverse.subarray(16 * i, 16 * i + 16).reduce((a, b) => a + b), 5, 1e-13)
    expectWithin(Math.min(...symmetricEigen(kernelMatrix(kernel), 16).values), 0.2, 1e-13)
  })
  it('NRG 20: ln det at L = 8, λ = m = 1', () => expectPrinted(factorKernel(uniformKernel(edgesOf(8), 1, 1)).logDeterminant, '130.3498574382'))
  it('factors any couplings as the dense matrix does, and its inverse has no negative entry', () => {
    const kernel = unevenKernel(8)
    const dense = cholesky(kernelMatrix(kernel), 64)
    const factor = factorKernel(kernel)
    expectWithin(factor.logDeterminant, dense.logDeterminant, 1e-11)
    const inverse = factor.inverse()
    dense.inverse().forEach((value, i) => expectWithin(inverse[i], value, 1e-13))
    expect(negativeShare(exactCovariance(inverse))).toBe(0)
  })
  it('parameters and kernels map to each other; the mass never falls below 10⁻⁴', () => {
    const edges = edgesOf(4)
    const couplings = edges.classes.map((_, i) => 10 ** (i - 9))
    const kernel = kernelOfParameters(edges, parametersOfKernel(couplings, 0.37))
    edges.classOf.forEach((index, e) => expectRelative(kernel.couplings[e], couplings[index], 1e-10))
    expectRelative(kernel.mass, 0.37, 1e-13)
    expect(kernelOfParameters(edges, new Float64Array(19).fill(-1e3)).mass).toBe(1e-4)
  })
  it('a negative coupling and a vanishing mass are refused', () => {
    expect(() => uniformKernel(edgesOf(2), -1, 1)).toThrow(/edge 0 .* is -1/)
    expect(() => uniformKernel(edgesOf(2), 1, 0)).toThrow(/mass/)
    expect(() => kernelOfClasses(edgesOf(4), [1], 1)).toThrow(/18 classes .* 1 couplings/)
  })
})

describe('perturb and solve', () => {
  it.each([[1], [2]] as const)('fields of %i components have the covariance K⁻¹', (components) => {
    const kernel = unevenKernel(4)
    const factor = factorKernel(kernel)
    const samples = 20_000
    const { bulk } = drawBulk(kernel, factor, samples, components, stream(3, 'sample'))
    const { real } = sampleCovariance(toFields(bulk, 16, samples, components), 16, components)
    const inverse = factor.inverse()
    // Five standard errors √((c² + c_ii c_jj) / (components M)) for each of 136 entries.
    for (let i = 0; i < 16; i++) for (let j = i; j < 16; j++) {
      const error = Math.sqrt((inverse[16 * i + j] ** 2 + inverse[17 * i] * inverse[17 * j]) / (components * samples))
      expectWithin(real[16 * i + j], inverse[16 * i + j], 5 * error)
    }
  })
  it('fields and solver order are each other’s transpose', () => {
    const values = Float64Array.from({ length: 2 * 3 * 4 }, (_, i) => i)
    expect(fromFields(toFields(values, 4, 3, 2), 4, 3, 2)).toEqual(values)
    expect(toFields(values, 4, 3, 2).subarray(2, 4)).toEqual(Float64Array.of(6, 7))
  })
})

describe('gradient of stage II', () => {
  it('NRG 22: for U = ζ†Aζ the estimator’s mean is -b_eᵀK⁻¹AK⁻¹b_e + b_eᵀK⁻¹b_e, and -tr K⁻¹AK⁻¹ + tr K⁻¹ for the mass', () => {
    // The estimator is a quadratic form in the noise without cross terms of mean value, so that its mean is half the sum of its
    // values at the unit vectors of the noise (E η² = 1/2 a component), less the constant counted too often.
    const kernel = unevenKernel(2)
    const factor = factorKernel(kernel)
    const [sites, count] = [4, 6]
    const a = [1, 0.3, -0.2, 0.1, 0.3, 2, 0.4, 0, -0.2, 0.4, 0.7, 0.5, 0.1, 0, 0.5, 1.5]
    const units = sites + count
    const total = { couplings: new Float64Array(kernel.edges.classes.length), mass: 0 }
    for (const unit of [...Array(units).keys(), -1]) {
      const siteNoise = Float64Array.from({ length: 2 * sites }, (_, i) => (i === 2 * unit ? 1 : 0))
      const edgeNoise = Float64Array.from({ length: 2 * count }, (_, i) => (i === 2 * (unit - sites) ? 1 : 0))
      const bulk = bulkOfNoise(kernel, factor, siteNoise, edgeNoise, 2)
      const force = Float64Array.from(bulk, (_, i) => 2 * [0, 1, 2, 3].reduce((sum, j) => sum + a[4 * (i >> 1) + j] * bulk[2 * j + (i & 1)], 0))
      const estimate = kernelGradient(kernel, factor, { batch: 1, components: 2, siteNoise, edgeNoise, bulk }, force)
      // Both components of the noise together: twice a half. Unit -1 has no noise and gives the constant.
      const weight = unit >= 0 ? 1 : 1 - units
      estimate.couplings.forEach((value, i) => { total.couplings[i] += weight * value })
      total.mass += weight * estimate.mass
    }
    const c = factor.inverse()
    const times = (x: readonly number[] | Float64Array, y: readonly number[] | Float64Array) => Array.from({ length: 16 }, (_, k) => [0, 1, 2, 3].reduce((sum, j) => sum + x[(k & 12) + j] * y[4 * j + (k & 3)], 0))
    const cac = times(times(c, a), c)
    kernel.edges.classOf.forEach((index, e) => {
      const [i, j] = [kernel.edges.from[e], kernel.edges.to[e]]
      const along = (m: readonly number[] | Float64Array) => m[5 * i] + m[5 * j] - 2 * m[4 * i + j]
      expectWithin(total.couplings[index], along(c) - along(cac), 1e-12)
    })
    expectWithin(total.mass, [0, 5, 10, 15].reduce((sum, k) => sum + c[k] - cac[k], 0), 1e-12)
  })

  it.each([[1], [2]] as const)('is the derivative of the loss at fixed noise, %i components, U quartic, in the free parameters', (components) => {
    const edges = edgesOf(4)
    const parameters = parametersOfKernel(edges.classes.map((_, i) => 0.1 + 0.05 * i), 0.7)
    const kernel = kernelOfParameters(edges, parameters)
    const draw = drawBulk(kernel, factorKernel(kernel), 3, components, stream(5, 'sample'))
    const loss = (at: Float64Array) => {
      const moved = kernelOfParameters(edges, at)
      const factor = factorKernel(moved)
      const bulk = bulkOfNoise(moved, factor, draw.siteNoise, draw.edgeNoise, 3 * components)
      return bulk.reduce((sum, value, i) => sum + (1 + 0.1 * i) * value ** 2 + 0.3 * value ** 4, 0) / 3 + priorEntropyTerm(factor, 16, components)
    }
    const force = draw.bulk.map((value, i) => 2 * (1 + 0.1 * i) * value + 1.2 * value ** 3)
    const gradient = parameterGradient(parameters, kernelGradient(kernel, factorKernel(kernel), draw, force))
    for (let k = 0; k < parameters.length; k++) {
      const step = 1e-5
      const [up, down] = [step, -step].map((by) => loss(parameters.map((value, i) => value + (i === k ? by : 0))))
      // Third derivatives of order 10 times step², and rounding of a loss of order 100 over the step.
      expectWithin(gradient[k], (up - down) / (2 * step), 1e-8 * Math.max(1, Math.abs(gradient[k])) + 1e-8)
    }
  })

  it('NRG 18: on a Gaussian with K* = #17 the loss starts at, and stage II comes down to, the known values', () => {
    const edges = edgesOf(4)
    const star = uniformKernel(edges, 1, 1)
    const starMatrix = kernelMatrix(star)
    const lossOf = (kernel: ReturnType<typeof uniformKernel>) => {
      const factor = factorKernel(kernel)
      const inverse = factor.inverse()
      return inverse.reduce((sum, value, i) => sum + value * starMatrix[i], 0) + priorEntropyTerm(factor, 16, 2)
    }
    expectPrinted(lossOf(uniformKernel(edges, 0, 1)), '65.6843218264')
    expectPrinted(lossOf(uniformKernel(edges, 1e-3, 1)), '65.1483651')
    expectPrinted(lossOf(uniformKernel(edges, 0.1, 1)), '34.9674632')
    expectPrinted(lossOf(star), '9.1120004402')
    // The best diagonal kernel is the diagonal of K*.
    let diagonal = -16 * Math.log(Math.PI)
    for (let i = 0; i < 16; i++) diagonal += Math.log(starMatrix[17 * i])
    expectPrinted(diagonal, '10.8100544433')

    // Adam from λ = 0.1, rate 10⁻² → 10⁻³, batches of 64: 9.113(1) after 5,000 steps.
    const parameters = parametersOfKernel(new Float64Array(edges.classes.length).fill(0.1), 1)
    const [first, second] = [new Float64Array(parameters.length), new Float64Array(parameters.length)]
    for (let step = 1; step <= 5000; step++) {
      const kernel = kernelOfParameters(edges, parameters)
      const factor = factorKernel(kernel)
      const draw = drawBulk(kernel, factor, 64, 2, stream(1, 'sample', step))
      const force = multiply(starMatrix, draw.bulk, 16)
      parameterGradient(parameters, kernelGradient(kernel, factor, draw, force)).forEach((slope, i) => {
        first[i] = 0.9 * first[i] + 0.1 * slope
        second[i] = 0.999 * second[i] + 0.001 * slope * slope
        const rate = 1e-2 * 0.1 ** (step / 5000)
        parameters[i] -= (rate * first[i]) / (1 - 0.9 ** step) / (Math.sqrt(second[i] / (1 - 0.999 ** step)) + 1e-8)
      })
    }
    expectWithin(lossOf(kernelOfParameters(edges, parameters)), 9.113, 1e-3)
  })
})

/** 2 K y, columns along the fast axis. */
function multiply(matrix: Float64Array, y: Float64Array, n: number): Float64Array {
  const columns = y.length / n
  const result = new Float64Array(y.length)
  for (let i = 0; i < n; i++) for (let j = 0; j < n; j++) {
    const entry = 2 * matrix[i * n + j]
    if (entry !== 0) for (let column = 0; column < columns; column++) result[i * columns + column] += entry * y[j * columns + column]
  }
  return result
}

describe('moment matching', () => {
  it.each([[4], [8]])('finds every coupling and the mass of the kernel whose moments it is given, L = %i', (side) => {
    const kernel = unevenKernel(side)
    const matched = matchMoments(kernel.edges, kernelMoments(kernel.edges, exactCovariance(factorKernel(kernel).inverse())))
    kernel.couplings.forEach((coupling, e) => expectRelative(matched.kernel.couplings[e], coupling, 1e-8))
    expectRelative(matched.mass, kernel.mass, 1e-8)
    expect(matched.residual).toBeLessThan(1e-9)
  })
  it('lets couplings rest at zero where the data are anticorrelated, and stays the best there', () => {
    const edges = edgesOf(2)
    // The pair (0, 1) is anticorrelated, all else independent.
    const real = Float64Array.from({ length: 16 }, (_, i) => (i % 5 === 0 ? 1 : i === 1 || i === 4 ? -0.5 : 0))
    const covariance = { sites: 4, real, imaginary: null, samples: null }
    expect(negativeShare(covariance)).toBe(1)
    const moments = kernelMoments(edges, covariance)
    const matched = matchMoments(edges, moments)
    const pair = edges.classes.findIndex(({ places }) => `${places}` === '0,1')
    expect(matched.couplings[pair]).toBe(0)
    const likelihood = (couplings: Float64Array, mass: number) =>
      factorKernel(kernelOfClasses(edges, couplings, mass)).logDeterminant - mass * moments.squares - couplings.reduce((sum, value, i) => sum + value * moments.differences[i], 0)
    expectWithin(likelihood(matched.couplings, matched.mass), matched.logLikelihood, 1e-12)
    matched.couplings.forEach((_, i) => {
      const moved = matched.couplings.map((value, k) => value + (k === i ? 1e-3 : 0))
      expect(likelihood(moved, matched.mass)).toBeLessThan(matched.logLikelihood)
    })
  })
})

describe('moments of samples', () => {
  it('of one field twice are its outer product, Hermitian', () => {
    const field = [1, 2, -0.5, 0.25]
    const { real, imaginary, samples } = sampleCovariance([...field, ...field], 2, 2)
    expect(samples).toBe(2)
    expect([...real]).toEqual([5, 0, 0, 0.3125])
    expect([...imaginary!].map((value) => value + 0)).toEqual([0, 1.25, -1.25, 0])
  })
  it('independent fields have no pair that counts as anticorrelated beyond the share that noise has', () => {
    const fields = new Float64Array(400 * 16 * 2)
    stream(2, 'sample').fillNormal(fields, Math.SQRT1_2)
    const covariance = sampleCovariance(fields, 16, 2)
    // |Re c|² > 3/M is √6 standard deviations of a single component: a chance of 1.4 % for each of 120 pairs.
    const beyond = [...covariance.real].filter((c, k) => k % 17 !== 0 && c * c > 3 / 400).length / 2
    expect(beyond).toBeLessThan(8)
    expect(() => sampleCovariance([1, 2, 3], 2, 1)).toThrow(/not at least two bulk fields/)
  })
})
