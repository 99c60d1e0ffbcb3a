import { describe, expect, it } from 'vitest'
import { generatePoints } from '../datasets/generate-points.ts'
import { symmetricEigen } from '../numerics/symmetric-eigen.ts'
import { stream } from '../random/stream.ts'
import { energyDistance } from './energy-distance.ts'
import { meanDistanceInSquare, meanDistanceToCentre, normalEnergyDistance, squareToCentreEnergyDistance } from './exact-distances.ts'
import { frechetDistance, sampleMoments } from './frechet-distance.ts'
import { maximumMeanDiscrepancy, polynomialMmd } from './maximum-mean-discrepancy.ts'
import { median, medianDistance } from './median.ts'
import { meanDistanceWithin } from './pairwise-distances.ts'
import { precisionRecall } from './precision-recall.ts'
import { slicedWasserstein, squaredWasserstein } from './sliced-wasserstein.ts'

/** The smallest relative error that the printed digits of chapter 12 allow is 1e-12; the rest is half a unit of the last digit. */
const close = (measured: number, expected: number, tolerance = 1e-10 * Math.abs(expected)) => expect(Math.abs(measured - expected), `${measured} against ${expected}`).toBeLessThan(tolerance)

const setX = Float64Array.of(0, 0, 1, 0, 0, 2)
const setY = Float64Array.of(1, 1, 3, 1)

function normalPoints(count: number, name: string, dimension = 2, mean = 0): Float64Array {
  const points = new Float64Array(count * dimension)
  stream(3, name).fillNormal(points)
  return points.map((value) => value + mean)
}

describe('exact values', () => {
  it('12.31 mean distances in the unit square, and the energy distance of a tile to its centre', () => {
    close(meanDistanceInSquare(), 0.521405433165, 5e-13)
    close(meanDistanceToCentre(), 0.382597858232, 5e-13)
    // The printed digits end in …598|98: cut, not rounded; the tolerance is the general one of 1e-10.
    close(squareToCentreEnergyDistance(2), 0.487580566598)
  })

  it('12.32 energy distance of N(0,1) and N(1,1)', () => {
    close(normalEnergyDistance(0, 1, 1, 1), 0.541806579306, 5e-13)
    close(normalEnergyDistance(2, 3, 2, 3), 0, 1e-14)
    // Far apart: 2 |μ| - 2/√π (σ₁ + σ₂) as all mass is on one side.
    close(normalEnergyDistance(0, 1, 50, 2), 100 - (2 / Math.sqrt(Math.PI)) * 3)
    close(normalEnergyDistance(0, 0, 3, 0), 6)
  })

  it('12.33 energy distance of three and two points: V and U', () => {
    close(energyDistance(setX, setY, { estimator: 'V' }), 1.96611281253, 5e-12)
    close(energyDistance(setX, setY), 0.384327481694, 5e-13)
  })

  it('12.34 MMD² of the same sets: one Gaussian V and U, polynomial kernel U', () => {
    const one = { bandwidth: 1, bandwidths: 'one' } as const
    close(maximumMeanDiscrepancy(setX, setY, { ...one, estimator: 'V' }), 0.604817705964, 5e-13)
    close(maximumMeanDiscrepancy(setX, setY, one), -0.0692978811315, 5e-14)
    close(polynomialMmd(setX, setY), 15.6666666667, 5e-11)
  })

  it('12.36 FID of two normal laws', () => {
    const first = { mean: Float64Array.of(0, 0), covariance: Float64Array.of(2, 0.5, 0.5, 1) }
    const second = { mean: Float64Array.of(1, -1), covariance: Float64Array.of(1, -0.3, -0.3, 1.5) }
    close(frechetDistance(first, second), 2.46347118961, 5e-12)
    close(frechetDistance(second, first), 2.46347118961, 5e-12)
  })

  it('12.37 SWD of a set and its translate by v is |v|/√2', () => {
    const points = generatePoints('spiral', 300, 1)
    const moved = points.map((value, i) => value + [0.7, -1.1][i % 2])
    for (const directions of [3, 128]) close(slicedWasserstein(points, moved, { directions }), Math.hypot(0.7, 1.1) / Math.SQRT2)
  })

  it('12.38 precision and recall on the line', () => {
    expect(precisionRecall(Float64Array.of(0.5, 10), Float64Array.of(0, 1, 2, 3), { neighbours: 1, dimension: 1 })).toEqual({ precision: 0.5, recall: 1 })
  })
})

describe('energy distance', () => {
  it('agrees with the exact value for normal samples, in one and in two dimensions alike', () => {
    const n = 4000
    const x = normalPoints(n, 'base', 1)
    const y = normalPoints(n, 'sample', 1, 1)
    // The projections h(x) = E|x - Y| - E|x - X'| have a variance of about 0.5 in either sample: sigma = 2 √(2 · 0.5 / n).
    close(energyDistance(x, y, { dimension: 1 }), normalEnergyDistance(0, 1, 1, 1), 4 * 2 * Math.sqrt(1 / n))
    // On a line in the plane distances are the same.
    const inPlane = (values: Float64Array) => Float64Array.from(Array.from(values).flatMap((value) => [0.6 * value, 0.8 * value]))
    close(energyDistance(inPlane(x), inPlane(y)), energyDistance(x, y, { dimension: 1 }), 1e-12)
  })

  it('V differs from U by the self distances: V - U = mean distance within X / n + within Y / m', () => {
    const x = generatePoints('rings', 50, 1)
    const y = generatePoints('rings', 70, 1, 'reference')
    const difference = energyDistance(x, y, { estimator: 'V' }) - energyDistance(x, y)
    close(difference, meanDistanceWithin(x, 'U') / 50 + meanDistanceWithin(y, 'U') / 70, 1e-13)
    close(energyDistance(x, x, { estimator: 'V' }), 0, 1e-13)
  })

  it('knows the exact mean distance of the board, 4.157051', () => {
    const n = 10_000
    // The mean distance from a point varies between 3.4 and 5.6 over the board, deviation below 0.6; sigma = 2 · 0.6 / √n.
    close(meanDistanceWithin(generatePoints('checkerboard', n, 4), 'U'), 4.157051, (4 * 1.2) / Math.sqrt(n))
  })

  it('refuses sets that are too small and half points', () => {
    expect(() => energyDistance(Float64Array.of(0, 0), setY)).toThrow(/at least 2/)
    expect(() => energyDistance(Float64Array.of(0, 0, 1), setY)).toThrow(/no whole number of points/)
  })
})

describe('maximum mean discrepancy', () => {
  it('with five widths is the mean of the five single ones', () => {
    const x = generatePoints('twoMoons', 60, 1)
    const y = generatePoints('spiral', 80, 1)
    const sigma = 0.8
    const singles = [0.25, 0.5, 1, 2, 4].map((b) => maximumMeanDiscrepancy(x, y, { bandwidth: b * sigma, bandwidths: 'one' }))
    // The narrowest Gaussian is the 256th power of the widest: 256 roundings.
    close(maximumMeanDiscrepancy(x, y, { bandwidth: sigma }), singles.reduce((sum, value) => sum + value, 0) / 5, 1e-12)
  })

  it('agrees in general dimension with the loop for the plane', () => {
    const inSpace = (points: Float64Array) => Float64Array.from(Array.from({ length: points.length / 2 }, (_, i) => [points[2 * i], 0, points[2 * i + 1]]).flat())
    close(maximumMeanDiscrepancy(inSpace(setX), inSpace(setY), { dimension: 3, bandwidth: 1 }), maximumMeanDiscrepancy(setX, setY, { bandwidth: 1 }), 1e-14)
  })

  it('is unbiased: its mean over 40 true-against-true draws vanishes within four standard errors', () => {
    const values = Array.from({ length: 40 }, (_, seed) => maximumMeanDiscrepancy(
      generatePoints('checkerboard', 100, seed), generatePoints('checkerboard', 100, seed, 'reference'), { bandwidth: 4 },
    ))
    const mean = values.reduce((sum, value) => sum + value, 0) / values.length
    const variance = values.reduce((sum, value) => sum + (value - mean) ** 2, 0) / (values.length - 1)
    expect(Math.abs(mean)).toBeLessThan(4 * Math.sqrt(variance / values.length))
  })
})

describe('medians', () => {
  it('equal the middle of the sorted numbers, for odd and even counts and for many equal ones', () => {
    for (const count of [1, 2, 3, 10, 101, 1000]) {
      for (const steps of [Infinity, 3]) {
        const values = new Float64Array(count)
        stream(count, 'data').fillUniform(values)
        if (steps === 3) values.forEach((value, i) => { values[i] = Math.floor(3 * value) })
        const sorted = Float64Array.from(values).sort()
        expect(median(values)).toBe((sorted[Math.floor((count - 1) / 2)] + sorted[Math.floor(count / 2)]) / 2)
      }
    }
  })

  it('of distances of a subsample stay near the full one, and coincident points fall back on the mean', () => {
    const points = generatePoints('checkerboard', 1500, 1)
    // Deviation of a distance 2.1 over a density of 0.2 at the median, about √(2/500) of independent information.
    close(medianDistance(points, { subsample: 500 }), medianDistance(points), 4 * 2.1 * Math.sqrt(2 / 500))
    expect(medianDistance(Float64Array.of(0, 0, 0, 0, 0, 0, 0, 0, 3, 4))).toBeCloseTo(2, 12)
    expect(() => medianDistance(Float64Array.of(1, 1, 1, 1))).toThrow(/coincide/)
  })
})

describe('sliced Wasserstein distance', () => {
  it('of unequal sizes repeats a set without changing it: the quantile function of k copies is the same', () => {
    const x = generatePoints('pinwheel', 40, 1)
    const y = generatePoints('rings', 50, 1)
    const thrice = Float64Array.from([...y, ...y, ...y])
    close(slicedWasserstein(x, thrice), slicedWasserstein(x, y), 1e-12)
    close(slicedWasserstein(thrice, y), 0, 1e-12)
    // ∫ of {0, 1} against {0, 1, 5}: quantiles [0,1/3) 0-0, [1/3,1/2) 0-1, [1/2,2/3) 1-1, [2/3,1) 1-5.
    close(squaredWasserstein(Float64Array.of(0, 1), Float64Array.of(0, 1, 5)), 1 / 6 + 16 / 3)
  })

  it('of the uniform square against the board tends to 0.2286; self is small', () => {
    const n = 10_000
    const square = new Float64Array(2 * n)
    stream(2, 'sample').fillUniform(square, -4, 4)
    const board = generatePoints('checkerboard', n, 2)
    close(slicedWasserstein(square, board), 0.232, 4 * 0.008)
    close(slicedWasserstein(generatePoints('checkerboard', n, 2, 'reference'), board), 0.05, 4 * 0.01)
  })

  it('in three dimensions uses seeded random directions: a translate gives about |v|/√3', () => {
    const points = normalPoints(200, 'base', 3)
    const moved = points.map((value) => value + 1)
    const options = { dimension: 3, directions: 2000 }
    // (v·u)² for random u has the relative variance 4/5; the root halves it.
    close(slicedWasserstein(points, moved, options), 1, (4 * Math.sqrt(0.8 / 2000)) / 2)
    expect(slicedWasserstein(points, moved, options)).toBe(slicedWasserstein(points, moved, options))
    expect(slicedWasserstein(points, moved, { ...options, seed: 2 })).not.toBe(slicedWasserstein(points, moved, options))
  })
})

describe('Fréchet distance', () => {
  it('for commuting covariances is the sum of squared differences of the deviations', () => {
    const diagonal = (...values: number[]) => Float64Array.from(values.flatMap((value, i) => values.map((_, j) => (i === j ? value : 0))))
    const zero = new Float64Array(3)
    close(frechetDistance({ mean: zero, covariance: diagonal(1, 4, 0) }, { mean: zero, covariance: diagonal(9, 1, 4) }), 4 + 1 + 4)
  })

  it('of sample moments of two sets from the same law is small, and 0 against itself', () => {
    const law = sampleMoments(normalPoints(2000, 'base', 8), 8)
    close(frechetDistance(law, law), 0, 1e-12)
    const other = sampleMoments(normalPoints(2000, 'sample', 8), 8)
    // Expected: 2 D / n of the means plus about D(D+1)/(4 n) · 2 of the covariances = 0.026.
    expect(frechetDistance(law, other)).toBeLessThan(0.06)
    expect(frechetDistance(law, other)).toBeGreaterThan(0.005)
  })

  it('refuses what is no covariance, by reason', () => {
    const mean = Float64Array.of(0, 0)
    const good = { mean, covariance: Float64Array.of(1, 0, 0, 1) }
    expect(() => frechetDistance(good, { mean, covariance: Float64Array.of(1, 0.5, 0, 1) })).toThrow(/not symmetric/)
    expect(() => frechetDistance(good, { mean, covariance: Float64Array.of(1, 2, 2, 1) })).toThrow(/negative eigenvalue -1\.00/)
    expect(() => frechetDistance(good, { mean, covariance: Float64Array.of(1) })).toThrow(/expected 2 and 4/)
  })
})

describe('symmetric eigenproblem', () => {
  it('rebuilds a random 20 × 20 matrix from orthonormal vectors', () => {
    const n = 20
    const matrix = new Float64Array(n * n)
    const random = stream(1, 'data')
    for (let i = 0; i < n; i++) for (let j = 0; j <= i; j++) matrix[i * n + j] = matrix[j * n + i] = random.normal()
    const { values, vectors } = symmetricEigen(matrix, n)
    for (let i = 0; i < n; i++) {
      for (let j = 0; j < n; j++) {
        let rebuilt = 0
        let product = 0
        for (let k = 0; k < n; k++) {
          rebuilt += vectors[i * n + k] * values[k] * vectors[j * n + k]
          product += vectors[k * n + i] * vectors[k * n + j]
        }
        close(rebuilt, matrix[i * n + j], 1e-13)
        close(product, i === j ? 1 : 0, 1e-14)
      }
    }
  })
})

describe('precision and recall', () => {
  it('are both near 1 for the same law, and fall apart for a mode left out or added', () => {
    const board = generatePoints('checkerboard', 400, 1)
    const same = precisionRecall(generatePoints('checkerboard', 400, 2), board)
    expect(same.precision).toBeGreaterThan(0.85)
    expect(same.recall).toBeGreaterThan(0.85)
    const leftHalf = Float64Array.from(Array.from({ length: 400 }, (_, i) => (board[2 * i] < 0 ? [board[2 * i], board[2 * i + 1]] : [])).flat())
    expect(precisionRecall(leftHalf, board).precision).toBe(1)
    expect(precisionRecall(leftHalf, board).recall).toBeLessThan(0.6)
    expect(precisionRecall(board, leftHalf).precision).toBeLessThan(0.6)
  })
})
