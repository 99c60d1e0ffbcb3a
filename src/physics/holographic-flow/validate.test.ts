import { describe, expect, it } from 'vitest'
import { holographicFlowConfigSchema } from '../../shared/studies/holographic-flow/config.ts'
import { holographicFlow } from '../../shared/studies/holographic-flow/index.ts'
import { initialWeightShare } from './check-training.ts'
import { fromDimension, fromMass } from './dimension-mass.ts'
import { checkHolographicFlow } from './validate.ts'

type Overrides = Record<string, object>
const check = (overrides: Overrides) => checkHolographicFlow(holographicFlowConfigSchema.parse({ study: 'holographic-flow', ...overrides }))
const ads = (rest: object): Overrides => ({ geometry: { kind: 'ads', ...rest } })
const hsv = (rest: object): Overrides => ({ geometry: { kind: 'hsv', ...rest } })
const custom = (rest: object): Overrides => ({ geometry: { kind: 'custom', ...rest } })
const warp = (values: number[]) => values.map((logWarp, i) => ({ r: i / (values.length - 1), logWarp }))

const table: [string, Overrides, 'error' | 'warning', string, string][] = [
  ['d = 4', ads({ boundaryDimension: 4, conformalDimension: 3 }), 'error', 'BadBoundaryDimension', 'geometry.boundaryDimension'],
  ['d = 1.5', ads({ boundaryDimension: 1.5 }), 'error', 'BadBoundaryDimension', 'geometry.boundaryDimension'],
  ['d = 3 for points in the plane', ads({ boundaryDimension: 3, conformalDimension: 2 }), 'error', 'DimensionDoesNotFitData', 'geometry.boundaryDimension'],
  ['Δ = d/2', ads({ conformalDimension: 1 }), 'error', 'LogarithmicMode', 'geometry.conformalDimension'],
  ['Δ between d/2 - 1 and d/2', ads({ conformalDimension: 0.5 }), 'error', 'AlternativeQuantizationUnsupported', 'geometry.conformalDimension'],
  ['Δ = d/2 - 1', ads({ conformalDimension: 0 }), 'error', 'AlternativeQuantizationUnsupported', 'geometry.conformalDimension'],
  ['Δ below unitarity', custom({ conformalDimension: -0.1 }), 'error', 'UnitarityViolated', 'geometry.conformalDimension'],
  ['0 < nu < 0.1', ads({ conformalDimension: 1.05 }), 'warning', 'SlowResponse', 'geometry.conformalDimension'],
  ['Δ > d', ads({ conformalDimension: 2.5 }), 'warning', 'IrrelevantSource', 'geometry.conformalDimension'],
  ['r1 = r0', ads({ rIR: 1, rUV: 1 }), 'error', 'BadCutoffs', 'geometry.rUV'],
  ['a slice volume beyond float32', ads({ rUV: 40 }), 'error', 'BadCutoffs', 'geometry.rUV'],
  ['z_UV > z_IR', hsv({ zIR: 0.3, zUV: 0.4 }), 'error', 'BadCutoffs', 'geometry.zUV'],
  ['z_UV = 0', hsv({ zUV: 0 }), 'error', 'BadCutoffs', 'geometry.zUV'],
  ['p = 0', hsv({ hsvP: 0 }), 'error', 'BadHsvParameter', 'geometry.hsvP'],
  ['p > 1', hsv({ hsvP: 1.01 }), 'error', 'BadHsvParameter', 'geometry.hsvP'],
  ['two control points at one radius', custom({ controlPoints: [0, 0.5, 0.5, 1].map((r) => ({ r, logWarp: r })) }), 'error', 'BadWarpFactor', 'geometry.controlPoints'],
  ['a warp factor that overflows', custom({ controlPoints: warp([0, 0, 500, 1]) }), 'error', 'BadWarpFactor', 'geometry.controlPoints'],
  ['a mode without positive solution', custom({ controlPoints: warp([0, 6, -6, 6, 0]) }), 'error', 'TachyonicMode', 'geometry.controlPoints'],
  ['control points that end inside the slab', custom({ controlPoints: [0, 0.2, 0.4, 0.6].map((r) => ({ r, logWarp: r })) }), 'warning', 'ControlPointsDoNotCover', 'geometry.controlPoints'],
  ['odd K', { encoding: { modes: 15 } }, 'error', 'BadModeCount', 'encoding.modes'],
  ['K = 2', { encoding: { modes: 2 } }, 'error', 'BadModeCount', 'encoding.modes'],
  ['K beyond any machine', { encoding: { modes: 1e6 } }, 'error', 'BadModeCount', 'encoding.modes'],
  ['L = 0', { encoding: { boxLength: 0 } }, 'error', 'BadBoxLength', 'encoding.boxLength'],
  ['negative lift noise', { encoding: { liftNoiseSigma: -0.1 } }, 'error', 'BadLiftNoise', 'encoding.liftNoiseSigma'],
  ['a decoder grid below K', { encoding: { modes: 16, decoderGrid: 12 } }, 'error', 'DecoderGridTooCoarse', 'encoding.decoderGrid'],
  ['source readout of heat-filtered points', { model: { variant: 'heat' }, encoding: { decoder: 'sourceReadout' } }, 'error', 'SourceReadoutUndefined', 'encoding.decoder'],
  ['source readout without an encoding', { model: { variant: 'fcn' }, network: { kind: 'fcn' }, encoding: { decoder: 'sourceReadout' } }, 'error', 'SourceReadoutUndefined', 'encoding.decoder'],
  ['VEV variables in HSV', { ...hsv({}), encoding: { fieldRescaling: 'vev' } }, 'error', 'RescalingUnsupported', 'encoding.fieldRescaling'],
  ['unresolvable modes', { ...ads({ rIR: -3, rUV: 0 }), encoding: { modes: 32 } }, 'warning', 'ModesNotResolvable', 'geometry.rUV'],
  ['the board without standardisation', { encoding: { standardise: false } }, 'warning', 'BoxTooSmall', 'encoding.boxLength'],
  ['K not a multiple of 2^depth', { encoding: { modes: 12 } }, 'error', 'GridDoesNotHalve', 'encoding.modes'],
  ['width 20', { network: { kind: 'unet', width: 20 } }, 'error', 'WidthNotMultipleOfGroups', 'network.width'],
  ['the FCN model on a U-Net', { model: { variant: 'fcn' } }, 'error', 'NetworkDoesNotFitModel', 'network.kind'],
  ['a field model on the FCN', { network: { kind: 'fcn' } }, 'error', 'NetworkDoesNotFitModel', 'network.kind'],
  ['weights by resolution of answers that are no sources', { model: { preconditioning: 'analytic', lossWeight: 'resolution' } }, 'error', 'ResolutionWeightWithoutSource', 'model.lossWeight'],
  ['the spectral baseline with a weight', { model: { variant: 'cnn-spectral' } }, 'warning', 'LossWeightIgnored', 'model.lossWeight'],
  ['a batch larger than the data', { data: { kind: 'generator', points: 64 }, training: { batchSize: 65 } }, 'error', 'BatchLargerThanData', 'training.batchSize'],
  ['EMA of the paper in a short run', { training: { steps: 5000, emaDecay: 0.9999, emaRamp: false, emaStart: 1000 } }, 'warning', 'EmaRemembersInitialWeights', 'training.emaDecay'],
  ['a warm-up as long as the run', { training: { schedule: 'warmupCosine', warmupSteps: 500, steps: 400 } }, 'warning', 'WarmupNeverEnds', 'training.warmupSteps'],
]

describe('checks of a configuration', () => {
  it.each(table)('%s', (_name, overrides, severity, code, path) => {
    const issue = check(overrides).find((candidate) => candidate.code === code)
    expect(issue).toMatchObject({ severity, path })
    // A message names what was passed or what to do in more than a few words.
    expect(issue!.message.length).toBeGreaterThan(60)
  })
  it('3.6 names the field of a number that is not finite', () => {
    const config = holographicFlowConfigSchema.parse({ study: 'holographic-flow' })
    const broken = { ...config, encoding: { ...config.encoding, boxLength: Number.NaN } }
    expect(checkHolographicFlow(broken)).toMatchObject([{ severity: 'error', code: 'NonFiniteNumber', path: 'encoding.boxLength' }])
  })
  it('finds nothing wrong with the presets, but for the irrelevant sources of the paper', () => {
    for (const preset of holographicFlow.presets) {
      const codes = checkHolographicFlow(holographicFlowConfigSchema.parse(preset.config)).map((issue) => issue.code)
      expect(codes.filter((code) => code !== 'IrrelevantSource'), preset.id).toEqual([])
    }
  })
  it('names the tachyonic mode and the bound in its message', () => {
    expect(check(custom({ controlPoints: warp([0, 6, -6, 6, 0]) }))[0].message).toMatch(/\|k\| = \d/)
  })
  it('8 the share of initial weights: 67 % after 5,000 steps of the paper\'s setting, 4.5e-4 after all; none with the ramp', () => {
    const paper = { emaDecay: 0.9999, emaRamp: false, emaStart: 1000 }
    expect(initialWeightShare({ ...paper, steps: 5000 })).toBeCloseTo(0.67, 2)
    expect(initialWeightShare({ ...paper, steps: 78_100 })).toBeCloseTo(4.5e-4, 5)
    expect(initialWeightShare({ emaDecay: 0.999, emaRamp: true, emaStart: 0, steps: 200 })).toBeLessThan(1e-9)
    expect(initialWeightShare({ emaDecay: 0, emaRamp: false, emaStart: 0, steps: 1 })).toBe(0)
  })
})

describe('dimension and mass', () => {
  it('3.6 d = 2: Δ = 1.5, 2, 2.5, 3 have m² = -0.75, 0, 1.25, 3', () => {
    expect([1.5, 2, 2.5, 3].map((delta) => fromDimension(2, delta).massSquared)).toEqual([-0.75, 0, 1.25, 3])
  })
  it('the larger root is the inverse', () => {
    for (const d of [1, 2, 3]) for (const delta of [d / 2 + 0.2, d, d + 1.3]) expect(fromMass(d, fromDimension(d, delta).massSquared).conformalDimension).toBeCloseTo(delta, 12)
  })
  it('refuses masses at and below the Breitenlohner-Freedman bound', () => {
    expect(() => fromMass(2, -1.01)).toThrow(expect.objectContaining({ code: 'BelowBFBound' }))
    expect(() => fromMass(2, -1)).toThrow(expect.objectContaining({ code: 'LogarithmicMode' }))
  })
  it('tells relevant, marginal and irrelevant sources apart', () => {
    expect([1.5, 2, 2.5].map((delta) => fromDimension(2, delta).operator)).toEqual(['relevant', 'marginal', 'irrelevant'])
  })
})
