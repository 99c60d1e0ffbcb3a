import { describe, expect, it } from 'vitest'
import { stream } from '../../random/stream.ts'
import { expectPrinted, expectRelative, expectWithin } from '../../testing/expect-printed.test-helper.ts'
import { bulkLayout } from '../map/layout.ts'
import { ballView, diskView } from './ball-view.ts'
import { classicalEmbedding } from './classical-embedding.ts'
import { curvatureFit } from './curvature-fit.ts'
import { decimatorIndex, decimatorsOf } from './decimators.ts'
import { distanceScale, squaredSeparation } from './distance-scale.ts'
import { gromovDelta } from './gromov-delta.ts'
import { arcosh1p, ballDistance, geodesic, halfSpaceDistance, toBall } from './hyperbolic-space.ts'
import { informationFloor, informationOfCorrelation, mutualInformation } from './mutual-information.ts'

/** Table of distances between points. */
function tableOf<Point>(points: readonly Point[], distance: (p: Point, q: Point) => number): Float64Array {
  return Float64Array.from(points.flatMap((p) => points.map((q) => (p === q ? 0 : distance(p, q)))))
}
const euclidean = (p: readonly number[], q: readonly number[]) => Math.hypot(...p.map((x, i) => x - q[i]))

describe('mutual information', () => {
  it('NRG 23: at |c|/√(cc) = 0.1, 0.5, 0.9', () => {
    expectPrinted(informationOfCorrelation(0.1, 1), '0.010050335854')
    expectPrinted(informationOfCorrelation(0.5, 1), '0.287682072452')
    expectPrinted(informationOfCorrelation(0.9, 1), '1.660731206822')
  })
  it('of complex variables uses both parts, does not depend on their units, and keeps small values', () => {
    const covariance = { sites: 2, real: Float64Array.of(4, 3e-9, 3e-9, 25), imaginary: Float64Array.of(0, 4e-9, -4e-9, 0), samples: 600 }
    expectRelative(mutualInformation(covariance, 1)[1], 0.25e-18, 1e-14)
    expectRelative(mutualInformation(covariance, 0.5)[2], 0.125e-18, 1e-14)
    expect(informationFloor(covariance, 1, new Float64Array(4))).toBe(0.005)
    expect(informationFloor({ ...covariance, samples: null }, 1, Float64Array.of(0, 0.25, 0.125, 0))).toBe(0.125)
    expect(mutualInformation({ ...covariance, real: Float64Array.of(1, 1, 1, 1), imaginary: null }, 1)[1]).toBeLessThan(40)
  })
})

describe('hyperbolic space', () => {
  it('NRG 24: lateral distances at the same height, and one layer up', () => {
    for (const [r, d] of [[2, '1.7627471740'], [4, '2.8872709504'], [8, '4.1894250945'], [16, '5.5529445614']] as const) expectPrinted(halfSpaceDistance([0, 0, 3], [3 * r, 0, 3]), d)
    expectRelative(halfSpaceDistance([5, 1, 0.3], [5, 1, 0.6]), Math.LN2, 1e-15)
  })
  it('NRG 25: the ball model of (0.3, -0.4, 0.5), and the same distance in both models', () => {
    const p = [0.3, -0.4, 0.5]
    const q = [1.2, 0.7, 2]
    toBall(p).forEach((x, i) => expectRelative(x, [0.24, -0.32, -0.2][i], 1e-15))
    expectPrinted(halfSpaceDistance(p, q), '1.8093100379')
    expectPrinted(ballDistance(toBall(p), toBall(q)), '1.8093100379')
  })
  it.each([[[0.3, 0.5], [-0.6, 0.2]], [[0.1, 0.2, 0.3], [0.4, -0.7, 0.1]], [[0.5, 0], [-0.25, 0]]])('the geodesic from %j to %j is even, shortest, and a circle at right angles to the boundary', (u, v) => {
    const points = geodesic(u, v, 7)
    const length = ballDistance(u, v)
    points.slice(1).forEach((point, k) => expectRelative(ballDistance(points[k], point), length / 6, 1e-12))
    u.forEach((x, i) => expectWithin(points[0][i], x, 1e-15))
    v.forEach((x, i) => expectWithin(points[6][i], x, 1e-15))
    // A circle at right angles to the unit sphere has c·u = (1 + |u|²)/2 for its centre c at every point u of it; on a diameter (no such
    // centre) all points are parallel. Either way the vectors ((1 + |u|²)/2, u) span two dimensions only.
    const rows = points.map((point) => [(1 + point.reduce((sum, x) => sum + x * x, 0)) / 2, ...point])
    const along = (x: readonly number[], y: readonly number[]) => x.reduce((sum, value, i) => sum + value * y[i], 0)
    const unit = (x: readonly number[]) => x.map((value) => value / Math.sqrt(along(x, x)))
    const first = unit(rows[0])
    const second = unit(rows[6].map((value, i) => value - along(rows[6], first) * first[i]))
    rows.forEach((row) => row.forEach((value, i) => expectWithin(value, along(row, first) * first[i] + along(row, second) * second[i], 1e-14)))
  })
  it('places decimators in the ball at the hyperbolic distances of their places', () => {
    const layout = bulkLayout(8)
    const { positions, links, arcs, arcPoints } = ballView(layout)
    const at = (i: number) => [...positions.subarray(3 * i, 3 * i + 3)]
    const decimators = decimatorsOf(layout)
    for (const [i, j] of [[0, 7], [3, 17], [18, 20]]) {
      expectRelative(ballDistance(at(i), at(j)), halfSpaceDistance([...decimators[i].x, decimators[i].height], [...decimators[j].x, decimators[j].height]), 1e-12)
    }
    // The top decimator sits at the centre of the lattice and at height 1: the centre of the ball.
    at(20).forEach((x) => expectWithin(x, 0, 1e-15))
    expect(links.filter(({ direction }) => direction === 'z').length).toBe(20)
    expect(links.filter(({ direction }) => direction === 'x').length).toBe(16 + 2)
    links.forEach(({ from, to }, k) => {
      const start = 3 * arcPoints * k
      expect([...arcs.subarray(start, start + 3)].map((x, i) => Math.abs(x - at(from)[i]) < 1e-14)).toEqual([true, true, true])
      expectWithin(arcs[start + 3 * arcPoints - 1], at(to)[2], 1e-14)
    })
  })
  it('shows one slice of every layer in the disk', () => {
    const { indices, positions, links } = diskView(bulkLayout(8))
    expect(indices.length).toBe(4 + 2 + 1)
    expect(positions.every(([x, y]) => Math.hypot(x, y) < 1)).toBe(true)
    expect(links.length).toBe(3 + 1 + 6)
  })
})

describe('classical multidimensional scaling', () => {
  it('NRG 26: five points in space: eigenvalues, and distances back', () => {
    const points = [[0, 0, 0], [1, 0, 0], [0, 2, 0], [0, 0, 3], [1, 2, 3]]
    const distances = tableOf(points, euclidean)
    const { eigenvalues, coordinates, positiveShare, negativeMass, stress } = classicalEmbedding(distances, 5)
    expectPrinted(eigenvalues[0], '11.0759068')
    expectPrinted(eigenvalues[1], '4.59144929')
    expectPrinted(eigenvalues[2], '1.13264392')
    for (const value of eigenvalues.subarray(3)) expectWithin(value, 0, 1e-13)
    const back = tableOf([0, 1, 2, 3, 4].map((i) => [...coordinates.subarray(3 * i, 3 * i + 3)]), euclidean)
    back.forEach((value, i) => expectWithin(value, distances[i], 1e-12))
    expectWithin(positiveShare, 1, 1e-14)
    expectWithin(negativeMass, 0, 1e-14)
    expectWithin(stress, 0, 1e-12)
  })
  it('NRG 27: tetrahedron of side 2: 2, 2, 2, 0; star of three leaves: 2, 2, 0, -0.25, which no flat space holds', () => {
    const tetrahedron = classicalEmbedding(Float64Array.from({ length: 16 }, (_, i) => (i % 5 === 0 ? 0 : 2)), 4)
    ;[2, 2, 2, 0].forEach((value, k) => expectWithin(tetrahedron.eigenvalues[k], value, 1e-14))
    const star = classicalEmbedding(Float64Array.of(0, 1, 1, 1, 1, 0, 2, 2, 1, 2, 0, 2, 1, 2, 2, 0), 4)
    ;[2, 2, 0, -0.25].forEach((value, k) => expectWithin(star.eigenvalues[k], value, 1e-14))
    expectWithin(star.negativeMass, 0.25 / 4.25, 1e-14)
    expect(star.stress).toBeGreaterThan(0.05)
  })
  it('refuses distances that are not finite', () => {
    expect(() => classicalEmbedding(Float64Array.of(0, Infinity, Infinity, 0), 2)).toThrow(/finite/)
  })
})

describe('Gromov δ', () => {
  const random = () => stream(1, 'subsample')
  it('vanishes for a tree, is 1 for a ring of four, and scales with the distances', () => {
    // Leaves and inner vertices of a random tree: each vertex hangs on an earlier one.
    const parents = [0, 0, 0, 1, 1, 2, 3, 3, 5, 6, 2, 4]
    const ancestors = (i: number): number[] => (i === 0 ? [0] : [i, ...ancestors(parents[i])])
    const depth = (i: number) => ancestors(i).length
    const steps = (i: number, j: number) => depth(i) + depth(j) - 2 * Math.max(...ancestors(i).filter((k) => ancestors(j).includes(k)).map(depth))
    const tree = gromovDelta(tableOf(parents.map((_, i) => i), steps), parents.length, random())
    expect(tree).toMatchObject({ max: 0, mean: 0, meanError: 0, relative: 0, exact: true, quadruples: 495 })
    const ring = tableOf([0, 1, 2, 3], (i, j) => Math.min(Math.abs(i - j), 4 - Math.abs(i - j)))
    expect(gromovDelta(ring, 4, random())).toMatchObject({ max: 1, mean: 1, relative: 1 })
    expectRelative(gromovDelta(ring.map((d) => 2.5 * d), 4, random()).max, 2.5, 1e-15)
  })
  it('stays below ln 2 in the hyperbolic plane, however large, and grows in the flat one', () => {
    const draw = stream(4, 'sample')
    const inDisc = (radius: number) => Array.from({ length: 40 }, () => {
      const [angle, r] = [2 * Math.PI * draw.uniform(), Math.tanh(radius * Math.sqrt(draw.uniform()) / 2)]
      return [r * Math.cos(angle), r * Math.sin(angle)]
    })
    for (const radius of [2, 6, 10]) {
      const { max, exact } = gromovDelta(tableOf(inDisc(radius), ballDistance), 40, random())
      expect(exact).toBe(true)
      expect(max).toBeLessThan(Math.LN2)
      if (radius > 2) expect(max).toBeGreaterThan(0.3)
    }
    const square = Array.from({ length: 36 }, (_, i) => [i % 6, Math.floor(i / 6)])
    // Corners of a square of side 5: (5√2 + 5√2 - 10)/2.
    expectRelative(gromovDelta(tableOf(square, euclidean), 36, random()).max, 5 * Math.SQRT2 - 5, 1e-14)
  })
  it('a sample of quadruples meets the exact mean within its error, which comes from points', () => {
    const draw = stream(8, 'sample')
    const table = tableOf(Array.from({ length: 40 }, () => [draw.normal(), draw.normal()]), euclidean)
    const exact = gromovDelta(table, 40, random())
    const sampled = gromovDelta(table, 40, random(), { quadruples: 20_000 })
    expect(sampled).toMatchObject({ exact: false, quadruples: 20_000 })
    expectWithin(sampled.mean, exact.mean, 3 * exact.meanError)
    expect(sampled.max).toBeLessThanOrEqual(exact.max)
    expect(exact.meanError).toBeGreaterThan(0.01 * exact.mean)
  })
})

describe('curvature', () => {
  const layout = bulkLayout(16)
  const decimators = decimatorsOf(layout)
  const tableFrom = (distance: (vertical: number, squared: number, layers: number) => number) => ({
    distances: tableOf(decimators, (p, q) => distance(p.layer - q.layer, squaredSeparation(p, q, 16), p.layer + q.layer)), masked: null,
  })
  it('of hyperbolic distances comes back with radius, exponent, scale and offset', () => {
    const [radius, p, g, offset] = [1.7, 0.5, 0.8, 0.4]
    const table = tableFrom((difference, square, sum) => offset + radius * arcosh1p((g * g * square + (Math.exp(p * (sum + difference) / 2) - Math.exp(p * (sum - difference) / 2)) ** 2) / (2 * Math.exp(p * sum))))
    const fit = curvatureFit(layout, table, stream(1, 'subsample'), 10)!
    // The simplex stops where 1 - R² is of order 1e-9: parameters to about its root.
    expectRelative(fit.radius, radius, 1e-3)
    expectRelative(fit.curvature, -1 / radius ** 2, 2e-3)
    expectRelative(fit.exponentPerLayer, p, 1e-3)
    expectRelative(fit.lateralScale, g, 2e-3)
    expectWithin(fit.offset, offset, 5e-3)
    expect(fit.rSquared).toBeGreaterThan(1 - 1e-7)
    expect(fit.flatRSquared).toBeLessThan(fit.rSquared)
    expect(fit.curvatureError).toBeLessThan(1e-2)
  })
  it('of flat distances is small against 1/diameter², and flat space explains them as well', () => {
    const table = tableFrom((difference, square) => Math.sqrt(square / 4 + difference ** 2))
    const fit = curvatureFit(layout, table, stream(1, 'subsample'), 10)!
    const diameter = Math.max(...table.distances)
    expect(Math.abs(fit.curvature) * diameter ** 2).toBeLessThan(0.05)
    expectWithin(fit.flatRSquared, 1, 1e-6)
    expect(fit.rSquared).toBeGreaterThan(0.999)
  })
  it('is not fitted to a handful of pairs', () => {
    const small = bulkLayout(2)
    expect(curvatureFit(small, { distances: new Float64Array(1), masked: null }, stream(1, 'subsample'))).toBeNull()
  })
})

describe('distance scale', () => {
  const layout = bulkLayout(8)
  it('"smallest is one" and "fitted" do as they say', () => {
    // I = I₀ e^{-d/ξ} by the ideal distance of the variables: both come back.
    const [xi, i0] = [0.7, 0.3]
    const places = layout.variables.map(({ x, height }) => [...x, height])
    const information = new Float64Array(64 * 64)
    layout.variables.forEach((one, i) => layout.variables.forEach((other, j) => {
      const distance = arcosh1p((squaredSeparation(one, other, 8) + (one.height - other.height) ** 2) / (2 * places[i][2] * places[j][2]))
      if (i !== j) information[64 * i + j] = i0 * Math.exp(-distance / xi)
    }))
    const fit = distanceScale({ kind: 'fit' }, layout, information, 0)
    expectRelative(fit.xi, xi, 1e-12)
    expectRelative(fit.i0, i0, 1e-12)
    const auto = distanceScale({ kind: 'auto' }, layout, information, 0)
    expectRelative(-auto.xi * Math.log(Math.max(...information) / auto.i0), 1, 1e-14)
    const growing = information.map((value) => (value > 0 ? 1e-3 / value : 0))
    expect(() => distanceScale({ kind: 'fit' }, layout, growing, 0)).toThrow(/no distance scale/)
  })
  it('decimators are sorted by layer, a, b, with three members and four at the top', () => {
    const list = decimatorsOf(layout)
    const index = decimatorIndex(layout)
    expect(list.length).toBe(21)
    list.forEach(({ layer, a, b, members }, i) => {
      expect(index(layer, a, b)).toBe(i)
      expect(members.length).toBe(layer === 2 ? 4 : 3)
    })
    expect(new Set(list.flatMap(({ members }) => members)).size).toBe(64)
  })
})
