import * as tf from '@tensorflow/tfjs-core'
import type { Scalar, Tensor1D, Tensor4D } from '@tensorflow/tfjs-core'
import { temperatures, type NeuralRgConfig } from '../../../shared/studies/neural-rg/config.ts'
import type { TensorMap } from '../../../physics/neural-rg/map/holographic-map.ts'
import type { BlockMap } from '../../../physics/neural-rg/map/make-map.ts'
import { tensorMap } from '../../../physics/neural-rg/map/tensor-map.ts'
import { makeModel } from '../../../physics/neural-rg/models/make-model.ts'
import { tensorAction, type TensorAction } from '../../../physics/neural-rg/models/tensor-action.ts'
import { modelSpecification, wellDepth } from '../../../physics/neural-rg/theory.ts'
import { rampedCoupling } from '../../../physics/neural-rg/training/learning-rates.ts'
import { drawPrior } from '../../../physics/neural-rg/training/prior.ts'
import { tensorLoss } from '../../../physics/neural-rg/training/tensor-loss.ts'
import { AdamW } from '../../../physics/optimisers/adamw.ts'
import { stream } from '../../../physics/random/stream.ts'
import { RunningMeans } from '../../running-means.ts'
import type { StudyState } from '../../study.ts'
import { requireNumbers, requireSingles } from './saved-numbers.ts'
import { stageOneMeanNames, type StageOne } from './stage-one.ts'

/** Stage I on the tensor library, in float32: for maps whose blocks are networks. */
export class TensorStageOne implements StageOne {
  readonly #config: NeuralRgConfig
  readonly #map: TensorMap
  readonly #temperatures: number[]
  readonly #means = new RunningMeans(stageOneMeanNames)
  readonly #zeta: Float32Array
  #optimiser: AdamW
  #finished: Float64Array[] = []
  #steps = 0
  /** Of the temperature and coupling that are being trained. */
  #current: { key: string; action: TensorAction; well: number } | null = null

  constructor(config: NeuralRgConfig, map: BlockMap) {
    this.#config = config
    this.#map = tensorMap(map)
    this.#temperatures = temperatures(config)
    this.#zeta = new Float32Array(config.stageOne.batchSize * config.theory.side ** 2 * map.components)
    this.#optimiser = this.#optimiserFrom(Float32Array.from(map.initialParameters()))
  }

  get steps(): number {
    return this.#steps
  }

  step(index: number): void | Promise<void> {
    const { steps } = this.#config.stageOne
    const place = Math.floor(index / steps)
    const local = index - place * steps
    // A new temperature: what the optimiser knows of earlier gradients is forgotten.
    return local === 0 && place > 0 ? this.#restart(place).then(() => this.#train(index, place, local)) : this.#train(index, place, local)
  }

  async takeMeans() {
    return (await this.#means.take()).means
  }

  async parameters(): Promise<Float64Array> {
    const [weights] = this.#optimiser.parameters('weights')
    const values = await weights.data<'float32'>()
    weights.dispose()
    return Float64Array.from(values)
  }

  async finished(): Promise<Float64Array[]> {
    const { steps } = this.#config.stageOne
    const done = Math.floor(this.#steps / steps)
    return done > this.#finished.length ? [...this.#finished, await this.parameters()] : this.#finished
  }

  async saveState(): Promise<StudyState> {
    const state: StudyState = new Map([...await this.#optimiser.saveState()].map(([name, array]) => [`map/${name}`, array]))
    this.#finished.forEach((parameters, place) => state.set(`map/finished/${place}`, { shape: [parameters.length], data: parameters }))
    const sums = await this.#means.save()
    return state.set('map/steps', { shape: [1], data: Float64Array.of(this.#steps) }).set('map/means', { shape: [sums.length], data: sums })
  }

  loadState(state: StudyState): void {
    const { parameterCount } = this.#map.map
    this.#optimiser.loadState((name, shape) => requireSingles(state, `map/${name}`, shape[0]))
    this.#finished = this.#temperatures.flatMap((_, place) => (state.has(`map/finished/${place}`) ? [requireNumbers(state, `map/finished/${place}`, parameterCount)] : []))
    this.#steps = requireNumbers(state, 'map/steps', 1)[0]
    this.#means.load(requireNumbers(state, 'map/means', stageOneMeanNames.length + 1))
  }

  tensorCount(): number {
    return tf.memory().numTensors - this.#means.tensorCount
  }

  dispose(): void {
    this.#optimiser.dispose()
    this.#means.dispose()
    this.#current?.action.dispose()
    this.#current = null
  }

  #optimiserFrom(parameters: Float32Array): AdamW {
    const { stageOne, theory } = this.#config
    return new AdamW([{ name: 'parameters', shape: [parameters.length] }], [parameters], {
      schedule: 'cosine', learningRate: stageOne.learningRate, finalLearningRateFraction: stageOne.finalLearningRateFraction, warmupSteps: 0, steps: stageOne.steps,
      weightDecay: stageOne.weightDecay, clipNorm: stageOne.clipPerSite * theory.side ** 2, emaDecay: 0, emaRamp: false, emaStart: 0,
    })
  }

  async #restart(place: number): Promise<void> {
    const parameters = await this.parameters()
    this.#finished[place - 1] = parameters
    this.#optimiser.dispose()
    this.#optimiser = this.#optimiserFrom(Float32Array.from(parameters))
  }

  #train(index: number, place: number, local: number): void {
    const { stageOne, theory, seed } = this.#config
    const { components } = this.#map.map
    const { action, well } = this.#actionAt(place, local)
    drawPrior(stream(seed, 'prior', index), components, this.#zeta)
    const { side } = theory
    const means = tf.tidy(() => {
      const zeta: Tensor4D = tf.tensor4d(this.#zeta, [stageOne.batchSize, side, side, components])
      const [weights] = this.#optimiser.parameters('weights') as [Tensor1D]
      const held = tf.clone(weights)
      const { value, grads } = tf.valueAndGrads((parameters) => tensorLoss(this.#map, action, { parameters: parameters as Tensor1D, held, zeta }, stageOne))([weights])
      tf.dispose([weights, held]) // the update is in place where nobody holds them
      return {
        loss: tf.add(tf.div(tf.add(value, action.constant), side * side), well) as Scalar,
        gradientNorm: this.#optimiser.update(local, grads),
        learningRate: tf.scalar(this.#optimiser.learningRate(local)),
      }
    })
    this.#means.add(means)
    this.#steps = index + 1
  }

  #actionAt(place: number, local: number): { action: TensorAction; well: number } {
    const { theory, stageOne } = this.#config
    const ramped = theory.kind === 'cphi4' && place === 0 ? { ...theory, lambda: rampedCoupling(local, stageOne, theory.lambda) } : theory
    const key = `${place} ${ramped.kind === 'cphi4' ? ramped.lambda : ''}`
    if (this.#current?.key !== key) {
      this.#current?.action.dispose()
      this.#current = { key, action: tensorAction(makeModel(modelSpecification(ramped, this.#temperatures[place]), theory.side)), well: wellDepth(ramped) }
    }
    return this.#current
  }
}
