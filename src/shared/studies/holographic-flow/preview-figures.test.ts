import { describe, expect, it } from 'vitest'
import { figureSchema } from '../../figure.ts'
import { encodedDataFigure, trainingCurvesFigure } from './preview-figures.ts'

describe('figures before a run', () => {
  it('draw the field at (x, y) where x and y are: x is slow in the physics, y is slow in a heatmap', () => {
    const positions = [-1, 0, 2]
    const field = positions.flatMap((x) => positions.map((y) => 100 * x + y))
    const [panel] = figureSchema.parse(encodedDataFigure({ r: [1], positions, fields: [field] })).panels
    const [series] = panel.series
    if (series.kind !== 'heatmap') throw new Error('not a heatmap')
    series.values.forEach((value, at) => expect(value).toBe(100 * series.x[at % 3] + series.y[Math.floor(at / 3)]))
  })
  it('are complete figures: a panel a radius, and two for the training, its peak inside the frame', () => {
    expect(figureSchema.parse(encodedDataFigure({ r: [0, 0.5, 1], positions: [0, 1], fields: [[1, 2, 3, 4], [1, 2, 3, 4], [1, 2, 3, 4]] })).panels.map(({ title }) => title)).toEqual(['At $r = 0$', 'At $r = 0.5$', 'At $r = 1$'])
    const { panels } = figureSchema.parse(trainingCurvesFigure({ step: [0, 10], learningRate: [1e-3, 1e-4], initialWeightShare: [0.1, 0] }))
    expect(panels).toHaveLength(2)
    expect(panels[0].y.range![1]).toBeGreaterThan(1e-3)
  })
})
