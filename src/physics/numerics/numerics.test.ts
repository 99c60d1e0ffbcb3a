import { describe, expect, it } from 'vitest'
import { expectRelative, expectWithin } from '../testing/expect-printed.test-helper.ts'
import { bisect } from './bisection.ts'
import { cubicSpline } from './cubic-spline.ts'
import { gaussLegendre, integrate, integratePiecewise } from './gauss-legendre.ts'
import { goldenSection, scanThenGoldenSection } from './golden-section.ts'
import { apply, matrixExponential } from './matrix-exponential.ts'
import { rk4 } from './runge-kutta.ts'

describe('Gauss-Legendre quadrature', () => {
  it.each([1, 2, 5, 24, 40])('with %i nodes is exact up to degree 2n - 1 and not beyond', (n) => {
    for (const degree of [2 * n - 2, 2 * n - 1]) {
      const exact = (1 - (-0.5) ** (degree + 1)) / (degree + 1)
      expectRelative(integrate((x) => x ** degree, -0.5, 1, n), exact, 1e-13)
    }
    expectRelative(gaussLegendre(n).weights.reduce((a, b) => a + b, 0), 2, 1e-14)
    if (n < 10) expect(Math.abs(integrate((x) => x ** (2 * n), -1, 1, n) - 2 / (2 * n + 1))).toBeGreaterThan(1e-6)
  })
  it('takes kinks piece by piece', () => {
    expectRelative(integratePiecewise((x) => Math.abs(x - 0.3), [0, 0.3, 1], 2), (0.09 + 0.49) / 2, 1e-15)
  })
})

describe('cubic spline', () => {
  it('reproduces a cubic with all derivatives on uneven points', () => {
    const cubic = (x: number) => 1 - 2 * x + 3 * x ** 2 - 4 * x ** 3
    const x = [-1, -0.4, 0.1, 0.9, 1.3, 2]
    const spline = cubicSpline(x, x.map(cubic))
    for (const at of [-1, -0.7, 0, 0.5, 1.9, 2]) {
      expectWithin(spline.value(at), cubic(at), 1e-13)
      expectWithin(spline.derivative(at), -2 + 6 * at - 12 * at ** 2, 1e-12)
      expectWithin(spline.secondDerivative(at), 6 - 24 * at, 1e-11)
    }
  })
  it('converges with the fourth power of the spacing up to the ends', () => {
    const error = (n: number) => {
      const x = Array.from({ length: n + 1 }, (_, i) => i / n)
      const spline = cubicSpline(x, x.map((value) => Math.sin(3 * value)))
      return Math.max(...Array.from({ length: 201 }, (_, i) => Math.abs(spline.value(i / 200) - Math.sin((3 * i) / 200))))
    }
    const order = Math.log2(error(16) / error(32))
    expect(order).toBeGreaterThan(3.7)
  })
  it('has continuous first and second derivatives at its points', () => {
    const spline = cubicSpline([0, 0.2, 0.5, 0.6, 1], [0, 1, -1, 2, 0])
    for (const knot of [0.2, 0.5, 0.6]) {
      expectWithin(spline.derivative(knot - 1e-9), spline.derivative(knot + 1e-9), 1e-5)
      expectWithin(spline.secondDerivative(knot - 1e-9), spline.secondDerivative(knot + 1e-9), 1e-3)
    }
  })
})

describe('minima and zeros', () => {
  it('golden section resolves a minimum to the square root of the precision', () => {
    const { x, value } = goldenSection((at) => (at - 0.3) ** 2 + 1, 0, 1)
    expectWithin(x, 0.3, 3e-8)
    expect(value).toBe(1)
  })
  it('the scan finds the deeper of two valleys', () => {
    const { x } = scanThenGoldenSection((at) => Math.cos(at) + 0.1 * at, 0, 12)
    // -sin x + 0.1 = 0 near π, the first valley; the second one near 3π is shallower.
    expectWithin(x, Math.PI - Math.asin(0.1), 1e-7)
  })
  it('bisection finds a zero to the last bits', () => {
    expectRelative(bisect((x) => x * x - 2, 0, 2), Math.SQRT2, 3e-16)
    expectRelative(bisect((x) => 2 - x * x, 0, 2), Math.SQRT2, 3e-16)
  })
})

describe('Runge-Kutta', () => {
  it('has order four, in both directions', () => {
    const error = (steps: number) => Math.abs(rk4((x, [y]) => [y * Math.cos(x)], 0, 2, [1], steps)[0] - Math.exp(Math.sin(2)))
    expect(Math.log2(error(20) / error(40))).toBeCloseTo(4, 0)
    expectWithin(rk4((_x, [y]) => [y], 1, 0, [Math.E], 200)[0], 1, 1e-10)
  })
})

describe('matrix exponential', () => {
  it('of a generator of rotations is a rotation, also by many turns', () => {
    const [[c, s]] = matrixExponential([[0, 20], [-20, 0]])
    expectWithin(c, Math.cos(20), 1e-12)
    expectWithin(s, Math.sin(20), 1e-12)
  })
  it('solves x\' = A x', () => {
    const a = [[0.3, 0.2, 0], [-0.1, -0.8, 0.5], [0.4, 0, 0.1]]
    const solved = rk4((_t, x) => apply(a, x), 0, 1, [1, -2, 0.5], 400)
    apply(matrixExponential(a), [1, -2, 0.5]).forEach((value, i) => expectWithin(value, solved[i], 1e-11))
  })
})
