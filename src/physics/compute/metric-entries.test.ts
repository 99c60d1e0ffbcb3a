import { expect, it } from 'vitest'
import { z } from 'zod'
import { metricEntries } from './metric-entries.ts'

function compute(name: string, input: unknown) {
  return metricEntries.find((entry) => entry.name === name)!.compute(input)
}
const x = [[0, 0], [1, 0], [0, 2]]
const y = [[1, 1], [3, 1]]

it('answers rows 31 to 38 of the self-checks through the front door', () => {
  expect(compute('mean-distances', {})).toMatchObject({ twoPoints: expect.closeTo(0.521405433165, 11), toCentre: expect.closeTo(0.382597858232, 11) })
  expect(compute('energy-distance-normal', {})).toEqual({ value: expect.closeTo(0.541806579306, 11) })
  expect(compute('energy-distance', { x, y })).toEqual({ value: expect.closeTo(0.384327481694, 11), estimator: 'U', n: 3, m: 2 })
  expect(compute('energy-distance', { x, y, estimator: 'V' })).toMatchObject({ value: expect.closeTo(1.96611281253, 10) })
  expect(compute('mmd', { x, y, bandwidth: 1, bandwidths: 'one' })).toMatchObject({ value: expect.closeTo(-0.0692978811315, 12) })
  expect(compute('kid-kernel-mmd', { x, y })).toMatchObject({ value: expect.closeTo(15.6666666667, 9) })
  expect(compute('js-cells', { p: [...new Array<number>(16).fill(1), 0] })).toEqual({ value: expect.closeTo(0.215761554339, 11) })
  expect(compute('fid-gaussians', {
    first: { mean: [0, 0], covariance: [[2, 0.5], [0.5, 1]] }, second: { mean: [1, -1], covariance: [[1, -0.3], [-0.3, 1.5]] },
  })).toEqual({ value: expect.closeTo(2.46347118961, 10) })
  expect(compute('sliced-wasserstein', { x, y: x.map(([a, b]) => [a + 3, b + 4]) })).toMatchObject({ value: expect.closeTo(5 / Math.SQRT2, 11) })
  expect(compute('precision-recall', { x: [0.5, 10], y: [0, 1, 2, 3], neighbours: 1 })).toMatchObject({ precision: 0.5, recall: 1 })
})

it('gives board metrics of points and repeats generated ones', () => {
  const points = compute('generate-points', { count: 200, seed: 3 })
  expect(compute('generate-points', { count: 200, seed: 3 })).toEqual(points)
  expect(compute('boundary-violation', { points })).toEqual({ value: 0, n: 200 })
  expect(compute('js-cells', { points })).toMatchObject({ n: 200 })
  expect(compute('within-cell-energy-distance', { x: points, y: points })).toMatchObject({ emptyTiles: 0 })
})

it('refuses what has no value with a sentence, and describes every input as JSON schema', () => {
  expect(() => compute('energy-distance', { x, y: [[1, 2], [3]] })).toThrow('Point 1 of y has 1 coordinates')
  expect(() => compute('energy-distance', { x: [[0, 0]], y })).toThrow(/at least 2/)
  expect(() => compute('mmd', { x: [] })).toThrow(/does not fit its schema/)
  expect(() => compute('js-cells', { p: [1, 2] })).toThrow(/p has 2 cells, q has 17/)
  for (const entry of metricEntries) expect(z.toJSONSchema(entry.input, { io: 'input' }), entry.name).toHaveProperty('$schema')
})
