import { describe, expect, it } from 'vitest'
import { figureSchema } from '../../figure.ts'
import { canDraw, type RunRecord } from '../run-figures.ts'
import { certifiedFreeEnergy } from './certified-figure.ts'
import { scanColumns } from './tables.ts'

const line = (step: number, values: Record<string, number>): RunRecord['metrics'][number] => ({ kind: 'evaluate', step, seconds: step / 10, values })
const record = (metrics: RunRecord['metrics'], arrays: RunRecord['arrays'] = new Map()): RunRecord => ({ config: { study: 'neural-rg', seed: 1 }, metrics, stepsPerEpoch: null, arrays, computed: new Map() })
const history = [
  line(10, { freeEnergyPerSite: 3, freeEnergyError: 0.1, freeEnergyGap: 2 }),
  line(20, { freeEnergyPerSite: 2, freeEnergyError: 0.1, freeEnergyGap: 1, lowerBoundPerSite: 0.5, lowerBoundError: 0.2 }),
]
const build = (of: RunRecord) => {
  const figure = certifiedFreeEnergy.build(of)
  return figure && figureSchema.parse(figure)
}

describe('certified free energy', () => {
  it('has the reference between both bounds: bound minus gap', () => {
    const [panel] = build(record(history))!.panels
    const y = (name: string) => panel.series.flatMap((series) => (series.kind === 'line' && series.name.startsWith(name) ? [series.y] : []))[0]
    expect(y('upper')).toEqual([3, 2])
    expect(y('lower')).toEqual([null, 0.5])
    expect(y('reference')).toEqual([1, 1])
    expect(panel.note).toContain('0.100 ≤ −ln Z/N ≤ 2.200')
  })

  it('says why where a side of the bracket is missing', () => {
    const [panel] = build(record(history.slice(0, 1)))!.panels
    expect(panel.series.some(({ name }) => name.startsWith('lower'))).toBe(false)
    expect(panel.note).toContain('No lower bound')
    expect(build(record([]))).toBeNull()
  })

  it('draws a scan over its temperatures, in their order', () => {
    const row = (temperature: number) => scanColumns.map((name) => (name === 'temperature' ? temperature : name === 'lowerBound' ? -temperature : name === 'freeEnergy' ? temperature : 0))
    const data = [...row(0.9), ...row(0.5)]
    const stored = { artifact: { file: 'scan.npy', kind: 'scan', step: 20, shape: [2, scanColumns.length], axes: [], units: '', description: '' }, data }
    const of = record(history, new Map([['scan', [stored]]]))
    const [, panel] = build(of)!.panels
    expect(panel.series.filter(({ kind }) => kind === 'line').map((series) => (series.kind === 'line' ? series.y : []))).toEqual([[0.5, 0.9], [-0.5, -0.9], [0, 0]])
  })

  it('is offered for a run that has one temperature and hence no table of a scan', () => {
    expect(canDraw(certifiedFreeEnergy, record(history), { artifacts: [], checkpoints: 1 })).toBe(true)
  })
})
