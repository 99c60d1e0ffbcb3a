import { describe, expect, it } from 'vitest'
import { figureSchema } from '../../figure.ts'
import { metricFigure, metricsFigure, stepRateFigure } from '../curve-figures.ts'
import { canDraw } from '../run-figures.ts'
import { holographicFlowConfigSchema } from './config.ts'
import { curveSource, envelopesFigure, geometryFigure, holographicFlowFigures, lossFigure, pointsFigure, samplesOverStepsFigure, type RunFigureData } from './figures.ts'
import { emptyRecord, fullArtifacts, fullConfig as config, fullRecord, trainLines } from './full-record.test-helper.ts'
import { flowFigureData } from './run-figure-data.ts'

const points = (count: number, shift = 0) => ({ data: Float32Array.from({ length: 2 * count }, (_, i) => ((i * 7) % 79) / 10 - 3.9 + shift), shape: [count, 2] })
const metrics = [...trainLines, { kind: 'evaluate' as const, step: 200, seconds: 20, values: { boundaryViolation: 0.3, energyDistance: -0.001 } }]

const full: RunFigureData = {
  config, metrics, samples: { ...points(100, 10), step: 200 }, reference: points(300), trainingData: points(500), zeroNetworkLoss: 4280, configHash: 'abcdef0123456789',
}

describe('registry', () => {
  it.each(holographicFlowFigures.map((figure) => [figure.name, figure] as const))('%s: a complete figure under its own name, or null without data', (name, figure) => {
    const built = figure.build(fullRecord)
    if (!built) throw new Error('nothing built')
    expect(figureSchema.parse(built).name).toBe(name)
    expect(built.caption).toContain('AdS, d = 2, Δ = 1.5')
    expect(built.caption).toContain('configuration abcdef012345')
    expect(figure.build(emptyRecord)).toBeNull()
    expect(canDraw(figure, fullRecord, { artifacts: fullArtifacts, checkpoints: 1 })).toBe(true)
    // What follows from the configuration alone is always there.
    expect(canDraw(figure, emptyRecord, { artifacts: [], checkpoints: 0 })).toBe(figure.group === 'setup')
  })

  it('has every name once', () => expect(new Set(holographicFlowFigures.map((figure) => figure.name)).size).toBe(holographicFlowFigures.length))

  it('has no bulk for a model of points, and draws the others', () => {
    const model = holographicFlowConfigSchema.parse({ study: 'holographic-flow', model: { variant: 'fcn' }, network: { kind: 'fcn' } })
    const drawn = holographicFlowFigures.filter((figure) => canDraw(figure, { ...fullRecord, config: model }, { artifacts: fullArtifacts, checkpoints: 1 })).map(({ name }) => name)
    for (const none of ['bulk-slice', 'bulk-mode', 'geometry', 'encoded-data', 'shell-spectrum']) expect(drawn).not.toContain(none)
    for (const some of ['bulk-clouds', 'loss', 'points', 'training-curves']) expect(drawn).toContain(some)
  })

  it('asks for the geometries that were chosen beside its own, each once, and names them', () => {
    const geometry = holographicFlowFigures.find(({ name }) => name === 'geometry')
    const asked = (own: object, choices: object) => geometry?.computations?.[0].input?.({ ...config, geometry: own }, choices as Record<string, unknown>) as { geometries: { kind: string; hsvP?: number; zIR?: number }[] }
    expect(asked(config.geometry, {}).geometries).toEqual([config.geometry])
    const flat = { kind: 'hsv', boundaryDimension: 2, hsvP: 1, zIR: 1, zUV: Math.exp(-1) }
    expect(asked(flat, { hsv: [0.5, 1] }).geometries).toMatchObject([flat, { kind: 'ads', rIR: 0, rUV: 1 }, { hsvP: 0.5, zIR: 1 }])
    const [profile] = (fullRecord.computed.get('geometries') as { profiles: object[] }).profiles
    const three = { ...fullRecord, computed: new Map([['geometries', { profiles: [profile, profile, profile] }]]) }
    const panels = figureSchema.parse(geometry?.build(three, { choices: { hsv: [0.5, 1] } })).panels
    expect(panels[0].series.map(({ name }) => name)).toEqual(['AdS', 'HSV $p = 0.5$', 'flat ($p = 1$)'])
    // An answer to other choices is not drawn under wrong names.
    expect(geometry?.build(three, { choices: {} })).toBeNull()
  })

  it('draws controls beside the envelope with what they differ by', () => {
    const figure = holographicFlowFigures.find(({ name }) => name === 'control-envelopes')
    const [envelopes, residuals] = figureSchema.parse(figure?.build(fullRecord, { choices: { match: 'equalPoint' } })).panels
    expect(envelopes.series.map(({ name }) => name)).toEqual(['propagator $\\psi$', 'heat, $a = 0.9$', 'Matérn, $\\ell = 0.97$'])
    expect(residuals.series[1]).toMatchObject({ name: 'heat', y: [0, expect.closeTo(0.1, 12), expect.closeTo(-0.1, 12)] })
  })

  it('lets one choose the mode, and draws nothing for a sample that was not recorded', () => {
    const mode = holographicFlowFigures.find(({ name }) => name === 'bulk-mode')
    expect(mode?.build(fullRecord, { choices: { mode: [-2, 1] } })?.title).toBe('Mode $n = (-2, 1)$')
    expect(mode?.build(fullRecord, { choices: { sample: 2 } })).toBeNull()
    expect(mode?.choices?.safeParse({ mode: [1] }).success).toBe(false)
  })
})

describe('loss', () => {
  it('keeps every raw value behind the smoothed curve and marks the loss of a network that answers zero', () => {
    const series = figureSchema.parse(lossFigure(full)).panels[0].series
    expect(series.map((one) => one.kind === 'line' && one.role)).toEqual(['shadow', 'main', 'reference'])
    expect(series[0].kind === 'line' && series[0].y).toEqual(trainLines.map((line) => line.values.loss))
    expect(series[2].kind === 'line' && series[2].y).toEqual([4280, 4280])
  })

  it('counts epochs in full batches: 781 steps of 64 out of 50,000 points', () => {
    const x = figureSchema.parse(lossFigure(full, { against: 'epoch' })).panels[0].series[0].x
    expect(x[0]).toBeCloseTo(10 / 781, 12)
  })

  it('of own data counts epochs as the trainer did, and has none where nobody did', () => {
    const own = holographicFlowConfigSchema.parse({ study: 'holographic-flow', data: { kind: 'dataset', id: 'mine', hash: '0'.repeat(64) } })
    const first = (stepsPerEpoch: number | null) => {
      const data = flowFigureData({ ...fullRecord, config: own, stepsPerEpoch })
      return data && lossFigure(data, { against: 'epoch' })?.panels[0].series[0]
    }
    expect(first(5)).toMatchObject({ x: expect.arrayContaining([2, 4, 6]) })
    expect(first(null)).toBeUndefined()
  })

  it('says when it draws fewer points than there are', () => {
    expect(lossFigure(full, { limit: 10 })?.panels[0].note).toContain('of 40 points')
  })
})

describe('metrics', () => {
  it('shows those that were measured, with their symbol and unit', () => {
    const source = curveSource(full)
    expect(metricsFigure(source)?.panels.map((panel) => panel.y.label)).toEqual(['$\\mathrm{BV}$', '$E$ (data length)'])
    expect(metricFigure(source, 'energyDistance')?.name).toBe('energy-distance')
    expect(metricFigure(source, 'slicedWasserstein')).toBeNull()
  })

  it('stand over whole steps, also one alone', () => {
    const range = (lines: typeof metrics) => metricFigure(curveSource({ ...full, metrics: lines }), 'boundaryViolation')?.panels[0].x.range
    const at = (step: number) => ({ ...metrics[metrics.length - 1], step })
    expect([range([at(1)]), range([at(400)]), range([at(20), at(30)])]).toEqual([[0, 10], [395, 405], undefined])
  })

  it('step rate is steps over the seconds between two lines', () => {
    const series = figureSchema.parse(stepRateFigure(curveSource(full))).panels[0].series[0]
    expect(series.kind === 'line' && series.y[0]).toBe(10)
  })
})

it('samples over the training stand in one frame, the truth last', () => {
  const { panels, columns } = figureSchema.parse(samplesOverStepsFigure(full, [{ ...points(5, 20), step: 10 }, { ...points(5), step: 20 }]))
  expect(panels.map(({ title }) => title)).toEqual(['Step 10', 'Step 20', 'True points'])
  expect(new Set(panels.map(({ x, y }) => JSON.stringify([x.range, y.range]))).size).toBe(1)
  expect(columns).toBe(2)
})

describe('points', () => {
  it('draws as many true as generated points, in one frame that diverged samples cannot stretch, and says so', () => {
    const { panels } = figureSchema.parse(pointsFigure(full))
    expect(panels.map((panel) => panel.series[0].x.length)).toEqual([100, 100])
    expect(panels[0].x.range).toEqual(panels[1].x.range)
    expect(panels[0].note).toBe('True: every 3rd of 300 points.')
    expect(panels[1].note).toBe('Generated, step 200: 100 of 100 outside the frame.')
  })

  it('lays the tile edges over the checkerboard and over nothing else', () => {
    const references = (data: RunFigureData) => figureSchema.parse(pointsFigure(data)).panels[0].series.filter((one) => one.kind === 'line')
    expect(references(full)).toHaveLength(1)
    const moons = holographicFlowConfigSchema.parse({ study: 'holographic-flow', data: { kind: 'generator', name: 'twoMoons' } })
    expect(references({ ...full, config: moons })).toHaveLength(0)
  })

  it('turns points that are not finite into gaps', () => {
    const samples = { data: Float32Array.of(Number.NaN, 1, 2, Infinity, 0, 0), shape: [3, 2], step: 1 }
    const [, generated] = figureSchema.parse(pointsFigure({ ...full, samples })).panels
    expect(generated.series[0]).toMatchObject({ x: [null, 2, 0], y: [1, null, 0] })
  })
})

it('geometry and envelopes: a panel a quantity, a curve a geometry or radius', () => {
  const profile = { label: 'AdS', r: [0, 1], f: [1, Math.E], h: [1, 1], omega: [1, Math.E ** 2], s: [0, 1], logWarpSecondDerivative: [0, 0], cFunction: [1, null] }
  expect(figureSchema.parse(geometryFigure([profile, profile])).panels.map((panel) => panel.series.length)).toEqual([2, 2, 2, 2, 2, 2])
  const envelopes = figureSchema.parse(envelopesFigure({ k: [0, 1], curves: [{ r: 0, psi: [1, 0.37], varpi: [0, 0.37] }, { r: 1, psi: [1, 0.69], varpi: [0, 0.25] }] }))
  expect(envelopes.panels.map((panel) => panel.series.map((series) => series.name))).toEqual([['$r = 0$', '$r = 1$'], ['$r = 0$', '$r = 1$']])
  expect(geometryFigure([])).toBeNull()
})
