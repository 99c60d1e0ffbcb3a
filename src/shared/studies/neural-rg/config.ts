import { z } from 'zod'
import { parameter } from '../../parameter.ts'
import { runConfigBase } from '../../run-config.ts'

/** Configuration of the study "neural renormalisation group" (arXiv 1903.00804, "the paper", and 1802.02840, "the Ising reference"). */

const side = parameter(z.int().default(8), {
  label: 'Lattice side', symbol: 'L', help: 'Sites along each axis of the torus; a power of two. The paper takes 32.', sliderRange: [2, 32],
})
const temperature = parameter(z.number().positive().max(1000).default(0.5), {
  label: 'Temperature', symbol: 'T', help: 'In units of the coupling. The Kosterlitz-Thouless transition is at 0.893, the Ising one at 2.269.', sliderRange: [0.1, 3], step: 0.05,
})

export const theorySchema = z.discriminatedUnion('kind', [
  z.object({
    kind: z.literal('cphi4'), side, temperature,
    lambda: parameter(z.number().positive().max(1e4).default(25), {
      label: 'Quartic coupling', symbol: '\\lambda', help: 'How sharply the modulus is held at √ρ: 25 in the paper (nearly the XY model), 1 is soft and reweightable.', sliderRange: [0.5, 25], step: 0.5,
    }),
    rho: parameter(z.number().positive().max(1e3).default(4), {
      label: 'Squared radius', symbol: '\\rho', help: 'Modulus squared at the bottom of the well.', sliderRange: [0.5, 8], step: 0.5,
    }),
  }).meta({ label: 'Complex φ⁴', help: 'U(1)-symmetric; becomes the XY model as λ grows.' }),
  z.object({
    kind: z.literal('xyHS'), side, temperature,
  }).meta({ label: 'XY (auxiliary field)', help: 'Angles integrated out exactly: a complex field whose law gives the XY model back.' }),
  z.object({
    kind: z.literal('isingHS'), side,
    temperature: parameter(z.number().positive().max(1000).default(2 / Math.log(1 + Math.SQRT2)), {
      label: 'Temperature', symbol: 'T', help: 'In units of the coupling; critical at 2/ln(1+√2) = 2.2692.', sliderRange: [1, 4], step: 0.05,
    }),
  }).meta({ label: 'Ising (continuous field)', help: 'Spins summed out exactly; the free energy is known in closed form.' }),
  z.object({
    kind: z.literal('phi4'), side,
    kappa: parameter(z.number().min(-1).max(1).default(0.2), { label: 'Hopping', symbol: '\\kappa', help: 'Coupling of neighbours.', sliderRange: [0, 0.3], step: 0.01 }),
    lambda: parameter(z.number().min(0).max(1e4).default(0.5), { label: 'Quartic coupling', symbol: '\\lambda', help: '0 is a free field; the Ising model for λ → ∞.', sliderRange: [0, 2], step: 0.05 }),
  }).meta({ label: 'Real φ⁴', help: 'One real field; Z₂-symmetric.' }),
  z.object({
    kind: z.literal('free'), side,
    hopping: parameter(z.number().positive().max(1e3).default(1), { label: 'Hopping', symbol: 't', help: 'Coupling of neighbours.', sliderRange: [0.1, 2], step: 0.1 }),
    mu: parameter(z.number().positive().max(1e4).default(2.1), { label: 'Mass term', symbol: '\\mu', help: 'Must exceed 2t; close to it the field is nearly critical.', sliderRange: [0.2, 6], step: 0.1 }),
  }).meta({ label: 'Free complex field', help: 'Gaussian: everything is known exactly.' }),
  z.object({
    kind: z.literal('haarGaussian'), side,
    coupling: parameter(z.number().min(0).max(1e3).default(1), { label: 'Bulk coupling', symbol: '\\lambda_e', help: 'Weight of every edge of the hidden bulk kernel.', sliderRange: [0, 2], step: 0.1 }),
    mass: parameter(z.number().positive().max(1e3).default(1), { label: 'Bulk mass', symbol: 'm', help: 'Smallest eigenvalue of the hidden kernel.', sliderRange: [0.1, 2], step: 0.1 }),
  }).meta({ label: 'Gaussian with known bulk', help: 'A boundary field made from a known bulk kernel by the ideal map: stage II must find the kernel.' }),
])
export type TheoryConfig = z.infer<typeof theorySchema>

const depth = parameter(z.int().min(0).max(10).default(0), {
  label: 'Depth', symbol: 'n', help: 'Renormalisation steps; 0 takes all, log₂ L.', advanced: true,
})

export const mapSchema = z.discriminatedUnion('kind', [
  z.object({
    kind: z.literal('u1'), depth,
    activation: parameter(z.enum(['asinh', 'sinh', 'none']).default('asinh'), {
      label: 'Activation', help: 'Acts on moduli in the direction of generation; its inverse in the RG direction. Without one the map is linear and cannot form the ring.',
      choices: { asinh: { label: 'asinh' }, sinh: { label: 'sinh', help: 'As a caption of the paper prints; overflows in training.' }, none: { label: 'None (linear)' } },
    }),
    repeats: parameter(z.int().min(1).max(16).default(1), { label: 'Repeats', help: 'Bijectors stacked in each block; 1 in the paper.', sliderRange: [1, 4] }),
  }).meta({ label: 'U(1) block', help: 'Scaling, rotation, activation of moduli: 24 parameters a layer, exactly U(1)-symmetric. The paper’s.' }),
  z.object({
    kind: z.literal('coupling'), depth,
    couplings: parameter(z.int().min(1).max(32).default(4), { label: 'Coupling steps', symbol: 'p', help: 'Affine couplings in each block.', sliderRange: [2, 8] }),
    hidden: parameter(z.int().min(2).max(512).default(16), { label: 'Hidden units', symbol: 'H', help: 'Width of the networks that see the invariants.', sliderRange: [4, 64] }),
  }).meta({ label: 'U(1)-equivariant coupling', help: 'Couplings whose scale, phase and shift depend on invariants alone: exactly U(1)-symmetric, far more flexible.' }),
  z.object({
    kind: z.literal('realNvp'), depth,
    couplings: parameter(z.int().min(1).max(32).default(4), { label: 'Coupling steps', symbol: 'p', help: 'Affine couplings in each block.', sliderRange: [2, 10] }),
    hidden: parameter(z.int().min(2).max(512).default(32), { label: 'Hidden units', symbol: 'H', help: 'Width of the networks.', sliderRange: [4, 64] }),
    hiddenLayers: parameter(z.int().min(1).max(8).default(2), { label: 'Hidden layers', help: 'Of each network.' }),
    repeats: parameter(z.int().min(1).max(8).default(1), { label: 'Repeats', help: 'Sublayers of each kind in a layer.' }),
  }).meta({ label: 'RealNVP block', help: 'For real fields; the Ising reference’s.' }),
])
export type MapConfig = z.infer<typeof mapSchema>

export const startSchema = z.discriminatedUnion('kind', [
  z.object({ kind: z.literal('fresh') }).meta({ label: 'Afresh', help: 'U(1) blocks begin as Haar wavelets, networks with drawn weights.' }),
  z.object({
    kind: z.literal('run'),
    run: parameter(z.string().max(300).default(''), { label: 'Run', help: 'Its newest checkpoint; of a temperature scan, the map at the nearest temperature.', chooses: 'run' }),
    step: parameter(z.int().min(0).max(1_000_000_000).default(0), { label: 'Checkpoint', unit: 'steps', help: 'Which checkpoint; 0 takes the newest.', advanced: true }),
    matched: parameter(z.enum(['ultraviolet', 'infrared']).default('ultraviolet'), {
      label: 'Layers match at', help: 'Where the layers of both maps are laid upon each other when the lattices differ in size.',
      choices: {
        ultraviolet: { label: 'The UV', help: 'Layer 0 on layer 0: new layers come in the IR. A larger volume at the same spacing.' },
        infrared: { label: 'The IR', help: 'Last layer on last layer: new layers come in the UV. A finer lattice.' },
      },
    }),
    others: parameter(z.enum(['neighbour', 'fresh']).default('neighbour'), {
      label: 'New layers', help: 'What layers begin with that the other map does not have.',
      choices: { neighbour: { label: 'Copy the nearest', help: 'As at a fixed point of the renormalisation group, where all layers agree.' }, fresh: { label: 'Afresh' } },
    }),
  }).meta({ label: 'A trained map', help: 'Layers are the same everywhere on the lattice, so a map of one size is the start of one of any other.' }),
])
export type StartConfig = z.infer<typeof startSchema>

const rate = (label: string, symbol: string, initial: number, help: string, advanced = false) =>
  parameter(z.number().positive().max(1).default(initial), { label, symbol, help, scale: 'log', sliderRange: [1e-5, 1e-1], advanced })

export const stageOneSchema = z.object({
  steps: parameter(z.int().min(0).max(100_000_000).default(3000), { label: 'Steps', help: 'Optimiser steps at each temperature.', scale: 'log', sliderRange: [100, 100_000] }),
  batchSize: parameter(z.int().min(1).max(65_536).default(64), { label: 'Batch size', symbol: 'B', help: 'Bulk fields drawn a step.', scale: 'log', sliderRange: [8, 1024] }),
  learningRate: rate('Learning rate', '\\eta', 1e-3, 'Of the angles, and of the networks of coupling maps. The paper keeps the angles at 10⁻⁴.'),
  finalLearningRateFraction: parameter(z.number().min(0).max(1).default(1), {
    label: 'Final fraction', help: 'Last learning rate over the first, along a cosine; 1 keeps it constant.', advanced: true,
  }),
  scalingLearningRate: rate('Scaling rate', '\\eta_\\lambda', 1e-2, 'Of the scalings of the U(1) block at the first step.'),
  finalScalingLearningRate: rate('Final scaling rate', '\\eta_\\lambda^\\prime', 1e-4, 'Of the scalings at the last step; exponential in between.', true),
  weightDecay: parameter(z.number().min(0).max(1).default(0), { label: 'Weight decay', help: 'Decoupled; for the networks of coupling maps.', advanced: true }),
  clipPerSite: parameter(z.number().min(0).default(1000), { label: 'Gradient clip', help: 'Largest global norm of the gradient, in units of the number of sites; 0 switches it off.', advanced: true }),
  rampFraction: parameter(z.number().min(0).max(1).default(0), {
    label: 'Ramp of λ', help: 'Share of the steps in which the quartic coupling grows from 1 to its value; takes away the initial spike. Complex φ⁴ only.', advanced: true,
  }),
  gradient: parameter(z.enum(['reparametrised', 'path']).default('reparametrised'), {
    label: 'Gradient', help: 'Path gradients leave the score term out, whose mean is zero: less noise near a perfect map.', advanced: true,
    choices: { reparametrised: { label: 'Reparametrised' }, path: { label: 'Path gradient' } },
  }),
  symmetrise: parameter(z.enum(['none', 'mixture', 'penalty']).default('none'), {
    label: 'Z₂ symmetry', help: 'For real fields: mixture of both signs, or a penalty on their difference (the Ising reference).', advanced: true,
    choices: { none: { label: 'None' }, mixture: { label: 'Mixture' }, penalty: { label: 'Penalty' } },
  }),
  furtherTemperatures: parameter(z.array(z.number().positive().max(1000)).max(64).default([]), {
    label: 'Further temperatures', help: 'Trained one after another, each from the map of the one before.',
  }),
})
export type StageOneConfig = z.infer<typeof stageOneSchema>

export const stageTwoSchema = z.object({
  steps: parameter(z.int().min(0).max(100_000_000).default(0), { label: 'Steps', help: 'Steps that learn the bulk kernel with the map frozen; 0 leaves the bulk uncorrelated.', sliderRange: [0, 10_000], step: 500 }),
  estimator: parameter(z.enum(['action', 'moments']).default('action'), {
    label: 'Estimator', help: 'From the action alone, as the paper; or from exact samples pushed through the map (concave, no noise floor from the training).',
    choices: { action: { label: 'Action' }, moments: { label: 'Moment matching' } },
  }),
  tied: parameter(z.boolean().default(false), { label: 'Tie couplings', help: 'One coupling in, beside and between decimators for each layer, instead of one for each class of edges.', advanced: true }),
  initialCoupling: parameter(z.number().positive().max(1e3).default(0.1), {
    label: 'First coupling', symbol: '\\lambda_e', help: 'Of every edge. Near 0 the loss starts at its plateau of stage I but learns slowly, since softplus is flat there.', scale: 'log', sliderRange: [1e-3, 1],
  }),
  initialMass: parameter(z.number().positive().max(1e3).default(1), { label: 'First mass', symbol: 'm', help: 'Smallest eigenvalue of the kernel at the start.', advanced: true }),
  batchSize: parameter(z.int().min(1).max(65_536).default(64), { label: 'Batch size', symbol: 'B', help: 'Bulk fields drawn a step.', scale: 'log', sliderRange: [8, 1024] }),
  learningRate: rate('Learning rate', '\\eta', 1e-2, 'Of the couplings at the first step.'),
  finalLearningRate: rate('Final learning rate', '\\eta^\\prime', 1e-3, 'Of the couplings at the last step.', true),
})
export type StageTwoConfig = z.infer<typeof stageTwoSchema>

export const evaluationSchema = z.object({
  samples: parameter(z.int().min(2).max(1_000_000).default(500), { label: 'Samples', symbol: 'M', help: 'Fields generated at every evaluation, for observables and the effective sample size.', scale: 'log', sliderRange: [100, 10_000] }),
  storedSamples: parameter(z.int().min(1).max(1000).default(16), { label: 'Stored samples', help: 'Of these, kept as pictures.', advanced: true }),
  monteCarloSamples: parameter(z.int().min(0).max(1_000_000).default(500), {
    label: 'Monte Carlo samples', help: 'Reference fields from cluster and Metropolis updates, drawn once for each temperature; 0 leaves them out.', scale: 'linear', sliderRange: [0, 5000], step: 100,
  }),
})
export type EvaluationConfig = z.infer<typeof evaluationSchema>

export const neuralRgConfigSchema = z.object({
  study: z.literal('neural-rg'),
  ...runConfigBase,
  theory: theorySchema.prefault({ kind: 'cphi4' }).meta({ label: 'Theory', help: 'The lattice field theory; its action is all that the training needs.' }),
  map: mapSchema.prefault({ kind: 'u1' }).meta({ label: 'Map', help: 'The blocks of the holographic map, shared over each layer.' }),
  start: startSchema.prefault({ kind: 'fresh' }).meta({ label: 'Initial map', help: 'What the parameters of the map are at the first step.' }),
  stageOne: stageOneSchema.prefault({}).meta({ label: 'Stage I: the map', help: 'Minimises the variational free energy; the bulk is uncorrelated.' }),
  stageTwo: stageTwoSchema.prefault({}).meta({ label: 'Stage II: the bulk', help: 'Learns the kernel of a correlated bulk with the map frozen.' }),
  evaluation: evaluationSchema.prefault({}).meta({ label: 'Evaluation' }),
})
export type NeuralRgConfig = z.infer<typeof neuralRgConfigSchema>

/** The temperatures that a run trains at, in order; one NaN for theories that have none. */
export function temperatures({ theory, stageOne }: NeuralRgConfig): number[] {
  return 'temperature' in theory ? [theory.temperature, ...stageOne.furtherTemperatures] : [Number.NaN]
}

/** Real numbers a site holds: 2 for a complex field. */
export function fieldComponents({ kind }: TheoryConfig): 1 | 2 {
  return kind === 'isingHS' || kind === 'phi4' ? 1 : 2
}

/** Steps of both stages at all temperatures. */
export function totalSteps(config: NeuralRgConfig): number {
  return config.stageOne.steps * temperatures(config).length + config.stageTwo.steps
}
