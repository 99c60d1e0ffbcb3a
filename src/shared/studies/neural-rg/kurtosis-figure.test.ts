import { expect, it } from 'vitest'
import { figureSchema } from '../../figure.ts'
import { kurtosisFigure } from './kurtosis-figure.ts'

it('the kurtosis of each layer has its error bar, between the lines of normal variables and of a fixed modulus', () => {
  const columns = { layer: [0, 1, 2], kurtosis: [1.5, 1.2, 0.7], error: [0.1, 0.2, 0.3] }
  const [complex, real] = ([2, 1] as const).map((components) => figureSchema.parse(kurtosisFigure(columns, components, '')).panels[0].series)
  const named = (series: typeof complex, name: string) => series.find((one) => one.name === name)!
  expect(named(complex, 'bulk of Monte Carlo fields')).toMatchObject({ kind: 'scatter', x: [0, 1, 2], y: [1.5, 1.2, 0.7] })
  const bars = named(complex, '±σ')
  if (bars.kind !== 'line') throw new Error('Error bars are lines.')
  // Two ends and a break a layer, the point halfway.
  expect(bars.y.filter((value) => value === null)).toHaveLength(3)
  columns.kurtosis.forEach((value, i) => expect((bars.y[3 * i]! + bars.y[3 * i + 1]!) / 2).toBeCloseTo(value, 12))
  expect(named(complex, 'fixed modulus')).toMatchObject({ y: [0.5, 0.5] })
  expect(named(real, 'fixed modulus')).toMatchObject({ y: [1 / 3, 1 / 3] })
  expect(named(real, 'normal')).toMatchObject({ y: [1, 1] })
})

it('a bulk with fields far out has a logarithmic axis, and bars that end at its foot', () => {
  const [panel] = figureSchema.parse(kurtosisFigure({ layer: [0, 1], kurtosis: [2, 300], error: [0.5, 400] }, 2, '')).panels
  expect(panel.y).toMatchObject({ scale: 'log', range: [0.1, 1400] })
  const bars = panel.series.find(({ name }) => name === '±σ')
  expect(bars?.kind === 'line' && bars.y).toEqual([1.5, 2.5, null, 0.1, 700, null])
})
