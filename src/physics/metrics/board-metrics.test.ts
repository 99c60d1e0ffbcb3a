import { describe, expect, it } from 'vitest'
import { holographicFlowMetrics } from '../../shared/studies/holographic-flow/metrics.ts'
import { generatePoints } from '../datasets/generate-points.ts'
import { stream } from '../random/stream.ts'
import {
  boundaryViolation, cellJensenShannon, jensenShannon, prepareTileReference, targetHistogram, withinCellEnergyDistance,
} from './board-metrics.ts'
import { evaluatePoints, pointEvaluator } from './evaluate-points.ts'

const close = (measured: number, expected: number, tolerance: number) => expect(Math.abs(measured - expected), `${measured} against ${expected}`).toBeLessThan(tolerance)
const n = 10_000
const truth = generatePoints('checkerboard', n, 1)
const reference = generatePoints('checkerboard', n, 1, 'reference')

it('12.35 Jensen-Shannon divergence of uniform tiles and of one tile, in nats', () => {
  const uniform = [...new Array<number>(16).fill(1 / 16), 0]
  const oneTile = targetHistogram.map((_, tile) => (tile === 0 ? 1 : 0))
  close(jensenShannon(uniform, targetHistogram), 0.215761554339, 5e-13)
  close(jensenShannon(oneTile, targetHistogram), 0.496929126648, 5e-13)
  const outside = [...new Array<number>(16).fill(0), 3]
  close(jensenShannon(outside, targetHistogram), Math.LN2, 1e-15)
})

describe('12.57 true points', () => {
  it('have BV 0, JS (9 ± 5)·10⁻⁵, WED 0 ± 4·10⁻⁴', () => {
    expect(boundaryViolation(truth)).toBe(0)
    close(cellJensenShannon(truth), 9e-5, 5e-5 * 4)
    expect(cellJensenShannon(truth)).toBeGreaterThan(0)
    close(withinCellEnergyDistance(truth, prepareTileReference(reference)).distance, 0, 4 * 4e-4)
  })

  it('with jitter of 0.1 have BV 0.0773 ± 0.0027', () => {
    const jitter = new Float64Array(2 * n)
    stream(1, 'sample').fillNormal(jitter, 0.1)
    const q = 0.1 / Math.sqrt(2 * Math.PI)
    const exact = 1 - (1 - q) ** 2 - (18 / 32) * q * q
    close(exact, 0.0773, 5e-5)
    close(boundaryViolation(truth.map((value, i) => value + jitter[i])), exact, 4 * 0.0027)
  })

  it('as V-statistic have the bias WED = 0.0017', () => {
    // 1.0428 (1/n_c + 1/m_c) with 1,250 points a tile, ± 3.5·10⁻⁴.
    close(withinCellEnergyDistance(truth, prepareTileReference(reference, 'V')).distance, 0.0017, 4 * 3.5e-4)
  })
})

describe('boundary violation', () => {
  it('of uniform points on the board is one half, of points elsewhere one', () => {
    const square = new Float64Array(2 * n)
    stream(1, 'sample').fillUniform(square, -4, 4)
    close(boundaryViolation(square), 0.5, (4 * 0.5) / Math.sqrt(n))
    expect(boundaryViolation(Float64Array.of(5, 5, NaN, 0, -3, -1))).toBe(1)
  })
})

describe('within-cell energy distance', () => {
  it('counts an empty tile as its point mass, 0.4876, and names it', () => {
    // Everything in the lower left tile.
    const lowerLeft = Float64Array.from(Array.from({ length: n }, (_, i) => [truth[2 * i], truth[2 * i + 1]]).filter(([x, y]) => x < -2 && y < -2).flat())
    const result = withinCellEnergyDistance(lowerLeft, prepareTileReference(reference))
    expect(result.emptyTiles).toBe(7)
    const share = reference.reduce((count, _, i) => count + (i % 2 === 0 && reference[i] < -2 && reference[i + 1] < -2 ? 1 : 0), 0) / n
    // Tile (0, 0) itself contributes 0 ± 0.001 with 1,250 against 1,250 points, times its share.
    close(result.distance, (1 - share) * 0.487580566598, 4 * 0.001 * share)
    close(result.normalised, result.distance / 1.04281086633, 1e-10)
  })

  it('is small for true points against few: a tile with a single reference point takes the exact mean distance', () => {
    const few = Float64Array.of(-3, -3, -1.5, -0.5, -0.5, -1.5)
    expect(Number.isFinite(withinCellEnergyDistance(truth, prepareTileReference(few)).distance)).toBe(true)
  })
})

describe('all metrics', () => {
  const generated = truth.slice(0, 2 * 1000)
  const smallReference = reference.slice(0, 2 * 2000)

  it('carry exactly the names that the interface describes', () => {
    const names = Object.keys(evaluatePoints({ generated, reference: smallReference, board: true }))
    const described = Object.keys(holographicFlowMetrics).filter((name) => name !== 'divergedPoints')
    expect(names.sort()).toEqual(described.sort())
    const general = Object.keys(evaluatePoints({ generated, reference: smallReference, board: false }))
    expect(general.sort()).toEqual(described.filter((name) => !holographicFlowMetrics[name as keyof typeof holographicFlowMetrics].boardOnly).sort())
  })

  it('add up to the quality score, and an evaluator that is used twice gives the same values', () => {
    const evaluator = pointEvaluator({ reference: smallReference, board: true })
    const metrics = evaluator(generated)
    close(metrics.qualityScore, metrics.boundaryViolation + metrics.cellJensenShannon + metrics.withinCellEnergyDistanceNormalised, 1e-15)
    expect(evaluator(generated)).toEqual(metrics)
    expect(evaluatePoints({ generated, reference: smallReference, board: true })).toEqual(metrics)
  })

  it('survive a flow that diverges: bad points count as violations, are named, and leave the distances finite', () => {
    const broken = generated.slice()
    broken[0] = NaN
    broken[3] = 1e300
    broken[5] = -Infinity
    const metrics = evaluatePoints({ generated: broken, reference: smallReference, board: true })
    expect(metrics.divergedPoints).toBe(3)
    expect(metrics.boundaryViolation).toBeCloseTo(0.003, 12)
    for (const [name, value] of Object.entries(metrics)) expect(Number.isFinite(value), name).toBe(true)
    const allBroken = evaluatePoints({ generated: new Float64Array(20).fill(NaN), reference: smallReference, board: true })
    expect(allBroken).toMatchObject({ boundaryViolation: 1, emptyTiles: 8, divergedPoints: 10 })
    expect(allBroken).not.toHaveProperty('energyDistance')
  })
})
