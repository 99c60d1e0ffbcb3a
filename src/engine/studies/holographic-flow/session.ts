import * as tf from '@tensorflow/tfjs-core'
import { Problem } from '../../../shared/problem.ts'
import type { HolographicFlowConfig } from '../../../shared/studies/holographic-flow/config.ts'
import { undoStandardisation } from '../../../physics/datasets/standardise.ts'
import { EpochOrder } from '../../../physics/holographic-flow/epoch-order.ts'
import { flowModel, type FlowModel } from '../../../physics/holographic-flow/flow-model.ts'
import { flowNetwork } from '../../../physics/holographic-flow/flow-network.ts'
import { optimiserStep } from '../../../physics/holographic-flow/optimiser-step.ts'
import { samplePoints } from '../../../physics/holographic-flow/sample-points.ts'
import { batchSpace, type BatchSpace, trainingBatch } from '../../../physics/holographic-flow/training-batch.ts'
import { velocityField } from '../../../physics/holographic-flow/velocity-field.ts'
import { zeroNetworkLoss } from '../../../physics/holographic-flow/zero-network-loss.ts'
import { pointEvaluator } from '../../../physics/metrics/evaluate-points.ts'
import { initialValues } from '../../../physics/networks/initial-values.ts'
import { parameterCount, type Network } from '../../../physics/networks/network.ts'
import { AdamW } from '../../../physics/optimisers/adamw.ts'
import { stream } from '../../../physics/random/stream.ts'
import { keptConstants } from '../../kernels/index.ts'
import { letOthersRun } from '../../let-others-run.ts'
import type { AnalysisOptions, DiagnoseOptions, Diagnosis, StudyArtifact, StudyState, TrainingSession } from '../../study.ts'
import { initialFlowArtifacts, samplesArtifact } from './artifacts.ts'
import { analysisParts, bulkArtifacts, bulkKind, dynamicsKind, dynamicsSamples } from './bulk-artifacts.ts'
import { diagnoseFlow } from './diagnose.ts'
import { RunningMeans } from '../../running-means.ts'
import { pickPoints, type FlowData } from './training-data.ts'

/** Name of the running means in a saved state. */
const meansName = 'metrics/sums'
/** Numbers of the network's first level that are carried at a time in sampling: 8 MB, which the caches still help with. */
const chunkNumbers = 2 ** 21

/** One training of the flow; see `EngineStudy`. */
export class FlowTrainingSession implements TrainingSession {
  readonly totalSteps: number
  readonly parameterCount: number
  readonly stepsPerEpoch: number
  readonly dataHash: string
  readonly analyses = [bulkKind, dynamicsKind]
  readonly #config: HolographicFlowConfig
  readonly #data: FlowData
  readonly #model: FlowModel
  readonly #network: Network
  readonly #optimiser: AdamW
  readonly #order: EpochOrder
  readonly #space: BatchSpace
  readonly #means = new RunningMeans(['loss', 'gradientNorm', 'learningRate'])
  readonly #zeroNetworkLoss: number
  /** Metrics of generated points; what depends on the reference alone is prepared at the first evaluation. */
  #evaluator: ReturnType<typeof pointEvaluator> | undefined

  constructor(config: HolographicFlowConfig, data: FlowData) {
    this.#config = config
    this.#data = data
    this.#model = flowModel(config)
    this.#network = flowNetwork(config)
    const { parameters } = this.#network
    this.#optimiser = new AdamW(parameters, initialValues(parameters, config.seed), config.training)
    this.#order = new EpochOrder(data.training.length / 2, config.training.batchSize, config.seed)
    this.#space = batchSpace(this.#model, config.training.batchSize)
    this.stepsPerEpoch = this.#order.stepsPerEpoch
    this.#zeroNetworkLoss = zeroNetworkLoss(config).total
    this.totalSteps = config.training.steps
    this.parameterCount = parameterCount(parameters)
    this.dataHash = data.hash
  }

  initialArtifacts(): StudyArtifact[] {
    return initialFlowArtifacts(this.#data, this.#config.seed)
  }

  step(index: number): void {
    const points = pickPoints(this.#data.standardised, this.#order.batch(index))
    const batch = trainingBatch(this.#model, { points, seed: this.#config.seed, step: index }, this.#space)
    const { loss, gradientNorm } = optimiserStep(this.#model, this.#network, this.#optimiser, batch, index)
    this.#means.add({ loss, gradientNorm, learningRate: tf.scalar(this.#optimiser.learningRate(index)) })
  }

  async takeTrainMetrics(): Promise<Record<string, number>> {
    const { means } = await this.#means.take()
    return { ...means, lossRatio: means.loss / this.#zeroNetworkLoss }
  }

  async evaluate(step: number) {
    const { seed, sampling } = this.#config
    const generated = await this.#generate(sampling.points, seed)
    this.#evaluator ??= pointEvaluator({ reference: this.#data.reference, board: this.#data.board })
    return { metrics: this.#evaluator(generated), artifacts: [samplesArtifact(step, generated, sampling, seed)] }
  }

  async sample(count: number, seed: number) {
    return { shape: [count, 2], data: await this.#generate(count, seed) }
  }

  async analyse(kind: string, options: AnalysisOptions): Promise<StudyArtifact[]> {
    if (kind === dynamicsKind) {
      const { artifacts } = await this.diagnose({ seed: options.seed, dynamics: { samples: dynamicsSamples, onProgress: options.onProgress } })
      return analysisParts(dynamicsKind, artifacts, options)
    }
    if (kind !== bulkKind) throw new Problem('UnknownAnalysis', `This study draws no "${kind}".`, `It draws ${this.analyses.join(', ')}.`)
    const weights = this.#optimiser.parameters('average')
    try {
      return await bulkArtifacts(this.#model, velocityField(this.#model, this.#network, weights), {
        ...options, sampling: this.#config.sampling, standardisation: this.#data.standardisation, chunk: this.#chunk(),
      })
    } finally {
      tf.dispose(weights)
    }
  }

  compare(samples: Float64Array, reference: Float64Array | null): Record<string, number> {
    return pointEvaluator({ reference: reference ?? this.#data.reference, board: this.#data.board })(samples)
  }

  async diagnose(options: DiagnoseOptions): Promise<Diagnosis> {
    const weights = this.#optimiser.parameters('average')
    try {
      const flow = { config: this.#config, model: this.#model, network: this.#network, weights, data: this.#data }
      return await diagnoseFlow({ ...flow, chunk: this.#chunk(), afterStep: letOthersRun }, options)
    } finally {
      tf.dispose(weights)
    }
  }

  async saveState(): Promise<StudyState> {
    const sums = await this.#means.save()
    const state: StudyState = new Map(await this.#optimiser.saveState())
    return state.set(meansName, { shape: [sums.length], data: sums })
  }

  loadState(state: StudyState): void {
    this.#optimiser.loadState((name, shape) => {
      const array = state.get(name)
      if (!(array?.data instanceof Float32Array) || array.shape.join() !== shape.join()) throw doesNotFit(name, shape)
      return array.data
    })
    const sums = state.get(meansName)
    if (!sums || sums.data.length !== 4) throw doesNotFit(meansName, [4])
    this.#means.load(sums.data)
  }

  tensorCount(): number {
    return tf.memory().numTensors - keptConstants() - this.#means.tensorCount
  }

  dispose(): void {
    this.#optimiser.dispose()
    this.#means.dispose()
  }

  /** States that are carried at a time. */
  #chunk(): number {
    const { network } = this.#config
    const perState = network.kind === 'unet' ? this.#model.sites * network.width : network.width
    return Math.max(1, Math.floor(chunkNumbers / perState))
  }

  /** New points in data units, from the averaged weights. The same seed draws the same noise at every step of a training. */
  async #generate(count: number, seed: number): Promise<Float64Array> {
    const { sampling } = this.#config
    const weights = this.#optimiser.parameters('average')
    try {
      const points = await samplePoints(this.#model, velocityField(this.#model, this.#network, weights), count, stream(seed, 'sample'), {
        ...sampling,
        chunk: this.#chunk(),
        afterStep: letOthersRun,
      })
      return undoStandardisation(points, this.#data.standardisation)
    } finally {
      tf.dispose(weights)
    }
  }
}

function doesNotFit(name: string, shape: readonly number[]): Problem {
  return new Problem(
    'CheckpointMismatch', `The checkpoint does not fit this configuration: it holds no ${name} of shape [${shape.join(', ')}].`,
    'Resume with the configuration that the checkpoint was written with.',
  )
}
