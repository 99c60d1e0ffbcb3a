import { describe, expect, it } from 'vitest'
import { figureSchema } from '../../figure.ts'
import { residualShareFigure, shellSpectrumFigure, spectrumRows } from './diagnostic-figures.ts'

describe('residual share', () => {
  const share = (values: number[]) => ({ artifact: { shape: [2, 3], coordinates: [[0.25, 0.75], [0, 1, 2]] }, data: values })

  it('lays radius along x and |k| along y, as a logarithm; empty bins and zeros stay unpainted', () => {
    const { panels: [panel] } = figureSchema.parse(residualShareFigure(share([1, 10, 100, 0.1, Number.NaN, 0]), 'caption'))
    expect(panel.series[0]).toMatchObject({ kind: 'heatmap', x: [0.25, 0.75], y: [0, 1, 2], values: [0, -1, 1, null, 2, null], range: [-1, 2] })
  })

  it('keeps four decades, so that one vanishing bin does not take all the colours', () => {
    expect(figureSchema.parse(residualShareFigure(share([1, 1e-12, 1, 1, 1, 1]))).panels[0].series[0]).toMatchObject({ range: [-4, 0] })
  })

  it('is not drawn without coordinates, nor of nothing but zeros', () => {
    expect(residualShareFigure({ artifact: { shape: [2, 3] }, data: [1, 1, 1, 1, 1, 1] })).toBeNull()
    expect(residualShareFigure(share([0, 0, 0, 0, 0, 0]))).toBeNull()
  })
})

it('shell spectra: a panel a radius, with every row of the array in its place', () => {
  // Value 100 row + 10 slice + shell.
  const data = spectrumRows.flatMap((_, row) => [0, 1].flatMap((slice) => [0, 1, 2].map((shell) => 100 * row + 10 * slice + shell)))
  const figure = figureSchema.parse(shellSpectrumFigure({ artifact: { shape: [5, 2, 3], coordinates: [null, [0, 1], [0, 1, 2]] }, data }))
  expect(figure.panels.map((panel) => panel.title)).toEqual(['Radius $r = 0$', 'Radius $r = 1$'])
  expect(figure.panels[1].series).toMatchObject([
    { kind: 'band', low: [110, 111, 112], high: [210, 211, 212] },
    { kind: 'line', name: 'generated', y: [10, 11, 12] },
    { kind: 'line', name: 'paths', y: [310, 311, 312] },
    { kind: 'line', name: 'encoded data', y: [410, 411, 412] },
  ])
})
