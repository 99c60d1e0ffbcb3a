import { describe, expect, it } from 'vitest'
import { expectPrinted, expectWithin } from '../testing/expect-printed.test-helper.ts'
import { adsGeometry } from './ads-geometry.ts'
import { customGeometry } from './custom-geometry.ts'
import { hsvGeometry } from './hsv-geometry.ts'
import { vevRescaled } from './vev-rescaling.ts'
import { type Path, backboneVelocity, evaluate, hermitePath, linearPath, residual } from './paths.ts'
import { splineProfile } from './warp-profile.ts'

const ads = adsGeometry({ boundaryDimension: 2, conformalDimension: 1.5, rIR: 0, rUV: 1 })
const hsv = hsvGeometry({ boundaryDimension: 2, hsvP: 0.5, zIR: 1, zUV: Math.exp(-1) })
const own = customGeometry({
  boundaryDimension: 2, conformalDimension: 1.8, rIR: 0, rUV: 1,
  profile: splineProfile([0, 0.3, 0.6, 1].map((r, i) => ({ r, logWarp: r + [0, 0.2, -0.1, 0][i] }))),
})
const ends = [0.3, -0.2, 1.1, 0.4] as const

describe('paths', () => {
  it('12.42 affine Hermite path at t = 1/2, k = 2', () => {
    const point = hermitePath(ads, 'affine').at(0.5)
    expectPrinted(evaluate(point.phi, ends), '0.769294973586')
    expectPrinted(evaluate(point.pi, ends), '0.980206573854')
    expectPrinted(evaluate(point.velocityPi, ends), '-1.382801732175')
    expectPrinted(evaluate(residual(ads, 1, 0.5, 4, point).pi, ends), '-1.534626378237')
  })
  it('12.43 its ends are the data, with U^pi; the field residual vanishes identically', () => {
    const path = hermitePath(ads, 'affine')
    expectPrinted(evaluate(path.at(0).velocityPi, ends), '14.258144955143')
    expectPrinted(evaluate(path.at(1).velocityPi, ends), '-0.786446662656')
    for (const t of [0, 0.2, 0.5, 0.9, 1]) {
      for (const coefficient of residual(ads, 1, t, 7.3, path.at(t)).phi) expectWithin(coefficient, 0, 1e-15)
    }
  })
  it('12.44 linear path at t = 1/2: Klein-Gordon velocity and residuals with the backbone', () => {
    const point = linearPath.at(0.5)
    expectPrinted(evaluate(backboneVelocity(ads, 0.5, 4, point).pi, ends), '0.930062435280')
    const target = residual(ads, 1, 0.5, 4, point)
    expectPrinted(evaluate(target.phi, ends), '0.7')
    expectPrinted(evaluate(target.pi, ends), '-0.330062435280')
  })

  const every: [string, Path, boolean, number][] = [
    ['linear', linearPath, false, 1],
    ['affine Hermite in AdS', hermitePath(ads, 'affine'), true, 1],
    ['radial Hermite in AdS', hermitePath(ads, 'radial'), true, 1],
    ['affine Hermite in HSV', hermitePath(hsv, 'affine'), true, hsv.rUV - hsv.rIR],
    ['radial Hermite in HSV', hermitePath(hsv, 'radial'), true, hsv.rUV - hsv.rIR],
    ['affine Hermite in an own geometry', hermitePath(own, 'affine'), true, 1],
    ['affine Hermite in VEV variables', hermitePath(vevRescaled(ads), 'affine'), true, 1],
  ]
  describe.each(every)('%s', (_name, path, onShell, deltaR) => {
    it('starts and ends at the given states', () => {
      const [start, end] = [path.at(0), path.at(1)]
      expectWithin(evaluate(start.phi, ends), ends[0], 1e-13)
      expectWithin(evaluate(start.pi, ends), ends[1], 1e-13)
      expectWithin(evaluate(end.phi, ends), ends[2], 1e-13)
      expectWithin(evaluate(end.pi, ends), ends[3], 1e-13)
    })
    it('U is the time derivative of the state', () => {
      const step = 1e-5
      for (const t of [0.15, 0.5, 0.85]) {
        const [before, after, here] = [path.at(t - step), path.at(t + step), path.at(t)]
        const slope = (pick: 'phi' | 'pi') => (evaluate(after[pick], ends) - evaluate(before[pick], ends)) / (2 * step)
        expectWithin(slope('phi'), evaluate(here.velocityPhi, ends), 1e-7)
        expectWithin(slope('pi'), evaluate(here.velocityPi, ends), 1e-6)
      }
    })
    it(onShell ? 'is on shell: U^phi = deltaR pi' : 'is off shell', () => {
      const point = path.at(0.4)
      const gap = Math.abs(evaluate(point.velocityPhi, ends) - deltaR * evaluate(point.pi, ends))
      if (onShell) expect(gap).toBeLessThan(1e-14)
      else expect(gap).toBeGreaterThan(0.1)
    })
  })
})
