import { describe, expect, it } from 'vitest'
import { integrate } from '../numerics/gauss-legendre.ts'
import { expectPrinted, expectRelative, expectWithin } from '../testing/expect-printed.test-helper.ts'
import { adsGeometry } from './ads-geometry.ts'
import { customGeometry } from './custom-geometry.ts'
import type { Geometry } from './geometry.ts'
import { hsvGeometry } from './hsv-geometry.ts'
import { adsPropagator } from './propagator.ts'
import { evolveByRk4 } from './free-evolution.ts'
import { vevRescaled } from './vev-rescaling.ts'
import { splineProfile } from './warp-profile.ts'

const ads = (conformalDimension = 1.5, d = 2) => adsGeometry({ boundaryDimension: d, conformalDimension, rIR: 0, rUV: 1 })
const hsv = (hsvP: number, d = 2) => hsvGeometry({ boundaryDimension: d, hsvP, zIR: 1, zUV: Math.exp(-1) })
const wavy = splineProfile([0, 0.2, 0.45, 0.8, 1].map((r, i) => ({ r, logWarp: r + [0, 0.1, -0.05, 0.15, 0][i] })))
const custom = () => customGeometry({ boundaryDimension: 2, conformalDimension: 1.7, rIR: 0, rUV: 1, profile: wavy })

const every: [string, Geometry][] = [
  ['AdS, Δ = 1.5', ads()], ['AdS, Δ = 2.3, d = 3', ads(2.3, 3)], ['HSV, p = 0.25', hsv(0.25)], ['flat, p = 1', hsv(1)],
  ['HSV, p = 0.5, d = 3', hsv(0.5, 3)], ['own warp factor', custom()], ['AdS in VEV variables', vevRescaled(ads())],
  ['own warp factor in VEV variables', vevRescaled(custom())],
]

describe.each(every)('%s', (_name, geometry) => {
  const { rIR, rUV, boundaryDimension: d } = geometry
  const radii = [0.1, 0.37, 0.5, 0.93].map((share) => rIR + share * (rUV - rIR))
  const step = 1e-5
  const slope = (f: (r: number) => number, r: number) => (f(r + step) - f(r - step)) / (2 * step)

  it('h is the derivative of ln f, and (ln f)\'\' that of h', () => {
    for (const r of radii) {
      expectWithin(slope((x) => Math.log(geometry.warpFactor(x)), r), geometry.logWarpDerivative(r), 1e-8)
      expectWithin(slope(geometry.logWarpDerivative, r), geometry.logWarpSecondDerivative(r), 1e-6)
    }
  })
  it('omega = f^d and 1/f² belong to the same f', () => {
    for (const r of radii) {
      expectRelative(geometry.sliceVolume(r), geometry.warpFactor(r) ** d, 1e-13)
      expectRelative(geometry.inverseWarpSquared(r), geometry.warpFactor(r) ** -2, 1e-13)
    }
  })
  it('s runs from 0 to 1 with ds/dr = 1/(Z omega)', () => {
    expectWithin(geometry.affineParameter(rIR), 0, 1e-14)
    expectWithin(geometry.affineParameter(rUV), 1, 1e-14)
    for (const r of radii) expectRelative(slope(geometry.affineParameter, r), 1 / (geometry.affineNorm * geometry.sliceVolume(r)), 1e-7)
    const inverse = (r: number) => 1 / geometry.sliceVolume(r)
    expectRelative(integrate(inverse, rIR, rUV, 60), geometry.affineNorm, geometry.kind === 'custom' ? 1e-4 : 1e-12)
  })
  it('the propagator is a solution of the backbone equation, varpi its derivative', () => {
    for (const k of [0, 0.8, 4.2]) {
      for (const r of radii) {
        const { psi, varpi } = geometry.propagator(k, r)
        const { friction, inverseWarpSquared, massTerm } = geometry.backboneCoefficients(r)
        const scale = 1 + Math.abs(psi) + Math.abs(varpi)
        expectWithin(slope((x) => geometry.propagator(k, x).psi, r), varpi, 1e-8 * scale)
        const expected = friction * varpi + (k * k * inverseWarpSquared + massTerm) * psi
        expectWithin(slope((x) => geometry.propagator(k, x).varpi, r), expected, 1e-7 * scale)
      }
    }
  })
  it('the Wronskian with any other solution falls as exp ∫ friction', () => {
    const k = 2.3
    const other = (r: number) => evolveByRk4(geometry, k, { phi: 0.3, pi: 1 }, rIR, r, 3000)
    const wronskian = (r: number) => {
      const { psi, varpi } = geometry.propagator(k, r)
      const { phi, pi } = other(r)
      return psi * pi - varpi * phi
    }
    const friction = (r: number) => geometry.backboneCoefficients(r).friction
    const middle = (rIR + rUV) / 2
    // The spline's knots leave the smooth quadrature with five digits; elsewhere rounding decides.
    const tolerance = geometry.kind === 'custom' ? 1e-4 : 1e-9
    expectRelative(wronskian(middle) / wronskian(rIR), Math.exp(integrate(friction, rIR, middle, 40)), tolerance)
  })
})

describe('AdS', () => {
  it('12.19 Z and dr/ds at both ends', () => {
    const geometry = ads()
    expectPrinted(geometry.affineNorm, '0.432332358382')
    expectPrinted(geometry.affineNorm * geometry.sliceVolume(0), '0.432332358382')
    expectPrinted(geometry.affineNorm * geometry.sliceVolume(1), '3.19452804947')
  })
  it('12.20 s at 0.25, 0.5, 0.75', () => {
    expectPrinted(ads().affineParameter(0.25), '0.455054233923')
    expectPrinted(ads().affineParameter(0.5), '0.731058578630')
    expectPrinted(ads().affineParameter(0.75), '0.898463675908')
  })
  it('3.3 Δ = 3/2 at d = 2 and flat space have the same propagator e^(-k z)', () => {
    for (const k of [0, 0.7, 3, 8.9]) {
      expectRelative(ads().propagator(k, 1).psi, hsv(1).propagator(k, hsv(1).rUV).psi, 1e-13)
    }
  })
})

describe('hyperscaling violation', () => {
  const expectRow = (p: number, beta: string, deltaR: string, psi: string, varpi: string) => {
    const geometry = hsv(p)
    const modes = geometry.propagator(2, geometry.rUV)
    expectPrinted(geometry.propagatorOrder, beta)
    expectPrinted(geometry.rUV - geometry.rIR, deltaR)
    expectPrinted(modes.psi, psi)
    expectPrinted(modes.varpi, varpi)
  }
  it('12.21 beta, deltaR, psi, varpi at p = 0.1, k = 2', () => expectRow(0.1, '0.95', '0.951625819640', '0.702071182823', '0.381118099418'))
  it('12.22 the same at p = 0.25, 0.5, 1', () => {
    expectRow(0.25, '0.875', '0.884796867714', '0.674603710836', '0.454538216819')
    expectRow(0.5, '0.75', '0.786938680575', '0.621246558287', '0.600923667693')
    expectRow(1, '0.5', '0.632120558829', '0.479141708788', '0.958283417576')
  })
  it('12.23 |Z|, s at mid-radius and omega in the UV at p = 0.5', () => {
    const geometry = hsv(0.5)
    expectPrinted(geometry.affineNorm, '0.517913226568')
    expectPrinted(geometry.affineParameter((geometry.rIR + geometry.rUV) / 2), '0.620058750436')
    expectPrinted(geometry.sliceVolume(geometry.rUV), '2.71828182846')
  })
  it.each([1, 2, 3])('tends to AdS with Δ = d as p → 0, linearly in p, at d = %i', (d) => {
    const distance = (p: number) => {
      const [limit, geometry] = [ads(d, d), hsv(p, d)]
      const [a, b] = [limit.propagator(2, 1), geometry.propagator(2, geometry.rUV)]
      return Math.max(
        Math.abs(a.psi - b.psi), Math.abs(a.varpi - b.varpi), Math.abs(limit.affineNorm - geometry.affineNorm),
        Math.abs(limit.backboneCoefficients(0.5).friction - geometry.backboneCoefficients(0.5).friction),
      )
    }
    expect(distance(1e-6)).toBeLessThan(1e-5)
    expect(distance(1e-3) / distance(1e-4)).toBeCloseTo(10, 0)
    expect(distance(1e-13)).toBeLessThan(1e-11)
  })
  it('violates the null energy condition for 0 < p < 1 and saturates it in flat space', () => {
    expect(hsv(0.5).logWarpSecondDerivative(0.2)).toBeGreaterThan(0)
    expect(hsv(1).logWarpSecondDerivative(0.2)).toBe(0)
  })
})

describe('own warp factor', () => {
  // f = e^r (1 + r(1-r)/2), given by its logarithm and derivatives rather than by points.
  const bump = {
    logWarp: (r: number) => r + Math.log(1 + 0.5 * r * (1 - r)),
    derivative: (r: number) => 1 + (0.5 - r) / (1 + 0.5 * r * (1 - r)),
    secondDerivative: (r: number) => -1 / (1 + 0.5 * r * (1 - r)) - ((0.5 - r) / (1 + 0.5 * r * (1 - r))) ** 2,
    knots: [],
  }
  const bumped = (conformalDimension: number) => customGeometry({ boundaryDimension: 2, conformalDimension, rIR: 0, rUV: 1, profile: bump })

  it('12.24 Z and s(1/2) of f = e^r (1 + r(1-r)/2)', () => {
    expectPrinted(bumped(1.5).affineNorm, '0.373316765723')
    expectPrinted(bumped(1.5).affineParameter(0.5), '0.738606806838')
  })
  it('12.25 its envelopes at Δ = 1.5, k = 0, 1, 2, 4', () => {
    const rows = [
      [0, '1.059961350', '-0.059961350'], [1, '0.719644214', '0.225975793'], [2, '0.485020609', '0.345629450'], [4, '0.226782541', '0.342395614'],
    ] as const
    const geometry = bumped(1.5)
    for (const [k, psi, varpi] of rows) {
      expectPrinted(geometry.propagator(k, 1).psi, psi)
      expectPrinted(geometry.propagator(k, 1).varpi, varpi)
    }
  })
  it('12.26 its envelopes at Δ = 2, k = 2; and f = e^r at Δ = 2.2, k = 3 is AdS', () => {
    expectPrinted(bumped(2).propagator(2, 1).psi, '0.712367035')
    expectPrinted(bumped(2).propagator(2, 1).varpi, '0.351498798')
    const straight = splineProfile([0, 0.3, 0.6, 1].map((r) => ({ r, logWarp: r })))
    const modes = customGeometry({ boundaryDimension: 2, conformalDimension: 2.2, rIR: 0, rUV: 1, profile: straight }).propagator(3, 1)
    expectPrinted(modes.psi, '0.623315961651')
    expectPrinted(modes.varpi, '0.434278466')
  })
  it.each([1.05, 1.3, 1.5, 2, 2.7, 4])('with ln f = r equals AdS at Δ = %f, at every radius and momentum', (delta) => {
    const straight = splineProfile([-0.5, 0.1, 0.8, 2].map((r) => ({ r, logWarp: r })))
    const geometry = customGeometry({ boundaryDimension: 2, conformalDimension: delta, rIR: 0, rUV: 1, profile: straight })
    for (const k of [0, 1e-3, 0.8, 4, 8.885766, 40]) {
      // 2048 steps h, each with the local error (k h)^5/120 of RK4 on a growing exponential; below that the quadratures.
      const tolerance = 1e-11 + (2048 * (k / 2048) ** 5) / 60
      for (const r of [0, 0.123, 0.5, 1]) {
        const exact = adsPropagator(delta - 1, k * Math.exp(-r))
        expectRelative(geometry.propagator(k, r).psi, exact.psi, tolerance)
        expectWithin(geometry.propagator(k, r).varpi, exact.varpi, tolerance * (exact.varpi + exact.psi))
      }
    }
    expectRelative(geometry.affineNorm, ads(delta).affineNorm, 1e-13)
  })
  it('does not depend on the step: the integration has order four, also where h jumps inside the slab', () => {
    // The points end at r = 0.7 with a slope other than that of the AdS tail that goes on to r = 1.
    const kinked = splineProfile([0, 0.2, 0.4, 0.7].map((r) => ({ r, logWarp: r * r })))
    const psi = (steps: number) => customGeometry({ boundaryDimension: 2, conformalDimension: 1.6, rIR: 0, rUV: 1, profile: kinked, steps }).propagator(6, 1).psi
    const exact = psi(4096)
    expect(Math.log2(Math.abs(psi(16) - exact) / Math.abs(psi(32) - exact))).toBeGreaterThan(3.5)
    expectRelative(psi(1024), exact, 1e-11)
  })
  it('has pi/phi growing with k at every radius, so that the zero mode decides stability', () => {
    const geometry = custom()
    for (const r of [0, 0.3, 0.7, 1]) {
      const slopes = [0, 0.1, 0.8, 3, 9].map((k) => geometry.propagator(k, r).varpi / geometry.propagator(k, r).psi)
      for (let i = 1; i < slopes.length; i++) expect(slopes[i]).toBeGreaterThan(slopes[i - 1])
    }
  })
  it('names the mode that has no positive regular solution', () => {
    // A deep, narrow throat makes the long modes of a light field oscillate.
    const throat = splineProfile([0, 0.25, 0.5, 0.75, 1].map((r, i) => ({ r, logWarp: [0, 6, -6, 6, 0][i] })))
    const geometry = customGeometry({ boundaryDimension: 2, conformalDimension: 1.5, rIR: 0, rUV: 1, profile: throat })
    expect(() => geometry.propagator(0, 1)).toThrow(/\|k\| = 0/)
  })
  it('refuses a warp factor that overflows and a radius outside the slab', () => {
    const steep = { ...bump, logWarp: (r: number) => 2000 * r }
    expect(() => customGeometry({ boundaryDimension: 2, conformalDimension: 1.5, rIR: 0, rUV: 1, profile: steep })).toThrow(/warp factor/)
    expect(() => bumped(1.5).propagator(1, 1.2)).toThrow(/outside the slab/)
  })
})
