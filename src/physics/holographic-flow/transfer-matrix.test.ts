import { describe, expect, it } from 'vitest'
import { expectPrinted, expectRelative, expectWithin } from '../testing/expect-printed.test-helper.ts'
import { adsGeometry } from './ads-geometry.ts'
import { customGeometry } from './custom-geometry.ts'
import { evolveByRk4, evolveExactly } from './free-evolution.ts'
import type { Geometry } from './geometry.ts'
import { hsvGeometry } from './hsv-geometry.ts'
import { integratedDivergence } from './linear-flow-density.ts'
import { readSource } from './source-readout.ts'
import { type TransferMatrix, transferMatrix } from './transfer-matrix.ts'
import { splineProfile } from './warp-profile.ts'

const ads = (conformalDimension: number) => adsGeometry({ boundaryDimension: 2, conformalDimension, rIR: 0, rUV: 1 })
const wavy = splineProfile([-0.2, 0.2, 0.45, 0.8, 1.3].map((r, i) => ({ r, logWarp: r + [0, 0.1, -0.05, 0.15, 0][i] })))
const every: [string, Geometry][] = [
  ['AdS, Δ = 1.5', ads(1.5)], ['AdS, Δ = 3.2', ads(3.2)],
  ['HSV, p = 0.3', hsvGeometry({ boundaryDimension: 2, hsvP: 0.3, zIR: 1, zUV: 0.3 })],
  ['own warp factor', customGeometry({ boundaryDimension: 2, conformalDimension: 1.7, rIR: 0, rUV: 1, profile: wavy })],
]
const determinant = ([[a, b], [c, d]]: TransferMatrix) => a * d - b * c
const product = ([[a, b], [c, d]]: TransferMatrix, [[e, f], [g, h]]: TransferMatrix): TransferMatrix =>
  [[a * e + b * g, a * f + b * h], [c * e + d * g, c * f + d * h]]

describe('transfer matrix', () => {
  it('12.27 nu = 1/2, r from 0 to 1, k = 1; determinant 1/e', () => {
    const matrix = transferMatrix(ads(1.5), 1, 0, 1)
    const printed = [['1.20652999646', '0.675066391073'], ['0.248343046701', '0.443857580854']]
    printed.forEach((row, i) => row.forEach((value, j) => expectPrinted(matrix[i][j], value)))
    expectRelative(determinant(matrix), Math.exp(-1), 1e-13)
  })
  it('12.28 the same at k = 2', () => {
    const matrix = transferMatrix(ads(1.5), 2, 0, 1)
    const printed = [['1.91142926471', '0.814487850430'], ['1.19853334103', '0.703175529741']]
    printed.forEach((row, i) => row.forEach((value, j) => expectPrinted(matrix[i][j], value)))
  })
  it.each([0.25, 0.5, 1, 2.2])('at k = 0 and nu = %f is [[1, (1 - e^-2nu)/2nu], [0, e^-2nu]]', (nu) => {
    const [[a, b], [c, d]] = transferMatrix(ads(1 + nu), 0, 0, 1)
    expectRelative(a, 1, 1e-13)
    expectRelative(b, -Math.expm1(-2 * nu) / (2 * nu), 1e-13)
    expectWithin(c, 0, 1e-15)
    expectRelative(d, Math.exp(-2 * nu), 1e-13)
  })
  it('of an own warp factor ln f = r is that of AdS (reduction of order against Bessel functions)', () => {
    const straight = splineProfile([0, 0.3, 0.6, 1].map((r) => ({ r, logWarp: r })))
    const own = customGeometry({ boundaryDimension: 2, conformalDimension: 1.8, rIR: 0, rUV: 1, profile: straight })
    for (const k of [0.3, 2, 8.9]) {
      const [exact, numeric] = [transferMatrix(ads(1.8), k, 0, 1), transferMatrix(own, k, 0, 1)]
      exact.forEach((row, i) => row.forEach((value, j) => expectRelative(numeric[i][j], value, 1e-9)))
    }
  })
})

describe.each(every)('free evolution in %s', (_name, geometry) => {
  const { rIR, rUV } = geometry
  const middle = 0.4 * rIR + 0.6 * rUV
  const momenta = [0, 0.7, 3, 8.9]
  it('has the determinant exp ∫ friction', () => {
    for (const k of momenta) {
      const expected = Math.exp(integratedDivergence(geometry, rIR, rUV))
      // Products of entries up to 100 cancel to a determinant below one.
      expectRelative(determinant(transferMatrix(geometry, k, rIR, rUV)), expected, 1e-9)
    }
  })
  it('composes, and is undone by going back', () => {
    for (const k of momenta) {
      const whole = transferMatrix(geometry, k, rIR, rUV)
      const twoSteps = product(transferMatrix(geometry, k, middle, rUV), transferMatrix(geometry, k, rIR, middle))
      const scale = Math.max(...whole.flat().map(Math.abs))
      whole.forEach((row, i) => row.forEach((value, j) => expectWithin(twoSteps[i][j], value, 1e-10 * scale)))
      const [[a, b], [c, d]] = product(transferMatrix(geometry, k, rUV, rIR), whole)
      for (const [value, expected] of [[a, 1], [b, 0], [c, 0], [d, 1]]) expectWithin(value, expected, 1e-11 * scale ** 2)
    }
  })
  it('carries the propagator along', () => {
    for (const k of momenta) {
      const start = geometry.propagator(k, rIR)
      const end = evolveExactly(geometry, k, { phi: start.psi, pi: start.varpi }, rIR, rUV)
      const { psi, varpi } = geometry.propagator(k, rUV)
      expectRelative(end.phi, psi, 1e-10)
      expectWithin(end.pi, varpi, 1e-10 * (psi + varpi))
    }
  })
  it('agrees with Runge-Kutta', () => {
    for (const k of [0.7, 3]) {
      const exact = evolveExactly(geometry, k, { phi: 0.4, pi: -0.3 }, rIR, rUV)
      const stepped = evolveByRk4(geometry, k, { phi: 0.4, pi: -0.3 }, rIR, rUV, 2000)
      // The own warp factor has kinks in h'' at its control points, which Runge-Kutta steps over.
      const tolerance = geometry.kind === 'custom' ? 1e-8 : 1e-11
      expectWithin(stepped.phi, exact.phi, tolerance)
      expectWithin(stepped.pi, exact.pi, tolerance)
    }
  })
  it('keeps the source, whatever the radius it is read at', () => {
    for (const k of momenta) {
      const start = { phi: 0.4, pi: -0.3 }
      const there = evolveExactly(geometry, k, start, rIR, middle)
      const atStart = readSource(geometry, k, rIR, start.phi, start.pi)
      expectRelative(readSource(geometry, k, middle, there.phi, there.pi), atStart, 1e-9)
      const { psi, varpi } = geometry.propagator(k, middle)
      expectRelative(readSource(geometry, k, middle, psi, varpi), 1, 1e-9)
    }
  })
})

describe('Runge-Kutta integration of the free flow', () => {
  const error = (k: number, steps: number) => {
    const geometry = ads(1.5)
    const [start, exact] = [geometry.propagator(k, 0), geometry.propagator(k, 1)]
    const end = evolveByRk4(geometry, k, { phi: start.psi, pi: start.varpi }, 0, 1, steps)
    return Math.max(Math.abs(end.phi - exact.psi), Math.abs(end.pi - exact.varpi))
  }
  it('12.29 its error at nu = 1/2, k = 2 for n = 10, 20, 40, 100 falls as n^-4', () => {
    expectPrinted(error(2, 10), '4.79e-7')
    expectPrinted(error(2, 20), '2.83e-8')
    expectPrinted(error(2, 40), '1.72e-9')
    expectPrinted(error(2, 100), '4.3e-11')
    expect(error(2, 10) / error(2, 20)).toBeCloseTo(16.9, 1)
    expect(error(2, 20) / error(2, 40)).toBeCloseTo(16.5, 1)
  })
  it('12.30 its error at the corner of the lattice for n = 100, and the exact end', () => {
    const corner = 2 * Math.PI * Math.SQRT2
    expectPrinted(error(corner, 100), '7.5e-8')
    expectPrinted(ads(1.5).propagator(corner, 1).psi, '0.038048615375')
    expectPrinted(ads(1.5).propagator(corner, 1).varpi, '0.124376760570')
  })
})
