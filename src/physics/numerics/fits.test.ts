import { describe, expect, it } from 'vitest'
import { expectWithin } from '../testing/expect-printed.test-helper.ts'
import { lineFit } from './line-fit.ts'
import { nelderMead } from './nelder-mead.ts'

describe('line fit', () => {
  it('finds a line exactly, and R² is the squared correlation otherwise', () => {
    expect(lineFit([1, 2, 4], [5, 7, 11])).toEqual({ intercept: 3, slope: 2, rSquared: 1 })
    // x = -1, 0, 1 and y = 0, 1, 0: uncorrelated.
    expect(lineFit([-1, 0, 1], [0, 1, 0])).toEqual({ intercept: expect.closeTo(1 / 3, 15), slope: 0, rSquared: 0 })
  })
  it('a weight of two counts as the point twice, of zero as none', () => {
    const [x, y] = [[0, 1, 3, 9], [1, -1, 2, 50]]
    const weighted = lineFit(x, y, [1, 2, 1, 0])!
    const repeated = lineFit([0, 1, 1, 3], [1, -1, -1, 2])!
    for (const key of ['intercept', 'slope', 'rSquared'] as const) expectWithin(weighted[key]!, repeated[key]!, 1e-14)
  })
  it('says nothing where points do not fix a line', () => {
    expect(lineFit([2, 2], [1, 3])).toBeNull()
    expect(lineFit([], [])).toBeNull()
    expect(lineFit([0, 1], [1, 3])).toEqual({ intercept: 1, slope: 2, rSquared: null })
  })
})

describe('Nelder and Mead', () => {
  it('comes down the curved valley of Rosenbrock to (1, 1)', () => {
    const { x, value } = nelderMead(([a, b]) => 100 * (b - a * a) ** 2 + (1 - a) ** 2, [-1.2, 1], 0.5, { evaluations: 1000 })
    expect(value).toBeLessThan(1e-12)
    x.forEach((coordinate) => expectWithin(coordinate, 1, 1e-5))
  })
  it('stops at its number of evaluations, with the best point so far', () => {
    let calls = 0
    const { value } = nelderMead(([a]) => { calls += 1; return a * a }, [10], 1, { evaluations: 12 })
    expect(calls).toBeLessThanOrEqual(14)
    expect(value).toBeLessThan(100)
  })
})
