import { temperatures, type NeuralRgConfig } from '../../../shared/studies/neural-rg/config.ts'
import type { HolographicMap } from '../../../physics/neural-rg/map/holographic-map.ts'
import type { LatticeModel } from '../../../physics/neural-rg/models/lattice-model.ts'
import { theoryModel, wellDepth } from '../../../physics/neural-rg/theory.ts'
import { rampedCoupling, stageOneRates } from '../../../physics/neural-rg/training/learning-rates.ts'
import { drawPrior } from '../../../physics/neural-rg/training/prior.ts'
import { VariationalLoss } from '../../../physics/neural-rg/training/variational-loss.ts'
import { Adam, adamVectors } from '../../../physics/optimisers/adam.ts'
import { stream } from '../../../physics/random/stream.ts'
import type { StudyState } from '../../study.ts'
import { PlainMeans } from './plain-means.ts'
import { requireNumbers } from './saved-numbers.ts'
import { stageOneMeanNames, type StageOne } from './stage-one.ts'

/** Stage I in float64: for maps of a few hundred parameters, where a tensor library would spend its time between its operations. */
export class Float64StageOne implements StageOne {
  readonly #config: NeuralRgConfig
  readonly #map: HolographicMap
  readonly #adam: Adam
  readonly #loss: VariationalLoss
  readonly #means = new PlainMeans(stageOneMeanNames)
  readonly #zeta: Float64Array
  readonly #gradient: Float64Array
  readonly #rates: Float64Array
  readonly #temperatures: number[]
  #finished: Float64Array[] = []
  #steps = 0
  /** Of the temperature that is being trained. */
  #model: CurrentModel | null = null

  constructor(config: NeuralRgConfig, map: HolographicMap) {
    const { stageOne, theory } = config
    const sites = theory.side ** 2
    this.#config = config
    this.#map = map
    this.#temperatures = temperatures(config)
    this.#adam = new Adam(map.initialParameters(), { clipNorm: stageOne.clipPerSite * sites, weightDecay: stageOne.weightDecay })
    this.#loss = new VariationalLoss(map, stageOne.batchSize)
    this.#zeta = new Float64Array(stageOne.batchSize * sites * map.components)
    this.#gradient = new Float64Array(map.parameterCount)
    this.#rates = new Float64Array(map.parameterCount)
  }

  get steps(): number {
    return this.#steps
  }

  step(index: number): void {
    const { stageOne, seed } = this.#config
    const place = Math.floor(index / stageOne.steps)
    const local = index - place * stageOne.steps
    if (local === 0) this.#adam.forget()
    drawPrior(stream(seed, 'prior', index), this.#map.components, this.#zeta)
    const { model, well } = this.#modelAt(place, local)
    const sites = model.side ** 2
    const loss = this.#loss.withGradient(model, this.#adam.values, this.#zeta, stageOne.gradient, this.#gradient) / sites + well
    stageOneRates(local, stageOne, this.#map.parameters, this.#rates)
    const gradientNorm = this.#adam.update(local, this.#gradient, this.#rates)
    this.#means.add({ loss, gradientNorm, learningRate: this.#rates[0] })
    this.#steps = index + 1
    if (local === stageOne.steps - 1) this.#finished[place] = this.#adam.values.slice()
  }

  takeMeans() {
    return this.#means.take()
  }

  parameters(): Float64Array {
    return this.#adam.values.slice()
  }

  finished(): Float64Array[] {
    return this.#finished
  }

  saveState(): StudyState {
    const vectors = this.#adam.saveState()
    const state: StudyState = new Map(adamVectors.map((name) => [`map/${name}`, vector(vectors[name])]))
    this.#finished.forEach((parameters, place) => state.set(`map/finished/${place}`, vector(parameters)))
    return state.set('map/steps', vector(Float64Array.of(this.#steps))).set('map/means', vector(this.#means.save()))
  }

  loadState(state: StudyState): void {
    const read = (name: string) => requireNumbers(state, `map/${name}`, this.#map.parameterCount)
    this.#adam.loadState({ values: read('values'), firstMoment: read('firstMoment'), secondMoment: read('secondMoment') })
    this.#finished = this.#temperatures.flatMap((_, place) => (state.has(`map/finished/${place}`) ? [read(`finished/${place}`)] : []))
    this.#steps = requireNumbers(state, 'map/steps', 1)[0]
    this.#means.load(requireNumbers(state, 'map/means', stageOneMeanNames.length + 1))
  }

  tensorCount(): number {
    return 0
  }

  dispose(): void {
    this.#model = null
  }

  #modelAt(place: number, local: number): CurrentModel {
    const { theory, stageOne } = this.#config
    const temperature = this.#temperatures[place]
    if (theory.kind === 'cphi4' && place === 0 && local < stageOne.rampFraction * stageOne.steps) {
      const lambda = rampedCoupling(local, stageOne, theory.lambda)
      return { of: null, model: theoryModel(theory, temperature, lambda), well: wellDepth({ ...theory, lambda }) }
    }
    if (this.#model?.of !== place) this.#model = { of: place, model: theoryModel(theory, temperature), well: wellDepth(theory) }
    return this.#model
  }
}

interface CurrentModel {
  /** Place of its temperature; null while its coupling changes with every step. */
  of: number | null
  model: LatticeModel
  /** λρ² of that model, so that the loss counts from the bottom of its well. */
  well: number
}

const vector = (data: Float64Array) => ({ shape: [data.length], data })
