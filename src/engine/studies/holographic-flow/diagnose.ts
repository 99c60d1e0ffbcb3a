import type { Tensor } from '@tensorflow/tfjs-core'
import { Problem } from '../../../shared/problem.ts'
import type { HolographicFlowConfig } from '../../../shared/studies/holographic-flow/config.ts'
import { standardise } from '../../../physics/datasets/standardise.ts'
import { encodedStates } from '../../../physics/holographic-flow/encoded-states.ts'
import { type FlowModel, stateSize } from '../../../physics/holographic-flow/flow-model.ts'
import { logDensities } from '../../../physics/holographic-flow/log-density.ts'
import { pointDensityBounds } from '../../../physics/holographic-flow/point-density-bound.ts'
import { residualShare } from '../../../physics/holographic-flow/residual-share.ts'
import { shellSpectrum } from '../../../physics/holographic-flow/shell-spectrum.ts'
import { velocityField } from '../../../physics/holographic-flow/velocity-field.ts'
import type { Network } from '../../../physics/networks/network.ts'
import { stream } from '../../../physics/random/stream.ts'
import type { DiagnoseOptions, Diagnosis } from '../../study.ts'
import { logDensityArtifact, residualShareArtifact, shellSpectrumArtifact } from './diagnostic-artifacts.ts'
import type { FlowData } from './training-data.ts'

/** A trained flow: what a session diagnoses. */
export interface TrainedFlow {
  config: HolographicFlowConfig
  model: FlowModel
  network: Network
  /** The averaged ones. */
  weights: readonly Tensor[]
  data: FlowData
  /** States carried at a time in sampling; a gradient needs some times their memory. */
  chunk: number
  afterStep: () => Promise<void>
}

/** A point of the FCN baseline costs four products; averaging over momenta is cheap there. */
const draws = 16

export async function diagnoseFlow(flow: TrainedFlow, options: DiagnoseOptions): Promise<Diagnosis> {
  const parts: Diagnosis[] = []
  if (options.likelihood) parts.push(await likelihood(flow, options.likelihood, options.seed))
  if (options.dynamics) parts.push(await dynamics(flow, options.dynamics, options.seed))
  return { metrics: Object.assign({}, ...parts.map(({ metrics }) => metrics)), artifacts: parts.flatMap(({ artifacts }) => artifacts) }
}

/**
 * Log-density of encoded reference points: bits per mode -log_2 p_1/D, D = 2 N_pairs, and for the FCN baseline a lower bound on
 * the log-density of the points themselves. Errors are standard errors over the items; the part that the probes leave is named
 * apart. Spec: 9.
 */
async function likelihood({ config, model, network, weights, data, chunk, afterStep }: TrainedFlow, { items, probes }: { items: number; probes: number }, seed: number): Promise<Diagnosis> {
  const available = data.reference.length / 2
  if (items > available) {
    throw new Problem('TooFewReferencePoints', `${items} items were asked for, but there are ${available} reference points.`, `Take at most ${available} items.`)
  }
  const repeats = model.lattice ? 1 : draws
  const chosen = standardise(data.reference.subarray(0, 2 * items), data.standardisation)
  const points = Float64Array.from({ length: 2 * items * repeats }, (_, i) => chosen[2 * Math.floor(i / (2 * repeats)) + (i % 2)])
  const states = encodedStates(model, points, stream(seed, 'lift'))
  const { logDensity, traceError } = await logDensities(model, network, weights, states, {
    ...config.sampling, probes, random: stream(seed, 'probe'), chunk: Math.max(1, Math.floor(chunk / 8)), afterStep,
  })
  const ofItem = (values: Float64Array) => Float64Array.from({ length: items }, (_, i) => meanOf(values.subarray(i * repeats, (i + 1) * repeats)).mean)
  const perItem = ofItem(logDensity)
  const errorOfItem = ofItem(traceError)
  const bitsPerNat = 1 / (Math.LN2 * stateSize(model))
  const { mean, error } = meanOf(perItem)
  const metrics: Record<string, number> = {
    bitsPerMode: -mean * bitsPerNat,
    bitsPerModeError: error * bitsPerNat,
    // Probes of different items are independent.
    bitsPerModeTraceError: (Math.sqrt(errorOfItem.reduce((sum, value) => sum + value * value, 0)) / items) * bitsPerNat,
    logDensity: mean,
  }
  if (!model.lattice && config.encoding.liftNoiseSigma > 0) {
    const bound = meanOf(pointDensityBounds(model, states, logDensity, { draws, dataDeviation: data.standardisation.standardDeviation }))
    metrics.pointLogDensityBound = bound.mean
    metrics.pointLogDensityBoundError = bound.error
  }
  return { metrics, artifacts: [logDensityArtifact(perItem, errorOfItem, { ...config.sampling, seed, dimension: stateSize(model), probes })] }
}

/** Where the learned velocity outweighs the equation of motion, and the spectra of generated states. */
async function dynamics(
  { config, model, network, weights, data, chunk, afterStep }: TrainedFlow, { samples, onProgress = () => undefined }: NonNullable<DiagnoseOptions['dynamics']>, seed: number,
): Promise<Diagnosis> {
  // The paths take each state through the network once, the flow at every step of the solver.
  const onPaths = model.lattice ? 1 / (1 + config.sampling.solverSteps) : 1
  const points = standardise(data.reference, data.standardisation)
  const share = await residualShare(model, network, weights, points, {
    seed, samples, chunk,
    afterChunk: async (done) => {
      onProgress(onPaths * done)
      await afterStep()
    },
  })
  const artifacts = [residualShareArtifact(share, samples, seed)]
  if (model.lattice) {
    const spectrum = await shellSpectrum(model, velocityField(model, network, weights), {
      ...config.sampling, samples, random: stream(seed, 'sample'), resampling: stream(seed, 'bootstrap'), chunk,
      afterStep: async (done) => {
        onProgress(onPaths + (1 - onPaths) * done)
        await afterStep()
      },
    })
    artifacts.push(shellSpectrumArtifact(spectrum, samples, { ...config.sampling, seed }))
  }
  return { metrics: { residualShare: share.total }, artifacts }
}

/** Mean and its standard error; NaN for one value. */
function meanOf(values: Float64Array): { mean: number; error: number } {
  const mean = values.reduce((sum, value) => sum + value, 0) / values.length
  const squares = values.reduce((sum, value) => sum + (value - mean) ** 2, 0)
  return { mean, error: values.length > 1 ? Math.sqrt(squares / (values.length - 1) / values.length) : Number.NaN }
}
