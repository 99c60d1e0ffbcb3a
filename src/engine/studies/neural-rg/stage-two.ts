import type { NeuralRgConfig } from '../../../shared/studies/neural-rg/config.ts'
import { sampleCovariance } from '../../../physics/neural-rg/kernel/bulk-covariance.ts'
import { factorKernel, type BulkKernel } from '../../../physics/neural-rg/kernel/bulk-kernel.ts'
import { bulkEdges, type BulkEdges } from '../../../physics/neural-rg/kernel/edge-set.ts'
import { kernelGradient, priorEntropyTerm } from '../../../physics/neural-rg/kernel/kernel-gradient.ts'
import { kernelOfParameters, leastMass, parameterGradient, parametersOfKernel } from '../../../physics/neural-rg/kernel/kernel-parameters.ts'
import { kernelMoments, matchMoments } from '../../../physics/neural-rg/kernel/moment-matching.ts'
import { drawBulk, fromFields, toFields } from '../../../physics/neural-rg/kernel/sample-kernel.ts'
import type { HolographicMap, MapWorkspace } from '../../../physics/neural-rg/map/holographic-map.ts'
import { actionGradients, type LatticeModel } from '../../../physics/neural-rg/models/lattice-model.ts'
import { exponential } from '../../../physics/neural-rg/training/learning-rates.ts'
import { Adam, adamVectors } from '../../../physics/optimisers/adam.ts'
import { stream } from '../../../physics/random/stream.ts'
import type { StudyState } from '../../study.ts'
import { PlainMeans } from './plain-means.ts'
import { requireNumbers } from './saved-numbers.ts'
import { stageOneMeanNames } from './stage-one.ts'

/** A zero coupling has no logarithm: what moment matching puts to zero stays this small. */
const leastCoupling = 1e-12

/** What stage II works on: the frozen map at the last temperature. */
export interface FrozenMap {
  map: HolographicMap
  parameters: Float64Array
  model: LatticeModel
  /** λρ² of the theory, so that the loss counts from the bottom of its well. */
  well: number
}

/**
 * Training of the bulk kernel with the map frozen (stage II), by the perturb-and-solve estimator; or one moment matching in its
 * first step, after which the steps only measure the loss. In float64. Spec 4.2.
 */
export class StageTwo {
  readonly edges: BulkEdges
  readonly #config: NeuralRgConfig
  readonly #adam: Adam
  readonly #rates: Float64Array
  readonly #means = new PlainMeans(stageOneMeanNames)
  #batch: StageTwoBatch | null = null
  #steps = 0

  constructor(config: NeuralRgConfig, map: HolographicMap) {
    const { tied, initialCoupling, initialMass } = config.stageTwo
    this.#config = config
    this.edges = bulkEdges(map.layout, { tied })
    const classes = this.edges.classes.length
    this.#adam = new Adam(parametersOfKernel(new Float64Array(classes).fill(initialCoupling), initialMass), { clipNorm: 0 })
    this.#rates = new Float64Array(classes + 1)
  }

  /** Steps done; the bulk is uncorrelated before the first one. */
  get steps(): number {
    return this.#steps
  }

  /** The kernel as it is. */
  kernel(): BulkKernel {
    return kernelOfParameters(this.edges, this.#adam.values)
  }

  /** λ of each class and the mass, last. */
  couplings(): Float64Array {
    const kernel = this.kernel()
    const byClass = new Float64Array(this.edges.classes.length + 1)
    this.edges.classOf.forEach((index, edge) => (byClass[index] = kernel.couplings[edge]))
    byClass[byClass.length - 1] = kernel.mass
    return byClass
  }

  /** Step `index` of this stage, from 0. `exactBulk` are Monte Carlo fields pushed through the map, for moment matching. */
  step(index: number, frozen: FrozenMap, exactBulk: Float64Array | null): void {
    const { stageTwo, seed } = this.#config
    const { components } = frozen.map
    const sites = frozen.map.layout.side ** 2
    if (exactBulk && index === 0) this.#match(exactBulk, sites, components)
    const kernel = this.kernel()
    const factor = factorKernel(kernel)
    const draw = drawBulk(kernel, factor, stageTwo.batchSize, components, stream(seed, 'bulk', index))
    this.#batch ??= new StageTwoBatch(frozen, stageTwo.batchSize)
    const { bulkAction, slope } = this.#batch.bulkActionSlope(toFields(draw.bulk, sites, draw.batch, components))
    const loss = (bulkAction + priorEntropyTerm(factor, sites, components)) / sites + frozen.well
    const gradient = parameterGradient(this.#adam.values, kernelGradient(kernel, factor, draw, fromFields(slope, sites, draw.batch, components)))
    const learningRate = exactBulk ? 0 : exponential(index, stageTwo.steps, stageTwo.learningRate, stageTwo.finalLearningRate)
    const gradientNorm = this.#adam.update(index, gradient, this.#rates.fill(learningRate))
    this.#means.add({ loss, gradientNorm, learningRate })
    this.#steps = index + 1
  }

  takeMeans() {
    return this.#means.take()
  }

  saveState(): StudyState {
    const vectors = this.#adam.saveState()
    const state: StudyState = new Map(adamVectors.map((name) => [`kernel/${name}`, { shape: [vectors[name].length], data: vectors[name] }]))
    const means = this.#means.save()
    return state.set('kernel/steps', { shape: [1], data: Float64Array.of(this.#steps) }).set('kernel/means', { shape: [means.length], data: means })
  }

  loadState(state: StudyState): void {
    const read = (name: string) => requireNumbers(state, `kernel/${name}`, this.edges.classes.length + 1)
    this.#adam.loadState({ values: read('values'), firstMoment: read('firstMoment'), secondMoment: read('secondMoment') })
    this.#steps = requireNumbers(state, 'kernel/steps', 1)[0]
    this.#means.load(requireNumbers(state, 'kernel/means', stageOneMeanNames.length + 1))
    this.#batch = null
  }

  #match(exactBulk: Float64Array, sites: number, components: 1 | 2): void {
    const { couplings, mass } = matchMoments(this.edges, kernelMoments(this.edges, sampleCovariance(exactBulk, sites, components)))
    const above = couplings.map((coupling) => Math.max(leastCoupling, coupling))
    this.#adam.values.set(parametersOfKernel(above, Math.max(mass, 2 * leastMass)))
  }
}

/** U(ζ) = S(Gζ) - ln|det ∂Gζ/∂ζ| of a batch through a frozen map. */
class StageTwoBatch {
  readonly #frozen: FrozenMap
  readonly #workspace: MapWorkspace
  readonly #batch: number

  constructor(frozen: FrozenMap, batch: number) {
    this.#frozen = frozen
    this.#batch = batch
    this.#workspace = frozen.map.workspace(batch)
    this.#workspace.setParameters(frozen.parameters)
  }

  /** Mean of U over the batch, and ∂U/∂ζ of each field. */
  bulkActionSlope(zeta: Float64Array): { bulkAction: number; slope: Float64Array } {
    const phi = new Float64Array(zeta.length)
    const phiSlope = new Float64Array(zeta.length)
    const slope = new Float64Array(zeta.length)
    const logDetJ = new Float64Array(this.#batch)
    this.#workspace.generate(zeta, phi, logDetJ)
    const actions = actionGradients(this.#frozen.model, phi, phiSlope)
    this.#workspace.pullBack(phiSlope, new Float64Array(this.#batch).fill(-1), slope, null)
    let sum = 0
    for (let b = 0; b < this.#batch; b++) sum += actions[b] - logDetJ[b]
    return { bulkAction: sum / this.#batch, slope }
  }
}
