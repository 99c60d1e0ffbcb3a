import { describe, expect, it } from 'vitest'
import { figureSchema } from '../../figure.ts'
import { cloudsFigure, fieldSheetFigure, fieldSliceFigure, largestField, modeFigure, type BulkArray } from './bulk-figures.ts'
import { holographicFlowConfigSchema } from './config.ts'
import type { RunFigureData } from './run-figure-data.ts'

const config = holographicFlowConfigSchema.parse({ study: 'holographic-flow' })
const run: RunFigureData = { config, metrics: [], samples: null, reference: null, trainingData: null }
const described = (shape: number[], coordinates: (number[] | null)[], value: (i: number) => number): BulkArray => ({
  artifact: { shape, coordinates, step: 7 }, data: Float32Array.from({ length: shape.reduce((a, b) => a * b, 1) }, (_, i) => value(i)),
})

describe('field slices', () => {
  const x = [-2, -1, 0, 1]
  // phi(r, x, y) = r + 10 x + 100 y: every number tells where it is from.
  const radii = [0, 0.25, 0.5, 0.75, 1]
  const field = described([5, 4, 4], [radii, x, x], (i) => radii[Math.floor(i / 16)] + 10 * x[Math.floor(i / 4) % 4] + 100 * x[i % 4])

  it('stand with x across and y up, on one symmetric scale', () => {
    const largest = largestField(field)
    expect(largest).toBe(220)
    const figure = figureSchema.parse(fieldSliceFigure(run, field, 2, largest))
    const [map] = figure.panels[0].series
    if (map.kind !== 'heatmap') throw new Error('A slice is a heat map.')
    x.forEach((right, i) => x.forEach((up, j) => expect(map.values[j * 4 + i]).toBeCloseTo(0.5 + 10 * right + 100 * up, 1)))
    expect(map.range).toEqual([-220, 220])
    expect(map.colourMap).toBe('diverging')
  })

  it('of a sheet go from the IR to the UV', () => {
    expect(figureSchema.parse(fieldSheetFigure(run, field, 220, 3)).panels.map(({ title }) => title)).toEqual(['Radius $r = 0$', 'Radius $r = 0.5$', 'Radius $r = 1$'])
    expect(fieldSheetFigure(run, field, 220)?.panels).toHaveLength(5) // no more than there are
  })
})

describe('the figure of a mode', () => {
  const n = [0, 1, -2, -1]
  const modes = described([2, 3, 4, 4, 3, 2, 2], [null, [0, 0.5, 1], n, n, null, null, null], (i) => i)
  it('takes the numbers of that mode, sample, curve and part', () => {
    const figure = figureSchema.parse(modeFigure(run, modes, { sample: 1, n: [-2, 1], part: 'imaginary' }))
    const start = (frame: number) => (((1 * 3 + frame) * 4 + 2) * 4 + 1) * 12
    const [, momentum, phase] = figure.panels
    const free = momentum.series[1]
    if (free.kind !== 'line') throw new Error('Trajectories are lines.')
    expect(free.name).toBe('free Klein-Gordon')
    expect(free.y).toEqual([0, 1, 2].map((frame) => start(frame) + 4 + 2 + 1))
    const model = phase.series[0]
    if (model.kind !== 'line') throw new Error('Trajectories are lines.')
    expect(model.x).toEqual([0, 1, 2].map((frame) => start(frame) + 1))
    expect(model.y).toEqual([0, 1, 2].map((frame) => start(frame) + 3))
  })
  it('is none for a mode beyond the lattice', () => {
    expect(modeFigure(run, modes, { sample: 0, n: [2, 0], part: 'real' })).toBeNull()
    expect(modeFigure(run, modes, { sample: 2, n: [0, 0], part: 'real' })).toBeNull()
  })
})

describe('clouds', () => {
  it('stand in one frame, a panel a time', () => {
    const clouds = described([3, 5, 2], [[0, 0.6, 1], null, null], (i) => i / 10)
    const figure = figureSchema.parse(cloudsFigure(run, clouds))
    expect(figure.panels.map(({ title }) => title)).toEqual(['Time $t = 0$', 'Time $t = 0.6$', 'Time $t = 1$'])
    expect(new Set(figure.panels.map(({ x, y }) => JSON.stringify([x.range, y.range]))).size).toBe(1)
    const [points] = figure.panels[1].series
    if (points.kind !== 'scatter') throw new Error('Clouds are points.')
    points.x.forEach((value, i) => expect(value).toBeCloseTo((10 + 2 * i) / 10, 6))
  })

  it('end over as many true points', () => {
    const clouds = described([2, 5, 2], [[0, 1], null, null], (i) => i / 10)
    const panels = figureSchema.parse(cloudsFigure({ ...run, reference: { data: new Float32Array(40), shape: [20, 2] } }, clouds)).panels
    expect(panels.map(({ series }) => series.flatMap((one) => (one.kind === 'scatter' ? [`${one.name} ${one.x.length}`] : [])))).toEqual([['generated 5'], ['true 5', 'generated 5']])
  })
})
