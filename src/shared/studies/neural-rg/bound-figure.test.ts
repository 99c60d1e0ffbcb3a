import { describe, expect, it } from 'vitest'
import { figureSchema } from '../../figure.ts'
import type { MetricsLine } from '../../run.ts'
import type { CurveSource } from '../curve-figures.ts'
import { boundFigure, exactFreeEnergy, withError } from './bound-figure.ts'

const train = (step: number, loss: number): MetricsLine => ({ kind: 'train', step, seconds: step, values: { loss } })
const evaluation = (step: number, values: Record<string, number>): MetricsLine => ({ kind: 'evaluate', step, seconds: step, values })

function draw(metrics: MetricsLine[], scale: 'linear' | 'log' = 'log', computed = new Map<string, unknown>()) {
  const source: CurveSource = { metrics, descriptions: {}, stepsPerEpoch: null, caption: (shown) => shown }
  const figure = boundFigure({ config: {}, metrics, stepsPerEpoch: null, arrays: new Map(), computed }, source, { scale, halfLife: 0 })
  const [panel] = figureSchema.parse(figure).panels
  const floor = panel.series.find((series) => series.name.startsWith('−ln Z/N ('))
  return { panel, floor: floor?.kind === 'line' ? floor : null, band: panel.series.find(({ kind }) => kind === 'band') }
}

describe('the bound and its floor', () => {
  it('of a scan stands on the −ln Z/N of each temperature while it is trained', () => {
    const { floor, band, panel } = draw([
      train(1, 3), evaluation(10, { freeEnergyPerSite: 2.5, freeEnergyError: 0.03, freeEnergyGap: 0.9, freeEnergyGapError: 0.05, temperature: 0.5 }),
      evaluation(20, { freeEnergyPerSite: 2.4, freeEnergyError: 0.03, freeEnergyGap: 0.8, freeEnergyGapError: 0.05, temperature: 0.5 }),
      train(30, 2), evaluation(40, { freeEnergyPerSite: 2, freeEnergyError: 0.03, freeEnergyGap: 0.7, freeEnergyGapError: 0.05, temperature: 1 }),
    ])
    expect(floor?.x).toEqual([1, 20, null, 20, 40, null])
    expect(floor?.y.map((value) => value && Number(value.toFixed(9)))).toEqual([1.6, 1.6, null, 1.3, 1.3, null])
    // 0.05² = 0.03² + 0.04²: what is not the bound's own error is that of the floor.
    expect(band?.kind === 'band' && Number((band.high[0]! - 1.6).toFixed(9))).toBe(0.04)
    expect(panel.note).toContain('At T = 1 the bound is 2.000 ± 0.030 nat a site, 0.700 ± 0.050 above −ln Z/N = 1.300 ± 0.040')
  })

  it('takes the formula before there is an evaluation, and has no band where the value is exact', () => {
    const { floor, band } = draw([train(1, 3), train(5, 2)], 'log', new Map([[exactFreeEnergy, { freeEnergyPerSite: 1.5, method: 'Kaufman’s formula' }]]))
    expect(floor).toMatchObject({ x: [1, 5], y: [1.5, 1.5], name: '−ln Z/N (Kaufman’s formula)' })
    expect(band).toBeUndefined()
  })

  it('keeps the logarithm only where all numbers have one', () => {
    expect(draw([train(1, 3), train(2, 2)]).panel.y.scale).toBe('log')
    expect(draw([train(1, 3), train(2, -0.5)]).panel.y.scale).toBe('linear')
  })

  it('does not let the descent from far away hide the rest on a linear axis, and says so', () => {
    const far = draw(Array.from({ length: 100 }, (_, i) => train(i, 2 + 300 * Math.exp(-i))), 'linear').panel
    expect(far.y.range?.[1]).toBeLessThan(3)
    expect(far.note).toContain('above the axis')
    expect(draw(Array.from({ length: 100 }, (_, i) => train(i, 4 - i / 50)), 'linear').panel.y.range).toBeUndefined()
  })

  it('says so where nothing tells ln Z', () => {
    expect(draw([train(1, 3), evaluation(1, { freeEnergyPerSite: 2, freeEnergyError: 0.1 })]).panel.note).toBe('The bound is 2.00 ± 0.10 nat a site; nothing tells ln Z of this theory.')
  })
})

it.each([[2.5106, 0.01396, '2.511 ± 0.014'], [12.34, 3, '12.3 ± 3.0'], [0.5, 0, '0.5000'], [1.679, 0.00098, '1.67900 ± 0.00098']])('%f ± %f reads %s', (value, error, text) => {
  expect(withError(value, error)).toBe(text)
})
