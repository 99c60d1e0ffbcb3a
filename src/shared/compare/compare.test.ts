import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { figureSchema } from '../figure.ts'
import { compareFigure } from './compare-figure.ts'
import { configFields, differingFields, fieldEquals, isReplicateOnly } from './fields.ts'
import { type ComparedRun, groupingFields, groupRuns, repeatedRuns } from './groups.ts'
import { runCurve, runValue } from './run-curves.ts'
import { meanCurve, onCommonGrid, spreadOf } from './statistics.ts'
import { differencesToCsv, differenceTable, latexSpread, latexText, spreadText, valuesToCsv, valuesToLatex, valueTable } from './tables.ts'

const study = 'holographic-flow'

function run(id: string, config: Record<string, unknown>, losses: [step: number, loss: number][]): ComparedRun {
  return { id, title: id, study, config: { study, ...config }, metrics: losses.map(([step, loss]) => ({ kind: 'train', step, seconds: step / 10, values: { loss } })) }
}

describe('spread over replicates', () => {
  // 2, 4, 9: mean 5, squares 9 + 1 + 16 = 26, s = √13, s.e.m. = √(13/3).
  it.each([
    ['std', 5 - Math.sqrt(13), 5 + Math.sqrt(13)],
    ['sem', 5 - Math.sqrt(13 / 3), 5 + Math.sqrt(13 / 3)],
    ['range', 2, 9],
  ] as const)('of 2, 4, 9 is by hand: %s', (band, low, high) => {
    const spread = spreadOf([2, 4, 9], band)
    expect(spread.mean).toBe(5)
    // A handful of float64 operations on numbers of order 1.
    expect(spread.low).toBeCloseTo(low, 14)
    expect(spread.high).toBeCloseTo(high, 14)
  })
  it('of a single value is unknown, not zero', () => {
    expect(spreadOf([3], 'std')).toEqual({ count: 1, mean: 3, low: null, high: null })
  })
  it('does not cancel: shifting all values by 1e8 leaves the standard deviation', () => {
    const { low, high } = spreadOf([1e8 + 2, 1e8 + 4, 1e8 + 9], 'std')
    // The values themselves are exact; one rounding of 1e8 is 1.5e-8.
    expect((high! - low!) / 2).toBeCloseTo(Math.sqrt(13), 6)
  })
})

describe('curves on unequal steps', () => {
  it('with the same steps are taken as they are', () => {
    expect(onCommonGrid([{ x: [1, 2], y: [5, 6] }, { x: [1, 2], y: [7, 9] }])).toEqual({ x: [1, 2], rows: [[5, 6], [7, 9]], grid: 'same' })
  })
  it('are joined by straight lines on the union of their steps, where both have values', () => {
    // a: 0 → 0, 4 → 8 (slope 2); b: 1 → 1, 3 → 5, 9 → 5. Common range 1 to 4.
    expect(onCommonGrid([{ x: [0, 4], y: [0, 8] }, { x: [1, 3, 9], y: [1, 5, 5] }])).toEqual({
      x: [1, 3, 4], rows: [[2, 6, 8], [1, 5, 5]], grid: 'interpolated',
    })
  })
  it('that do not overlap have no mean', () => {
    expect(meanCurve([{ x: [0, 1], y: [0, 0] }, { x: [2, 3], y: [0, 0] }], 'std').x).toEqual([])
    expect(meanCurve([{ x: [0, 1], y: [0, 0] }, { x: [], y: [] }], 'std').x).toEqual([])
  })
  it('of the same straight line average to that line whatever their steps: interpolation is exact there', () => {
    const steps = fc.uniqueArray(fc.integer({ min: 1, max: 1000 }), { minLength: 1, maxLength: 20 }).map((inner) => [0, ...inner.sort((a, b) => a - b), 1001])
    fc.assert(fc.property(fc.array(steps, { minLength: 2, maxLength: 5 }), fc.integer({ min: -9, max: 9 }), (grids, slope) => {
      const { x, mean, low, high } = meanCurve(grids.map((grid) => ({ x: grid, y: grid.map((step) => slope * step + 3) })), 'std')
      // Rounding of an interpolation between numbers up to 9e3.
      for (let i = 0; i < x.length; i++) {
        expect(mean[i]).toBeCloseTo(slope * x[i] + 3, 9)
        expect(high[i]! - low[i]!).toBeLessThan(1e-8)
      }
    }))
  })
})

describe('groups of runs', () => {
  const ads = (dimension: number) => ({ geometry: { kind: 'ads', conformalDimension: dimension } })
  const runs = [
    run('a', { ...ads(2), seed: 1 }, [[10, 4], [20, 2]]), run('b', { ...ads(2), seed: 2, title: 'other' }, [[10, 6], [20, 4]]),
    run('c', { ...ads(1.5), seed: 1, cadence: { logEvery: 5 } }, [[10, 8]]),
  ]
  it('take seeds as replicates, and are named by what differs, in the order of its values', () => {
    expect(groupRuns(runs, 'replicates').map(({ label, runs: members }) => [label, members.map(({ id }) => id)])).toEqual([
      ['$\\Delta$ = 1.5', ['c']], ['$\\Delta$ = 2', ['a', 'b']],
    ])
  })
  it('are named by the fewest fields that tell them apart, not by the first that differ', () => {
    const models = ['ads', 'fcn', 'ads-kg-linear', 'ads-kg-linear'].map((variant, i) =>
      run(variant + String(i), { model: { variant, lossWeight: variant === 'fcn' ? 'none' : 'sliceVolume', preconditioning: i === 3 ? 'analytic' : 'none' } }, []))
    const labels = groupRuns(models, 'replicates').map(({ label }) => label)
    expect(labels).toEqual(['Model = AdS, Preconditioning = None (paper)', 'Model = FCN baseline, Preconditioning = None (paper)', 'Model = AdS + KG (linear), Preconditioning = None (paper)', 'Model = AdS + KG (linear), Preconditioning = Analytic'])
  })
  it('by a field say what else differs inside them', () => {
    expect(groupRuns(runs, 'seed').map(({ key, mixed }) => [key, mixed])).toEqual([['1', ['geometry.conformalDimension']], ['2', []]])
    expect(groupRuns(runs, 'run').map(({ runs: members }) => members.length)).toEqual([1, 1, 1])
  })
  it('can be made by what differs only', () => expect(groupingFields(runs)).toEqual(['geometry.conformalDimension', 'seed', 'cadence.logEvery']))
  it('show a run that repeats another: same configuration, same seed', () => {
    const [group] = groupRuns([runs[0], { ...runs[0], id: 'copy' }, runs[1]], 'replicates')
    expect(repeatedRuns(group).map(({ id }) => id)).toEqual(['copy'])
  })
  it('of equal configurations in another order of keys are one', () => {
    const other = run('d', { seed: 3, geometry: { conformalDimension: 2, kind: 'ads' } }, [])
    expect(groupRuns([runs[0], other], 'replicates')).toHaveLength(1)
  })
})

describe('configurations', () => {
  it('differ where a value differs or is missing; names do not count', () => {
    const configs = [{ a: { b: 1, list: [1, 2] }, title: 'x' }, { a: { b: 1, list: [1, 3] }, extra: true, title: 'y' }]
    expect([...configFields(configs[0])]).toEqual([['a.b', 1], ['a.list', '[1,2]'], ['title', 'x']])
    expect(differingFields(configs)).toEqual(['a.list', 'extra'])
    expect(differingFields([{ seed: 1, device: { threads: 1 } }, { seed: 2, device: { threads: 2 } }], isReplicateOnly)).toEqual([])
  })
  it('name fields as the study does, inside variants too, and unknown ones by their path', () => {
    expect(fieldEquals(study, 'geometry.hsvP', 0.25)).toMatch(/^\$.*\$ = 0\.25$/)
    expect(fieldEquals(study, 'not.there', true)).toBe('not.there = on')
  })
})

describe('metrics of a run', () => {
  const config = { data: { kind: 'generator', name: 'checkerboard', points: 1000 }, training: { batchSize: 100 }, seed: 1 }
  const one = run('a', config, [[10, 4], [20, 2], [30, 3]])
  it('are read against step, epoch (batches in the data set: 10) or time', () => {
    expect(runCurve(one, 'loss', 'step')).toEqual({ x: [10, 20, 30], y: [4, 2, 3] })
    expect(runCurve(one, 'loss', 'epoch')?.x).toEqual([1, 2, 3])
    expect(runCurve(one, 'loss', 'seconds')?.x).toEqual([1, 2, 3])
    const own = { ...one, config: { ...one.config, data: { kind: 'dataset', id: 'x', hash: 'y' } } }
    expect(runCurve(own, 'loss', 'epoch')).toBeNull()
    // Of own data the trainer wrote down how long an epoch was.
    expect(runCurve({ ...own, stepsPerEpoch: 5 }, 'loss', 'epoch')?.x).toEqual([2, 4, 6])
  })
  it('have a final value, and a best one whose sense the metric decides', () => {
    expect([runValue(one, 'loss', 'final', true), runValue(one, 'loss', 'best', true), runValue(one, 'loss', 'best', false)]).toEqual([3, 2, 4])
    expect(runValue(one, 'nothing', 'final', true)).toBeNull()
  })
})

describe('the figure of a comparison', () => {
  const many = [1, 2].map((seed) => run(`s${seed}`, { seed }, Array.from({ length: 5000 }, (_, i) => [i + 1, i === 3333 ? 1000 : seed])))
  const groups = groupRuns(many, 'replicates')
  const options = { against: 'step', scale: 'linear', band: 'std' } as const
  it('states band and number below the panel and in the caption, and draws fewer points than the statistics saw, saying so', () => {
    const figure = figureSchema.parse(compareFigure(groups, { name: 'loss', label: 'Loss' }, { ...options, limit: 100 }).figure)
    const [band, line] = figure.panels[0].series
    expect(line.name).toBe(groups[0].label)
    expect(figure.panels[0].note).toContain('Bands: mean ± std, n = 2.')
    expect(figure.caption).toContain('sample standard deviation (n − 1)')
    expect(figure.panels[0].note).toMatch(/of 5000 points/)
    expect(line.x.length).toBeLessThanOrEqual(102)
    expect(band.kind === 'band' && band.x.length).toBeLessThanOrEqual(100)
    // The lone spike of both runs survives.
    expect(line.kind === 'line' && Math.max(...line.y.map(Number))).toBe(1000)
  })
  it('says the number of runs in the legend where it is not the same for all', () => {
    const uneven = groupRuns([...many, run('c', { seed: 1, geometry: { kind: 'ads' } }, [[1, 2], [2, 2]])], 'replicates')
    const [panel] = figureSchema.parse(compareFigure(uneven, { name: 'loss', label: 'Loss' }, options).figure).panels
    expect(panel.series.map(({ name }) => /\(n = (\d)\)$/.exec(name)?.[1])).toEqual(['2', '2', '1'])
    expect(panel.note).toContain('mean ± std over n runs; none for n = 1')
  })
  it('smooths each run before mean and band, and keeps the mean of the raw values behind', () => {
    const noisy = [1, 2].map((seed) => run(`n${seed}`, { seed }, Array.from({ length: 200 }, (_, i) => [i + 1, 10 + seed + (i % 2 ? 1 : -1)])))
    const { figure } = compareFigure(groupRuns(noisy, 'replicates'), { name: 'loss', label: 'Loss' }, { ...options, band: 'range', halfLife: 10 })
    const [band, raw, line] = figureSchema.parse(figure).panels[0].series
    if (band.kind !== 'band' || raw.kind !== 'line' || line.kind !== 'line') throw new Error('A band, its raw mean and its line.')
    expect([raw.role, line.role]).toEqual(['shadow', 'main'])
    expect(raw.y.slice(0, 2)).toEqual([10.5, 12.5])
    // Alternating noise of one unit: a half-life of ten points leaves a few hundredths in the middle; the two runs stay one apart.
    expect(Math.abs(line.y[100]! - 11.5)).toBeLessThan(0.05)
    expect(band.high[100]! - band.low[100]!).toBeCloseTo(1, 9)
    expect(figure?.caption).toContain('half-life 10 logged points')
  })
  it('says when runs were logged at different steps', () => {
    const shifted = run('s3', { seed: 3 }, [[2, 1], [4001, 1]])
    const { figure } = compareFigure(groupRuns([...many, shifted], 'replicates'), { name: 'loss', label: 'Loss' }, options)
    expect(figure?.caption).toContain('joined linearly between logged points')
  })
  it('cuts a band at zero on a log axis, and leaves out what has no value, saying so', () => {
    const wide = groupRuns([run('a', { seed: 1 }, [[1, 1]]), run('b', { seed: 2 }, [[1, 100]]), run('c', { seed: 3 }, [])], 'replicates')
    const { figure, remarks } = compareFigure(wide, { name: 'loss', label: 'Loss' }, { ...options, scale: 'log' })
    expect(figure?.panels[0].note).toContain('cut')
    expect(remarks).toEqual([expect.stringContaining('1 of 3 runs left out')])
    const [band] = figure!.panels[0].series
    expect(band.kind === 'band' && band.low[0]).toBe(50.5)
    // 4 and 6: s = √2, so that 5 − √2 is positive and stays.
    const narrow = compareFigure(groupRuns([run('a', { seed: 1 }, [[1, 4]]), run('b', { seed: 2 }, [[1, 6]])], 'replicates'), { name: 'loss', label: 'Loss' }, { ...options, scale: 'log' })
    const [kept] = narrow.figure!.panels[0].series
    expect(kept.kind === 'band' && kept.low[0]).toBeCloseTo(5 - Math.SQRT2, 14)
    expect(narrow.figure?.panels[0].note).not.toContain('cut')
  })
})

describe('tables', () => {
  const groups = groupRuns([
    run('a', { seed: 1, training: { steps: 5 } }, [[1, 0.5], [2, 0.0164]]), run('b', { seed: 2, training: { steps: 5 } }, [[1, 0.5], [2, 0.021]]), run('c_%', { seed: 1, training: { steps: 7 } }, [[1, 2e-5]]),
  ], 'replicates')
  const metrics = [{ name: 'loss', label: 'Loss', symbol: '\\mathcal{L}', lowerIsBetter: true }]
  const table = valueTable(groups, metrics, 'final', 'std')

  it('hold mean and spread of the final values: (0.0164 + 0.021)/2, |difference|/√2', () => {
    const [value] = table.rows[0].values
    expect(value?.mean).toBeCloseTo(0.0187, 14)
    expect(value!.high! - value!.mean).toBeCloseTo(0.0046 / Math.SQRT2, 14)
  })
  it('become LaTeX with booktabs rules, two digits of the spread, special characters escaped', () => {
    const latex = valuesToLatex(table)
    for (const rule of ['\\toprule', '\\midrule', '\\bottomrule', '$n - 1$']) expect(latex).toContain(rule)
    expect(latex).toContain('$0.0187 \\pm 0.0033$')
    expect(latex).toContain('\\times 10^{-5}')
    expect(latexText('50 % of a_b & $x_1$')).toBe('50 \\% of a\\_b \\& $x_1$')
  })
  it('round as a paper does', () => {
    const of = (mean: number, half: number) => ({ count: 3, mean, low: mean - half, high: mean + half })
    expect(latexSpread(of(12.3456, 0.123), 'std')).toBe('12.35 \\pm 0.12')
    expect(latexSpread(of(3.21e-5, 4.5e-6), 'sem')).toBe('(3.21 \\pm 0.45) \\times 10^{-5}')
    expect(latexSpread(of(2, 1), 'range')).toBe('2.0\\ [1.0, 3.0]')
    expect(latexSpread({ count: 1, mean: 0.123456, low: null, high: null }, 'std')).toBe('0.1235')
    expect(spreadText(of(-1, 0.25), 'std')).toBe('−1.00 ± 0.25')
    expect(latexSpread(of(0, 0), 'std')).toBe('0 \\pm 0')
  })
  it('become CSV with every digit', () => {
    const lines = valuesToCsv(table).split('\r\n')
    expect(lines[0]).toMatch(/^# final values/)
    expect(lines[1]).toBe('"group","runs","loss mean","loss low","loss high","loss n"')
    expect(lines[3].split(',').slice(1)).toEqual(['1', '0.00002', '', '', '1'])
  })
  it('of differences name only what differs', () => {
    const differences = differenceTable(groups.flatMap(({ runs }) => runs))
    expect(differences.fields.map(({ path }) => path)).toEqual(['seed', 'training.steps'])
    expect(differencesToCsv(differences)).toContain('"c_%","c_%","1","7"')
  })
})
