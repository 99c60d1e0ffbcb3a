import { describe, expect, it } from 'vitest'
import { diskAnswerSchema, poincareDiskFigure } from '../../shared/studies/neural-rg/poincare-disk-figure.ts'
import { expectPrinted } from '../testing/expect-printed.test-helper.ts'
import { findComputation } from './catalogue.ts'

const compute = (name: string, input: unknown = {}) => findComputation(name)!.compute(input) as Record<string, never>

describe('bulk entries of the catalogue', () => {
  it('give the printed numbers of the kernel, L = 4', () => {
    const answer = compute('bulk-kernel', { entries: [[0, 0], [0, 1], [5, 5]] }) as unknown as { logDeterminant: number; trace: number; edges: number; classes: unknown[]; inverse: { value: number }[] }
    expectPrinted(answer.logDeterminant, '27.4276786138')
    expect(answer).toMatchObject({ trace: 100, edges: 42 })
    expect(answer.classes.length).toBe(18)
    ;['0.3076923077', '0.0384615385', '0.2255861799'].forEach((printed, i) => expectPrinted(answer.inverse[i].value, printed))
    // One coupling for each class, all the same, is the same kernel.
    expect(compute('bulk-kernel', { couplings: Array(18).fill(1), entries: [[0, 0], [0, 1], [5, 5]] })).toEqual(answer)
  })
  it('give distances of decimators, in the model and in hyperbolic space', () => {
    const { distances } = compute('decimator-distances', { side: 8, pairs: [[[0, 0, 0], [0, 0, 1]], [[0, 0, 0], [2, 0, 0]]] }) as unknown as { distances: number[] }
    expectPrinted(distances[0], '4.0087465578')
    expectPrinted(distances[1], '5.8305831332')
    expectPrinted(compute('hyperbolic-distance', { p: [0.3, -0.4, 0.5], q: [1.2, 0.7, 2] }).distance, '1.8093100379')
    expectPrinted(compute('poincare-ball', { p: [0.3, -0.4, 0.5], q: [1.2, 0.7, 2] }).distance, '1.8093100379')
    expect((compute('mutual-information').information as number[])[1]).toBeCloseTo(Math.log(4 / 3), 14)
  })
  it('put tables of distances into space and tell how hyperbolic they are', () => {
    const star = [[0, 1, 1, 1], [1, 0, 2, 2], [1, 2, 0, 2], [1, 2, 2, 0]]
    expect((compute('multidimensional-scaling', { distances: star }).eigenvalues as number[]).map((value) => Number(value.toFixed(12)) + 0)).toEqual([2, 2, 0, -0.25])
    expect(compute('gromov-delta', { distances: star })).toMatchObject({ max: 0, exact: true })
  })
  it('place the decimators of the ideal bulk in the ball and a slice of them in the disk', () => {
    const ball = compute('bulk-ball', { side: 4 }) as unknown as { points: { layer: number; u: number[] }[]; links: { from: number; to: number; arc: number[][] }[] }
    expect(ball.points.map(({ layer }) => layer)).toEqual([0, 0, 0, 0, 1])
    ball.links.forEach(({ from, to, arc }) => {
      expect(arc.length).toBe(9)
      arc[0].forEach((x, i) => expect(x).toBeCloseTo(ball.points[from].u[i], 13))
      arc[8].forEach((x, i) => expect(x).toBeCloseTo(ball.points[to].u[i], 13))
    })
    const disk = compute('bulk-disk', { side: 8, depth: 2 }) as unknown as { points: unknown[]; arcs: unknown[] }
    expect(disk.points.length).toBe(4 + 2)
    expect(disk.arcs.length).toBe(3 + 4 + 1)
    expect(poincareDiskFigure(diskAnswerSchema.parse(disk)).panels[0].series.length).toBe(2 + 2)
  })
  it('give a whole geometry beside its nulls', () => {
    const { geometries } = compute('bulk-geometry', { side: 8, choices: { bootstraps: 10 } }) as unknown as { geometries: { origin: string; slopeRatio: number }[] }
    expect(geometries.map(({ origin }) => origin)).toEqual(['trained', 'equal', 'shuffled'])
    // Equal couplings shuffled are equal couplings.
    expect(geometries[1].slopeRatio).toBeCloseTo(geometries[0].slopeRatio, 12)
    expect(geometries[2].slopeRatio).toBeCloseTo(geometries[0].slopeRatio, 12)
  })
  it('refuse what has no value, each with its reason', () => {
    expect(() => compute('bulk-kernel', { entries: [[0, 16]] })).toThrow(/no site 16/)
    expect(() => compute('bulk-kernel', { side: 6 })).toThrow(/power of two/)
    expect(() => compute('bulk-kernel', { couplings: [1] })).toThrow(/18 classes/)
    expect(() => compute('decimator-distances', { pairs: [[[0, 0, 0], [1, 0, 1]]] })).toThrow(/no decimator \(1, 0, 1\)/)
    expect(() => compute('multidimensional-scaling', { distances: [[0, 1]] })).toThrow(/rows/)
    expect(() => compute('hyperbolic-distance', { p: [0, 0], q: [0, 1] })).toThrow(/height above zero/)
  })
})
