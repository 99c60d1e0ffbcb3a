import type { Preset } from '../index.ts'
import type { ModelConfig, ModelVariant } from './config.ts'

/**
 * Named configurations. `quick-W-<model>` are the laptop ones, `fast-W-<model>` the same with the recipe that learns fastest,
 * `paper-<model>` the checkerboard runs of the paper, `mini-ci` the smallest that still learns. Sizes and settings: the spec's
 * sections 7, 8 and 10.
 */

const quickModels: ModelVariant[] = ['ads', 'ads-kg-hermite', 'ads-kg-linear', 'fcn', 'cnn-spectral']
/** Hidden width of the fully connected network with as many parameters as the U-Net of width w. */
const matchedFcnWidth: Record<number, number> = { 16: 353, 24: 534, 32: 716, 64: 1442 }
const withBackbone = (variant: ModelVariant) => variant === 'ads-kg-hermite' || variant === 'ads-kg-linear'
const names: Record<string, string> = {
  ads: 'AdS', 'ads-kg-hermite': 'AdS + KG (Hermite)', 'ads-kg-linear': 'AdS + KG (linear)', fcn: 'FCN', 'cnn-spectral': 'Spectral CNN',
}

function model(variant: ModelVariant, preconditioning: ModelConfig['preconditioning']) {
  const fcn = variant === 'fcn'
  return {
    variant,
    preconditioning,
    lossWeight: variant === 'cnn-spectral' ? 'none' : 'sliceVolume',
    basePrior: fcn ? 'white' : 'sobolev',
  }
}

function network(variant: ModelVariant, width: number, depth = 3) {
  return variant === 'fcn' ? { kind: 'fcn', width: matchedFcnWidth[width], hiddenLayers: 6 } : { kind: 'unet', width, depth }
}

const quick = (width: number, variant: ModelVariant): Preset => ({
  id: `quick-${width}-${variant}`,
  title: `${names[variant]}, width ${width}`,
  summary: `Checkerboard, 2400 steps at width ${width}${withBackbone(variant) ? ', analytic preconditioning' : ''}.`,
  effort: 'quick',
  config: {
    study: 'holographic-flow',
    title: `Checkerboard, ${names[variant]}, w = ${width}`,
    model: model(variant, withBackbone(variant) ? 'analytic' : 'none'),
    network: network(variant, width),
    // Drawing 1,000 points costs as much as 250 steps.
    cadence: { evaluateEvery: 400, checkpointEvery: 200 },
  },
})

/**
 * What docs/learning-speed.md arrives at: every mode shows its source and answers it, all times count alike, and the early ones, when the
 * point is chosen, get more of the clock. A state of two numbers chooses late.
 */
const fastModel = (variant: ModelVariant) => ({
  ...model(variant, 'source'), lossWeight: 'resolution', clock: variant === 'fcn' ? 'radius' : 'resolution',
})
/** The fully connected network sees one point a sample where the others see 1,024 numbers: it wants large batches, and steps are cheap. */
const fastTraining = (variant: ModelVariant) => (variant === 'fcn' ? { steps: 8000, batchSize: 1024, learningRate: 2e-3 } : { steps: 3600 })

const fast = (width: number, variant: ModelVariant): Preset => {
  const { config, ...preset } = quick(width, variant)
  return {
    ...preset,
    id: `fast-${width}-${variant}`,
    title: `${names[variant]}, width ${width}, fast`,
    summary: `Checkerboard, ${variant === 'fcn' ? '8000 steps of 1024 points' : `3600 steps at width ${width}`} with the fast recipe: the network predicts the source.`,
    config: { ...config, title: `Checkerboard, ${names[variant]}, w = ${width}, fast`, model: fastModel(variant), training: fastTraining(variant) },
  }
}

const paper = (variant: ModelVariant, geometry: Record<string, unknown>, id: string, title: string): Preset => ({
  id,
  title,
  summary: 'Checkerboard at full size: 78 100 steps at width 64, 10 000 generated points. Hours on a CPU.',
  effort: 'paper',
  config: {
    study: 'holographic-flow',
    title,
    geometry,
    model: model(variant, 'none'),
    network: network(variant, 64),
    training: { steps: 78_100, learningRate: 3e-4, emaDecay: 0.9999, emaRamp: false, emaStart: 1000 },
    sampling: { solverSteps: 100, points: 10_000, referencePoints: 10_000 },
    cadence: { logEvery: 71, evaluateEvery: 7810, checkpointEvery: 781 },
  },
})
const ads = (conformalDimension: number) => ({ kind: 'ads', conformalDimension })

export const holographicFlowPresets: readonly Preset[] = [
  {
    id: 'example',
    title: 'Checkerboard, first look',
    summary: 'A small holographic flow with the fast recipe: separates the tiles within two minutes on two cores.',
    effort: 'example',
    config: {
      study: 'holographic-flow',
      title: 'Checkerboard, first look',
      model: fastModel('ads-kg-hermite'),
      network: network('ads-kg-hermite', 16),
      training: { steps: 1200 },
      // Looked at often, so each look must be cheap: 40 network evaluations a point instead of 80.
      sampling: { solverSteps: 10, points: 500 },
      cadence: { evaluateEvery: 100, checkpointEvery: 100 },
    },
  },
  ...quickModels.map((variant) => fast(16, variant)),
  ...[16, 24, 32].flatMap((width) => quickModels.map((variant) => quick(width, variant))),
  {
    id: 'mini-ci',
    title: 'Smallest run',
    summary: 'AdS on 8 × 8 modes, depth 2: learns the board in well under a minute.',
    effort: 'test',
    config: {
      study: 'holographic-flow',
      title: 'Checkerboard, smallest run',
      encoding: { modes: 8 },
      model: model('ads', 'none'),
      network: network('ads', 16, 2),
      training: { steps: 1000 },
    },
  },
  ...(['ads-kg-hermite', 'ads-kg-linear', 'ads', 'fcn', 'cnn-spectral'] as const).map((variant) =>
    paper(variant, ads(1.5), `paper-${variant}`, `Paper: ${names[variant]}`),
  ),
  ...[2, 2.5, 3].map((delta) => paper('ads-kg-hermite', ads(delta), `paper-delta-${delta}`, `Paper: Δ = ${delta}`)),
  ...[0.1, 0.25, 0.5, 1].map((hsvP) =>
    paper('ads-kg-hermite', { kind: 'hsv', hsvP, zIR: 1, zUV: Math.exp(-1) }, `paper-hsv-${hsvP}`, `Paper: HSV p = ${hsvP}`),
  ),
]
