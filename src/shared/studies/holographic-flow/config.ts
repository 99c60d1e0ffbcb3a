import { z } from 'zod'
import { parameter } from '../../parameter.ts'
import { runConfigBase } from '../../run-config.ts'

/** Configuration of the study "holographic flow on two-dimensional data" (arXiv 2601.22033, "the paper"). */

export const generatorNames = [
  'checkerboard', 'eightGaussians', 'gaussianGrid', 'twoMoons', 'rings', 'pinwheel', 'swissRoll', 'spiral', 'twoSpirals',
] as const
export type GeneratorName = (typeof generatorNames)[number]

/** What the built-in distributions are called. */
export const generatorLabels: Readonly<Record<GeneratorName, string>> = {
  checkerboard: 'Checkerboard', eightGaussians: 'Eight Gaussians', gaussianGrid: 'Gaussian grid', twoMoons: 'Two moons', rings: 'Rings',
  pinwheel: 'Pinwheel', swissRoll: 'Swiss roll', spiral: 'Spiral', twoSpirals: 'Two spirals',
}

export const dataSourceSchema = z.discriminatedUnion('kind', [
  z.object({
    kind: z.literal('generator'),
    name: parameter(z.enum(generatorNames).default('checkerboard'), {
      label: 'Distribution', help: 'Two-dimensional law from which the training points are drawn.',
      choices: Object.fromEntries(generatorNames.map((name) => [name, { label: generatorLabels[name] }])),
    }),
    points: parameter(z.int().min(64).max(10_000_000).default(50_000), {
      label: 'Training points', symbol: 'N', help: 'Points drawn once, before training.', scale: 'log', sliderRange: [1000, 1_000_000],
    }),
  }).meta({ label: 'Built-in distribution' }),
  z.object({
    kind: z.literal('dataset'),
    /** Identifier in the data library. */
    id: z.string().min(1).max(200),
    /** SHA-256 of the points (see `shared/dataset.ts`); a run refuses data whose hash differs. */
    hash: z.string().regex(/^[0-9a-f]{64}$/),
  }).meta({ label: 'Own data set' }),
])
export type DataSource = z.infer<typeof dataSourceSchema>

const boundaryDimension = parameter(z.number().default(2), {
  label: 'Boundary dimension', symbol: 'd', help: 'Dimension of the space that the data live in; 2 for points in the plane.', advanced: true,
})
const conformalDimension = parameter(z.number().default(1.5), {
  label: 'Conformal dimension', symbol: '\\Delta',
  help: 'Scaling dimension of the dual operator; fixes the bulk mass by m² = Δ(Δ − d). Must exceed d/2. The paper finds 1.5 best on the checkerboard.',
  sliderRange: [1.05, 4], step: 0.05,
})
const rIR = parameter(z.number().default(0), {
  label: 'IR cut-off', symbol: 'r_0', help: 'Radius where the flow starts from noise.', sliderRange: [-1, 1], step: 0.05,
})
const rUV = parameter(z.number().default(1), {
  label: 'UV cut-off', symbol: 'r_1', help: 'Radius near the boundary where the data are encoded.', sliderRange: [0.2, 4], step: 0.05,
})

export const geometrySchema = z.discriminatedUnion('kind', [
  z.object({ kind: z.literal('ads'), boundaryDimension, conformalDimension, rIR, rUV }).meta({
    label: 'Anti-de Sitter', help: 'Planar AdS, warp factor f = eʳ.',
  }),
  z.object({
    kind: z.literal('hsv'), boundaryDimension,
    hsvP: parameter(z.number().default(0.5), {
      label: 'Hyperscaling violation', symbol: 'p', help: 'From 0 (exclusive, AdS) to 1 (flat space). The field is massless.', sliderRange: [0.05, 1], step: 0.05,
    }),
    zIR: parameter(z.number().default(1), { label: 'IR cut-off', symbol: 'z_{\\mathrm{IR}}', help: 'Poincaré coordinate where the flow starts from noise.' }),
    zUV: parameter(z.number().default(Math.exp(-1)), {
      label: 'UV cut-off', symbol: 'z_{\\mathrm{UV}}', help: 'Poincaré coordinate where the data are encoded.', sliderRange: [0.05, 0.95], step: 0.01,
    }),
  }).meta({ label: 'Hyperscaling violating', help: 'f = z^-(1-p), massless field; p in (0, 1].' }),
  z.object({
    kind: z.literal('custom'), boundaryDimension, conformalDimension, rIR, rUV,
    controlPoints: parameter(
      z.array(z.object({ r: z.number(), logWarp: z.number() })).min(4).max(64).default([
        { r: 0, logWarp: 0 }, { r: 0.25, logWarp: 0.25 }, { r: 0.5, logWarp: 0.5 }, { r: 0.75, logWarp: 0.75 }, { r: 1, logWarp: 1 },
      ]),
      { label: 'Control points', symbol: '\\ln f(r)', help: 'Interpolated by a cubic spline; AdS tails continue it on both sides.' },
    ),
  }).meta({ label: 'Own warp factor', help: 'ln f(r) through control points.' }),
])
export type GeometryConfig = z.infer<typeof geometrySchema>

export const encodingSchema = z.object({
  modes: parameter(z.number().default(16), {
    label: 'Modes per axis', symbol: 'K', help: 'Fourier modes per axis; even, and a multiple of 2^depth for the U-Net. The wave numbers reach πK/L.', sliderRange: [4, 64], step: 2,
  }),
  boxLength: parameter(z.number().default(8), {
    label: 'Box length', symbol: 'L', help: 'Side of the periodic box, in units of the standardised data.', sliderRange: [4, 16], step: 0.5,
  }),
  standardise: parameter(z.boolean().default(true), {
    label: 'Standardise', help: 'Subtract the mean and divide by the standard deviation over all coordinates; undone after decoding.', advanced: true,
  }),
  liftNoiseSigma: parameter(z.number().default(0.1), {
    label: 'Lift noise', symbol: '\\sigma_L', help: 'Noise added to the momentum at the UV cut-off, fresh at every step. In the released program, not in the paper.', sliderRange: [0, 0.5], step: 0.01,
  }),
  envelopeGain: parameter(z.enum(['exact', 'released']).default('exact'), {
    label: 'Envelope gain', help: 'Exact: ψ(0) = 1. Released: the released program’s normalisation, larger by about e^(ν r₁).', advanced: true,
    choices: { exact: { label: 'Exact' }, released: { label: 'As released' } },
  }),
  envelopeMatch: parameter(z.enum(['leastSquares', 'equalPoint']).default('leastSquares'), {
    label: 'Envelope match', help: 'How the heat and Matérn controls are matched to the propagator: least squares over the modes, or equal 1/e point.', advanced: true,
    choices: { leastSquares: { label: 'Least squares' }, equalPoint: { label: 'Equal 1/e point' } },
  }),
  fieldRescaling: parameter(z.enum(['source', 'vev']).default('source'), {
    label: 'Field rescaling', help: 'Source: e^((d−Δ)r), the paper. VEV: e^(Δr), early files of the released program.', advanced: true,
    choices: { source: { label: 'Source (paper)' }, vev: { label: 'VEV (early program)' } },
  }),
  decoder: parameter(z.enum(['softArgmax', 'phaseGradient', 'circularSoftArgmax', 'sourceReadout']).default('softArgmax'), {
    label: 'Decoder', help: 'How a field becomes a point again.',
    choices: {
      softArgmax: { label: 'Soft-argmax', help: 'Expectation of the grid coordinate under a softmax of the field.' },
      phaseGradient: { label: 'Phase gradient', help: 'From the phase between neighbouring modes; exact without noise.' },
      circularSoftArgmax: { label: 'Circular soft-argmax', help: 'Soft-argmax on the torus; has no edge problem.' },
      sourceReadout: { label: 'Source readout', help: 'The source that field and momentum belong to by the equation of motion, then the circular soft-argmax. Only for propagator encodings.' },
    },
  }),
  decoderGrid: parameter(z.int().min(8).max(512).default(128), {
    label: 'Decoder grid', symbol: 'G', help: 'Grid points per axis of the soft-argmax.', advanced: true,
  }),
})
export type EncodingConfig = z.infer<typeof encodingSchema>

export const modelVariants = [
  'ads-kg-hermite', 'ads-kg-linear', 'ads', 'fcn', 'cnn-spectral', 'heat', 'matern', 'none-warped',
] as const
export type ModelVariant = (typeof modelVariants)[number]

export const modelSchema = z.object({
  variant: parameter(z.enum(modelVariants).default('ads-kg-hermite'), {
    label: 'Model', help: 'Which parts of holography are switched on.',
    choices: {
      'ads-kg-hermite': { label: 'AdS + KG (Hermite)', help: 'Propagator encoding, on-shell path, Klein-Gordon backbone.' },
      'ads-kg-linear': { label: 'AdS + KG (linear)', help: 'Propagator encoding, straight path, Klein-Gordon backbone.' },
      ads: { label: 'AdS', help: 'Propagator encoding only; the network learns the whole velocity.' },
      fcn: { label: 'FCN baseline', help: 'Plain flow matching of points by a fully connected network.' },
      'cnn-spectral': { label: 'Spectral CNN baseline', help: 'Fourier modes without envelope or measure.' },
      heat: { label: 'Heat envelope', help: 'Control: Gaussian envelope in place of the propagator.' },
      matern: { label: 'Matérn envelope', help: 'Control: Matérn envelope in place of the propagator.' },
      'none-warped': { label: 'No envelope', help: 'Control: no envelope, warped measure kept.' },
    },
  }),
  hermiteParameter: parameter(z.enum(['affine', 'radial']).default('affine'), {
    label: 'Hermite parameter', help: 'Affine parameter s(r) (paper) or radius (released program, HSV).', advanced: true,
    choices: { affine: { label: 'Affine s(r)' }, radial: { label: 'Radial r' } },
  }),
  lossWeight: parameter(z.enum(['sliceVolume', 'none', 'resolution']).default('sliceVolume'), {
    label: 'Loss weight', symbol: '\\omega', help: 'What the errors of the network count for.', advanced: true,
    choices: {
      sliceVolume: { label: 'Slice volume (paper)', help: 'The volume f^d of the slice.' }, none: { label: 'None' },
      resolution: { label: 'Resolution', help: 'Every time counts alike: errors in units of what the state leaves open of the source. Needs the preconditioning Source.' },
    },
  }),
  basePrior: parameter(z.enum(['sobolev', 'white']).default('sobolev'), {
    label: 'Base law', help: 'Gaussian noise at the IR cut-off: variance falling as 1/(1+k²), or equal for all modes.',
    choices: { sobolev: { label: 'Sobolev' }, white: { label: 'White' } }, advanced: true,
  }),
  preconditioning: parameter(z.enum(['none', 'analytic', 'source']).default('analytic'), {
    label: 'Preconditioning', help: 'What is known of the answer before any learning; same network.',
    choices: {
      none: { label: 'None (paper)' },
      analytic: { label: 'Analytic', help: 'Inputs and outputs scaled mode by mode with the exact second moments.' },
      source: { label: 'Source', help: 'The network sees what each mode tells of its source and answers the mean source; the velocity follows exactly.' },
    },
  }),
  clock: parameter(z.enum(['radius', 'resolution']).default('radius'), {
    label: 'Clock', symbol: '\\tau', help: 'What training times are uniform in, solver steps are equal in, and the network is told.',
    choices: {
      radius: { label: 'Radius (paper)' },
      resolution: { label: 'Resolution', help: 'Half of it runs with the radius, half with the logarithm of how well a state tells its point. For Hermite paths, which choose their point early.' },
    },
  }),
})
export type ModelConfig = z.infer<typeof modelSchema>

export const networkSchema = z.discriminatedUnion('kind', [
  z.object({
    kind: z.literal('unet'),
    width: parameter(z.int().min(8).max(256).default(16), {
      label: 'Width', symbol: 'w', help: 'Channels of the first level; a multiple of 8. The paper uses 64.', sliderRange: [8, 64], step: 8,
    }),
    depth: parameter(z.int().min(1).max(5).default(3), { label: 'Depth', help: 'Times the grid is halved.', sliderRange: [1, 4], step: 1 }),
    zeroInitialisedOutput: parameter(z.boolean().default(false), {
      label: 'Zero last layer', help: 'Start from the pure backbone: the network outputs zero before training.', advanced: true,
    }),
  }).meta({ label: 'Simple U-Net' }),
  z.object({
    kind: z.literal('fcn'),
    width: parameter(z.int().min(4).max(4096).default(353), { label: 'Width', symbol: 'w', help: 'Units of each hidden layer. The paper uses 1442.', sliderRange: [32, 1500], step: 1 }),
    hiddenLayers: parameter(z.int().min(1).max(16).default(6), { label: 'Hidden layers', help: 'The paper uses 6.' }),
    zeroInitialisedOutput: parameter(z.boolean().default(false), { label: 'Zero last layer', help: 'The network outputs zero before training.', advanced: true }),
  }).meta({ label: 'Fully connected' }),
])
export type NetworkConfig = z.infer<typeof networkSchema>

export const trainingSchema = z.object({
  steps: parameter(z.int().min(1).max(100_000_000).default(2400), { label: 'Steps', help: 'Optimiser steps in all. The paper takes 78 100.', scale: 'log', sliderRange: [100, 100_000] }),
  batchSize: parameter(z.int().min(1).max(65_536).default(64), { label: 'Batch size', symbol: 'B', help: 'Points per step.', scale: 'log', sliderRange: [8, 1024] }),
  learningRate: parameter(z.number().positive().max(1).default(1e-3), { label: 'Learning rate', symbol: '\\eta', help: 'Peak step size of AdamW. The paper uses 3·10⁻⁴.', scale: 'log', sliderRange: [1e-5, 1e-2] }),
  schedule: parameter(z.enum(['cosine', 'warmupCosine', 'constant']).default('cosine'), {
    label: 'Schedule', help: 'How the learning rate changes over the steps.',
    choices: { cosine: { label: 'Cosine to 10 %' }, warmupCosine: { label: 'Warm-up, then cosine' }, constant: { label: 'Constant' } },
  }),
  finalLearningRateFraction: parameter(z.number().min(0).max(1).default(0.1), { label: 'Final fraction', help: 'Last learning rate over the peak one.', advanced: true }),
  warmupSteps: parameter(z.int().min(0).max(1_000_000).default(500), { label: 'Warm-up steps', help: 'Used by the warm-up schedule.', advanced: true }),
  weightDecay: parameter(z.number().min(0).max(1).default(1e-5), { label: 'Weight decay', symbol: '\\lambda', help: 'Decoupled, as in AdamW.', advanced: true }),
  clipNorm: parameter(z.number().min(0).default(1), { label: 'Gradient clip', help: 'Global norm above which gradients are scaled down; 0 switches it off.', advanced: true }),
  emaDecay: parameter(z.number().min(0).max(0.999999).default(0.999), { label: 'EMA decay', help: 'Moving average of the weights, used for sampling; 0 switches it off.', advanced: true }),
  emaRamp: parameter(z.boolean().default(true), { label: 'EMA ramp', help: 'Decay min(decay, (1+i)/(10+i)): forgets the initial weights quickly.', advanced: true }),
  emaStart: parameter(z.int().min(0).default(0), { label: 'EMA start', unit: 'steps', help: 'First step that updates the average (1000 in the released program).', advanced: true }),
})
export type TrainingConfig = z.infer<typeof trainingSchema>

export const samplingSchema = z.object({
  solver: parameter(z.enum(['rk4', 'heun', 'midpoint', 'euler']).default('rk4'), {
    label: 'Solver', help: 'Integrates the flow from the IR to the UV cut-off.',
    choices: { rk4: { label: 'Runge-Kutta 4' }, heun: { label: 'Heun' }, midpoint: { label: 'Midpoint' }, euler: { label: 'Euler' } },
  }),
  solverSteps: parameter(z.int().min(1).max(10_000).default(20), { label: 'Solver steps', symbol: 'n', help: 'Equal steps in r. The paper takes 100.', sliderRange: [5, 200] }),
  points: parameter(z.int().min(2).max(1_000_000).default(1000), { label: 'Generated points', help: 'Points drawn at every evaluation.', scale: 'log', sliderRange: [100, 10_000] }),
  referencePoints: parameter(z.int().min(2).max(1_000_000).default(2000), { label: 'Reference points', help: 'True points that the metrics compare with.', scale: 'log', sliderRange: [100, 10_000] }),
})
export type SamplingConfig = z.infer<typeof samplingSchema>

export const holographicFlowConfigSchema = z.object({
  study: z.literal('holographic-flow'),
  ...runConfigBase,
  data: dataSourceSchema.prefault({ kind: 'generator' }).meta({ label: 'Data', help: 'What the flow learns.' }),
  geometry: geometrySchema.prefault({ kind: 'ads' }).meta({ label: 'Geometry', help: 'The bulk that the flow runs through.' }),
  encoding: encodingSchema.prefault({}).meta({ label: 'Encoding', help: 'How a point becomes a field near the boundary, and back.' }),
  model: modelSchema.prefault({}).meta({ label: 'Model', help: 'Path, backbone, measure.' }),
  network: networkSchema.prefault({ kind: 'unet' }).meta({ label: 'Network', help: 'The learned residual velocity.' }),
  training: trainingSchema.prefault({}).meta({ label: 'Training' }),
  sampling: samplingSchema.prefault({}).meta({ label: 'Sampling' }),
})
export type HolographicFlowConfig = z.infer<typeof holographicFlowConfigSchema>
